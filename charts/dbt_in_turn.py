"""Has dbt wait for its turn at the database: a plugin of dbt-duckdb, which profiles.yml names.

dbt-duckdb's own `retries` wait in silence, ever longer from one attempt to the next, and whatever went wrong.
"""

from typing import Any

import duckdb
from dbt.adapters.duckdb.credentials import DuckDBCredentials
from dbt.adapters.duckdb.plugins import BasePlugin
from dbt_common.exceptions import DbtRuntimeError

import in_turn


class Plugin(BasePlugin):
    def initialize(self, plugin_config: dict[str, Any]) -> None:
        self.patience = plugin_config.get("patience", in_turn.PATIENCE)

    def update_connection_config(self, creds: DuckDBCredentials, config: dict[str, Any]) -> None:
        """Opens the file just before dbt does, which then shares it."""
        try:
            self.opened = in_turn.connect(creds.path, patience=self.patience, config=config)
        except (OSError, duckdb.Error) as error:
            raise DbtRuntimeError(str(error)) from error

    def configure_connection(self, conn: duckdb.DuckDBPyConnection) -> None:  # noqa: ARG002
        self.opened.close()
