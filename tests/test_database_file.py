"""The database as people open it: what it lists, and that it answers under any name."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

DATABASE = Path(os.environ["TIMM_PICKER_DATABASE"])
MARTS = {path.stem for path in (Path(__file__).parent.parent / "models/marts").glob("*.sql")} - {"pick"}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copy(DATABASE, tmp_path_factory.mktemp("elsewhere") / "another name.duckdb"))


def relations(database: duckdb.DuckDBPyConnection) -> Iterator[str]:
    listed = database.execute(
        "select table_schema, table_name from information_schema.tables where table_schema in ('main', 'page')"
    )
    names = [f"{schema}.{name}" for schema, name in listed.fetchall()]
    assert len(names) > len(MARTS)
    yield from names


def fingerprint(database: duckdb.DuckDBPyConnection, relation: str) -> Any:  # noqa: ANN401
    return database.execute(f"select count(*), bit_xor(hash(rows)) from {relation} as rows").fetchone()


def test_show_tables_lists_the_marts() -> None:
    with duckdb.connect(DATABASE, read_only=True) as opened:
        assert {name for (name,) in opened.execute("show tables").fetchall()} == MARTS


def test_a_copy_under_another_name_answers(copy: Path, database: duckdb.DuckDBPyConnection) -> None:
    with duckdb.connect(copy, read_only=True) as opened:
        for relation in ["pick()", *relations(database)]:
            assert fingerprint(opened, relation) == fingerprint(database, relation), relation


def test_attached_under_another_name_its_tables_and_views_answer(
    copy: Path, database: duckdb.DuckDBPyConnection
) -> None:
    with duckdb.connect() as opened:
        opened.execute(f"attach '{copy}' as other (read_only)")
        for relation in relations(database):
            assert fingerprint(opened, f"other.{relation}") == fingerprint(database, relation), relation
        # A table function's own tables are found in the database in use alone.
        with pytest.raises(duckdb.CatalogException):
            opened.execute("from other.pick()")
        opened.execute("use other")
        assert fingerprint(opened, "pick()") == fingerprint(database, "pick()")


def test_pick_carries_its_description(database: duckdb.DuckDBPyConnection, manifest: dict[str, Any]) -> None:
    comment = database.execute("select comment from duckdb_functions() where function_name = 'pick'").fetchone()
    assert comment == (manifest["nodes"]["model.timm_picker.pick"]["description"],)
    assert comment[0].startswith("One row per model.")
