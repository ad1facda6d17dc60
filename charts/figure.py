"""Charts drawn from the database: their words and their Vega-Lite specs."""

from dataclasses import dataclass
from typing import Any

import duckdb
from altair.utils.schemapi import debug_mode

from chart import Chart, Families
from database import ask, read_rows

# Views that several charts ask; each is worked out once.
VIEWS = ("inference", "training", "family_counts", "families")

# The page's subset has a hue, and the same one in every chart; the others are grey.
FAMILIES = """
select distinct
    family,
    is_in_page_subset,
from families
semi join family_counts using (family)
order by family
"""

SOURCE = """
select format('Source: timm''s results of {{}}, run {{}}.', any_value(release), any_value(run))
from page_frames
semi join {frame} using (model, secs)
"""

# As wide as the page lets it; the chart itself gives the height.
IN_PAGE = {"width": "container", "autosize": {"type": "fit-x", "contains": "padding"}}


@dataclass(frozen=True)
class Figure:
    name: str
    title: str
    caption: str
    interaction: str | None
    spec: dict[str, Any]


def read_figures(connection: duckdb.DuckDBPyConnection, charts: list[Chart]) -> tuple[list[Figure], Families]:
    for view in VIEWS:
        ask(connection, f"create or replace temporary table {view} as from main.{view}")
    families = read_families(connection)
    sources = {frame: ask(connection, SOURCE.format(frame=frame)).fetchone() for frame in {c.frame for c in charts}}
    return [read_figure(connection, chart, families, sources[chart.frame]) for chart in charts], families


def read_families(connection: duckdb.DuckDBPyConnection) -> Families:
    answer = ask(connection, FAMILIES).fetchall()
    return Families(hued=[name for name, hued in answer if hued], grey=[name for name, hued in answer if not hued])


def read_figure(
    connection: duckdb.DuckDBPyConnection, chart: Chart, families: Families, source: tuple[str] | None
) -> Figure:
    (title,) = ask(connection, chart.title).fetchone()
    note = ask(connection, chart.note).fetchone() if chart.note else None
    # The tests validate the spec: here that would take longer than all the rest.
    with debug_mode(arg=False):
        drawing = chart.draw(read_rows(connection, chart.rows), chart.frame, families)
        spec = drawing.properties(**IN_PAGE, description=title).to_dict(validate=False)
    return Figure(
        name=chart.name,
        title=title,
        caption=" ".join([chart.how_to_read, *(text for (text,) in filter(None, (note, source)))]),
        interaction=chart.interaction,
        spec=spec,
    )
