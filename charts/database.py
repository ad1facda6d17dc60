"""Reads the built database: waits while a build writes it, and says in one line what is amiss."""

import os
import sys
from pathlib import Path

import altair as alt
import duckdb

import in_turn


def open_database(patience: float = in_turn.PATIENCE) -> duckdb.DuckDBPyConnection:
    path = Path(os.environ.get("TIMM_PICKER_DATABASE", "timm.duckdb"))
    if not path.is_file():
        sys.exit(
            f"{path} does not exist: run `dbt build` in the project's folder, then `python charts/render.py` there"
        )
    try:
        return in_turn.connect(path, patience=patience, read_only=True)
    except TimeoutError as error:
        sys.exit(str(error))
    except duckdb.Error as error:
        sys.exit(f"{path} cannot be read: {first_line(error)}")


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
