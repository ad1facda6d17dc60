"""Each chart and page is an exposure that names what it reads."""

import re
from typing import Any

from catalogue import CHARTS
from chart import Chart
from figure import FAMILIES
from picker_data import MODELS, RUNS, TIMES
from views import VIEWS


def sql_of(chart: Chart) -> str:
    return "\n".join([chart.rows, chart.title, chart.note or "", chart.source, FAMILIES])


def test_exposures_are_the_charts_and_the_index(manifest: dict[str, Any]) -> None:
    exposures = {exposure["name"] for exposure in manifest["exposures"].values()}
    assert exposures == {chart.name.replace("-", "_") for chart in CHARTS} | {"index"}


def test_exposures_depend_on_what_the_sql_reads(manifest: dict[str, Any]) -> None:
    models = {node["name"] for node in manifest["nodes"].values() if node["resource_type"] in {"model", "seed"}}
    asked = {chart.name.replace("-", "_"): sql_of(chart) for chart in CHARTS}
    of_views = [sql_of(chart) for view in VIEWS for chart in view.charts.values()]
    asked["index"] = "\n".join([*of_views, RUNS, MODELS, TIMES])
    read = {name: models & set(re.findall(r"(?:from|join) (\w+)", sql)) for name, sql in asked.items()}
    named = {
        exposure["name"]: {manifest["nodes"][node]["name"] for node in exposure["depends_on"]["nodes"]}
        for exposure in manifest["exposures"].values()
    }
    assert named == read
