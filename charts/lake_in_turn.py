"""Has builds of a lake take turns, since two would replace the same tables: a plugin of dbt-duckdb for profiles.yml."""

from pathlib import Path
from typing import Any

import duckdb
from dbt.adapters.duckdb.plugins import BasePlugin
from dbt.flags import get_flags
from dbt_common.exceptions import DbtRuntimeError

from in_turn import Patience

LAKE = "ducklake:postgres:"
# The transaction's own lock: PostgreSQL takes it back when the build has ended, however it ended.
TAKE_TURN = "from postgres_query('catalogue', 'select pg_try_advisory_xact_lock(1)')"


class Plugin(BasePlugin):
    def initialize(self, plugin_config: dict[str, Any]) -> None:
        (lake,) = self.creds.attach
        if not lake.path.startswith(LAKE):
            message = f"{lake.path} is no lake: have TIMM_PICKER_DATABASE begin with {LAKE}, or unset it"
            raise DbtRuntimeError(message)
        if get_flags().WHICH in {"build", "run", "seed"}:
            try:
                # Kept, and with it the transaction, until dbt ends.
                self.turn = take_turn(lake.path.removeprefix(LAKE), plugin_config["patience"])
            except (TimeoutError, duckdb.Error) as error:
                raise DbtRuntimeError(str(error).splitlines()[0]) from error


def take_turn(catalogue: str, seconds: float) -> duckdb.DuckDBPyConnection:
    address = catalogue.replace("'", "''")
    patience = Patience(Path("the lake"), seconds)
    connection = duckdb.connect()
    connection.execute(f"attach '{address}' as catalogue (type postgres)")
    connection.begin()
    while connection.execute(TAKE_TURN).fetchone() != (True,):
        patience.wait(" by another build")
    return connection
