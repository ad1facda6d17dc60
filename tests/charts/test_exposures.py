"""Each chart and page is an exposure that names what it reads."""

import re
from typing import Any

from catalogue import CHARTS
from figure import FAMILIES, SOURCE


def test_exposures_are_the_charts_and_the_index(manifest: dict[str, Any]) -> None:
    exposures = {exposure["name"] for exposure in manifest["exposures"].values()}
    assert exposures == {chart.name.replace("-", "_") for chart in CHARTS} | {"index"}


def test_exposures_depend_on_what_the_sql_reads(manifest: dict[str, Any]) -> None:
    models = {node["name"] for node in manifest["nodes"].values() if node["resource_type"] in {"model", "seed"}}
    read = {}
    for chart in CHARTS:
        sql = "\n".join([chart.rows, chart.title, chart.note or "", SOURCE.format(frame=chart.frame), FAMILIES])
        read[chart.name.replace("-", "_")] = models & set(re.findall(r"(?:from|join) (\w+)", sql))
    read["index"] = set().union(*read.values())
    named = {
        exposure["name"]: {manifest["nodes"][node]["name"] for node in exposure["depends_on"]["nodes"]}
        for exposure in manifest["exposures"].values()
    }
    assert named == read
