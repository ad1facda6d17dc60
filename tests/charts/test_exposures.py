"""Each place on the index is an exposure that names every relation that its charts ask."""

import re
from collections.abc import Iterable
from typing import Any

import duckdb

from charts import CHARTS, Chart
from database import open_database
from figure import read_figure, read_words
from page.pages import index_page

SECTIONS = {
    section: [chart for chart in CHARTS if chart.section == section]
    for section in dict.fromkeys(chart.section for chart in CHARTS)
}


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


def asked(charts: Iterable[Chart], *, with_index: bool = False) -> set[str]:
    with open_database() as connection:
        recorder = Recorder(connection)
        words = read_words(recorder)
        figures = [read_figure(recorder, chart, words) for chart in charts]
        if with_index:
            index_page(recorder, figures, words, script="")
    return recorder.asked


def test_exposures_are_complete(manifest: dict[str, Any]) -> None:
    expected = {section.replace("-", "_"): asked(charts) for section, charts in SECTIONS.items()}
    expected["index"] = asked(CHARTS, with_index=True)
    depends_on = {
        exposure["name"]: {node.split(".")[-1] for node in exposure["depends_on"]["nodes"]}
        for exposure in manifest["exposures"].values()
    }
    missing = {name: relations - depends_on.get(name, set()) for name, relations in expected.items()}
    needless = {name: relations - expected.get(name, set()) for name, relations in depends_on.items()}
    assert (missing, needless) == ({name: set() for name in expected}, {name: set() for name in expected})
