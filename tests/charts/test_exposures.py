"""Each place on the index is an exposure that names every relation that its charts ask."""

import re
from typing import Any

import duckdb

from charts import CHARTS
from database import open_database
from figure import read_figure, read_words
from page.pages import index_page


class Recorder:
    """A connection that keeps the names of the relations it is asked."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection
        self.asked: set[str] = set()

    def execute(self, sql: str) -> duckdb.DuckDBPyConnection:
        schemas, relations = zip(*re.findall(r"(?:from|join) (\w+)\.(\w+)", sql), strict=True)
        assert set(schemas) == {"page"}
        self.asked |= set(relations)
        return self.connection.execute(sql)


def test_exposures_are_complete(manifest: dict[str, Any]) -> None:
    asked: dict[str, set[str]] = {}
    figures = []
    with open_database() as connection:
        words = read_words(shared := Recorder(connection))
        for chart in CHARTS:
            figures.append(read_figure(own := Recorder(connection), chart, words))
            asked.setdefault(chart.section.replace("-", "_"), set()).update(shared.asked, own.asked)
        index_page(own := Recorder(connection), figures, words, script="")
    asked["index"] = own.asked.union(*asked.values())
    assert asked == {
        exposure["name"]: {node.split(".")[-1] for node in exposure["depends_on"]["nodes"]}
        for exposure in manifest["exposures"].values()
    }
