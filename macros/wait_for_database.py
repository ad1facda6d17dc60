"""Waits a little for whoever holds the database's file, then says who: a plugin of dbt-duckdb.

Its own `retries` begin anew in each of dbt's nested calls, take minutes and end in a traceback.
"""

import time
from typing import Any

import duckdb
from dbt.adapters.duckdb.credentials import DuckDBCredentials
from dbt.adapters.duckdb.plugins import BasePlugin

# Seconds, of the process as a whole: dbt connects again and again.
waits = [1, 2, 4, 8]


class Plugin(BasePlugin):
    def update_connection_config(self, creds: DuckDBCredentials, config: dict[str, Any]) -> None:
        while True:
            try:
                return duckdb.connect(creds.path, config=config).close()
            except duckdb.IOException as error:
                if "lock" not in str(error) or not waits:
                    # dbt shows a RuntimeError without a traceback.
                    raise RuntimeError(str(error)) from error
                time.sleep(waits.pop(0))
