"""What the descriptions say is what the database holds."""

from typing import Any

import duckdb
import pytest


@pytest.fixture
def models(manifest: dict[str, Any]) -> dict[str, dict[str, Any]]:
    nodes = manifest["nodes"].values()
    return {node["name"]: node for node in nodes if node["resource_type"] in {"model", "seed"}}


def grain_tests(manifest: dict[str, Any]) -> dict[str, str]:
    tests = [node for node in manifest["nodes"].values() if node.get("test_metadata")]
    grains = [(node, node["test_metadata"]["kwargs"]) for node in tests]
    return {
        node["attached_node"].split(".")[-1]: ", ".join(given.get("columns") or given["grain"])
        for node, given in grains
        if given.get("columns") or given.get("grain")
    }


def test_a_description_starts_with_the_grain_that_is_tested(
    manifest: dict[str, Any], models: dict[str, dict[str, Any]]
) -> None:
    described = {name: node["description"].splitlines()[0] for name, node in models.items()}
    tested = grain_tests(manifest)
    # A rejected row may be any text of a file, so nothing of it is a key.
    del described["rejected_rows"]
    # A data test does not reach a table function; pytest calls it.
    del described["pick"]
    # Several layers may have one grain, and then one test serves them all.
    plain = {name.removeprefix("stg_").removeprefix("int_"): grain for name, grain in tested.items()}
    layer = {"int_accuracies": "accuracy", "int_speeds": "speed", "int_benchmarks": "benchmarks"}
    assert described == {
        name: f"One row per {tested.get(name) or plain.get(layer.get(name, name))}." for name in described
    }


def test_every_column_is_described_and_every_described_column_exists(
    models: dict[str, dict[str, Any]], database: duckdb.DuckDBPyConnection
) -> None:
    columns = "select table_name, column_name from duckdb_columns() where not internal"
    emitted = set(database.execute(columns).fetchall())
    described = {
        (name, column["name"])
        for name, node in models.items()
        for column in node["columns"].values()
        if column["description"].strip()
    }
    picked = {("pick", column) for column in database.execute("from pick() limit 0").df().columns}
    assert emitted | picked == described


def test_descriptions_are_comments_in_the_database(database: duckdb.DuckDBPyConnection) -> None:
    bare = database.execute(
        "select table_name, column_name from duckdb_columns() where not internal and comment is null"
    )
    assert bare.fetchall() == []
