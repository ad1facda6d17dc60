"""Reads the built database: waits while a build writes it, and says in one line what is amiss."""

import os
import sys
import time
from pathlib import Path

import altair as alt
import duckdb


def open_database(patience: float = 60.0) -> duckdb.DuckDBPyConnection:
    path = Path(os.environ.get("TIMM_PICKER_DATABASE", "timm.duckdb"))
    if not path.is_file():
        sys.exit(
            f"{path} does not exist: run `dbt build` in the project's folder, then `python charts/render.py` there"
        )
    for second in range(int(patience) + 1):
        try:
            return duckdb.connect(path, read_only=True)
        except duckdb.Error as error:
            if "Could not set lock" not in str(error):
                sys.exit(f"{path} cannot be read: {first_line(error)}")
        if second == 0:
            print(f"{path} is being written to: waiting", file=sys.stderr)
        time.sleep(1)
    sys.exit(f"{path} has been written to for {patience:g} s: run this again when that has ended")


def ask(connection: duckdb.DuckDBPyConnection, sql: str) -> duckdb.DuckDBPyConnection:
    try:
        return connection.execute(sql)
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        sys.exit(f"the database lacks what the charts need ({first_line(error)}): run `dbt build`")


def read_rows(connection: duckdb.DuckDBPyConnection, sql: str) -> alt.InlineData:
    answer = ask(connection, sql)
    columns = [name for name, *_ in answer.description]
    return alt.InlineData(values=[dict(zip(columns, row, strict=True)) for row in answer.fetchall()])


def first_line(error: Exception) -> str:
    return str(error).splitlines()[0]
