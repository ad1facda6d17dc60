"""The tables of README and of the guides are what the queries above them answer, and their links lead somewhere."""

import re
from pathlib import Path
from typing import Any

import duckdb
import pytest

PROJECT = Path(__file__).parent.parent
README = (PROJECT / "README.md").read_text()
GUIDES = [path.read_text() for path in sorted((PROJECT / "docs").glob("*.md"))]
TABLE = r"((?:\|.*\n)+)"
QUERIES = re.findall(r"```sql\n((?:(?!```).*\n)+)```\n\n" + TABLE, "".join([README, *GUIDES]))
ANALYSES = re.findall(r"`dbt show -s (\w+) --limit (\d+)`\n\n" + TABLE, README)


def printed(table: str) -> list[list[str]]:
    header, _, *rows = ([cell.strip() for cell in line.strip("|\n").split("|")] for line in table.splitlines())
    return [header, *rows]


def answered(database: duckdb.DuckDBPyConnection, sql: str) -> list[list[str]]:
    answer = database.execute(sql)
    return [[column[0] for column in answer.description], *(list(map(text, row)) for row in answer.fetchall())]


def text(value: Any) -> str:  # noqa: ANN401
    return "" if value is None else str(value)


@pytest.mark.parametrize(("sql", "table"), QUERIES)
def test_query(sql: str, table: str, database: duckdb.DuckDBPyConnection) -> None:
    assert printed(table) == answered(database, sql)


@pytest.mark.parametrize(("name", "limit", "table"), ANALYSES)
def test_analysis(
    name: str, limit: str, table: str, compiled_analyses: Path, database: duckdb.DuckDBPyConnection
) -> None:
    sql = (compiled_analyses / f"{name}.sql").read_text()
    assert printed(table) == answered(database, sql)[: int(limit) + 1]


def test_there_are_queries_and_analyses() -> None:
    assert len(QUERIES) == 3
    assert len(ANALYSES) == 1


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\((?!https?:)([^)#]+)", "".join([README, *GUIDES])))))
def test_links_lead_somewhere(link: str) -> None:
    assert (PROJECT / link).exists() or (PROJECT / "docs" / link).exists()
