"""Opens the built database and asks it; errors are one line on stderr."""

import os
import re
import sys
from pathlib import Path
from typing import Any

import duckdb


def open_database() -> duckdb.DuckDBPyConnection:
    database = os.environ.get("TIMM_PICKER_DATABASE", "timm.duckdb")
    return open_lake(database) if database.startswith("ducklake:") else open_file(Path(database))


def open_file(path: Path) -> duckdb.DuckDBPyConnection:
    if not path.is_file():
        sys.exit(
            f"{path} does not exist: run `dbt build` in the project's folder, then `python charts/render.py` there"
        )
    try:
        return duckdb.connect(path, read_only=True)
    except duckdb.Error as error:
        if holder := re.search(r"held in (.+? \(PID \d+\))", str(error)):
            sys.exit(f"{path} is being written by {holder[1]}: run this again once it has finished")
        sys.exit(f"{path} cannot be read: {first_line(error)}")


def open_lake(lake: str) -> duckdb.DuckDBPyConnection:
    """The snapshot of the last whole build, whatever another build is doing."""
    address = lake.replace("'", "''")
    connection = duckdb.connect()
    try:
        connection.execute(f"attach '{address}' as newest (read_only)")
        whole_build = "select max(snapshot_id) from ducklake_snapshots('newest') where commit_message = 'whole build'"
        (snapshot,) = connection.execute(whole_build).fetchone()
        if snapshot is None:
            sys.exit("the lake holds no whole build: run `dbt build --target lake` in the project's folder")
        connection.execute("detach newest")
        connection.execute(f"attach '{address}' as lake (read_only, snapshot_version {snapshot})")
        connection.execute("use lake")
    except duckdb.Error as error:
        sys.exit(f"the lake cannot be read: {first_line(error)}")
    return connection


def ask(connection: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    return as_rows(ask_columns(connection, sql))


def ask_columns(connection: duckdb.DuckDBPyConnection, sql: str) -> dict[str, list[Any]]:
    try:
        answer = connection.execute(sql)
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        sys.exit(f"the database lacks what the charts need ({first_line(error)}): run `dbt build`")
    rows = answer.fetchall()
    return {name: [row[place] for row in rows] for place, (name, *_) in enumerate(answer.description)}


def as_rows(columns: dict[str, list[Any]]) -> list[dict[str, Any]]:
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def first_line(error: Exception) -> str:
    return str(error).splitlines()[0]
