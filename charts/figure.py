"""A chart drawn from the database: its words, its rows, and its Vega-Lite spec."""

import sys
from dataclasses import dataclass
from typing import Any

import altair as alt
import duckdb
from altair.utils.schemapi import debug_mode

from charts import Chart
from database import ask, ask_columns
from drawings.drawing import Frame
from drawings.encodings import in_legend

HUES = "select distinct family from page.frame_families where has_hue order by family"
# As wide as the page allows; the chart itself gives the height.
IN_PAGE = {"width": "container", "autosize": {"type": "fit-x", "contains": "padding"}}


@dataclass(frozen=True)
class Words:
    """What all charts ask once."""

    hued: list[str]  # families, in the order of the hues
    titles: dict[tuple[str, str], str]  # by drawing and frame
    frames: dict[str, dict[str, str | None]]


@dataclass(frozen=True)
class Figure:
    chart: Chart
    title: str
    caption: str
    sql: str
    legend: list[str]  # the families that its reader can highlight
    columns: dict[str, list[Any]]
    spec: dict[str, Any]  # its rows are the data of the chart's name


def read_words(connection: duckdb.DuckDBPyConnection) -> Words:
    titles = ask(connection, "from page.titles")
    return Words(
        hued=ask_columns(connection, HUES)["family"],
        titles={(row["drawing"], row["frame"]): row["title"] for row in titles},
        frames={row["frame"]: row for row in ask(connection, "from page.frames")},
    )


def read_figure(connection: duckdb.DuckDBPyConnection, chart: Chart, words: Words) -> Figure:
    drawing, frame = chart.drawing, words.frames.get(chart.frame, {})
    sql = drawing.rows.replace("$frame", f"'{chart.frame}'")
    columns = ask_columns(connection, sql)
    if not any(columns.values()):
        sys.exit(f"{chart.frame} is empty, so {chart.name} cannot be drawn: import the release that it shows")
    title = drawing.title or words.titles.get((drawing.name, chart.frame))
    if not title:
        sys.exit(f"{chart.name} has no title: add one to models/page/titles.sql and run `dbt build`")
    families = set(columns.get("family", []))
    grey = sorted(families - set(words.hued))
    spec = draw(chart, title, Frame(alt.NamedData(name=chart.name), frame.get("task"), words.hued, grey))
    return Figure(
        chart=chart,
        title=title,
        caption=" ".join(filter(None, (drawing.how_to_read, frame.get("note"), frame.get("source")))),
        sql=sql,
        legend=[family for family in in_legend(words.hued, grey) if family in families] if "params" in spec else [],
        columns=columns,
        spec=spec,
    )


def draw(chart: Chart, title: str, frame: Frame) -> dict[str, Any]:
    # The tests validate the spec: here that would take longer than all the rest.
    with debug_mode(arg=False):
        return in_page(chart.drawing.draw(frame).properties(description=title))


def in_page(drawing: alt.Chart | alt.LayerChart) -> dict[str, Any]:
    spec = drawing.properties(**IN_PAGE).to_dict(validate=False)
    del spec["$schema"]  # an address, which no page may hold
    return spec
