"""Charts drawn from the database: their words and their Vega-Lite specs."""

import sys
from dataclasses import dataclass
from typing import Any

import altair as alt
import duckdb
from altair.utils.schemapi import debug_mode

from chart import Chart, Families
from database import ask, read_rows

# Views that several charts ask; each is worked out once.
VIEWS = (
    "main.inference",
    "main.training",
    "page.inference_today",
    "page.training_today",
    "main.family_counts",
    "main.families",
)

# The page's subset has a hue, and the same one in every chart; the others are grey.
FAMILIES = """
select
    family,
    bool_or(is_in_fastai_page_subset) as is_in_fastai_page_subset,
from families
semi join family_counts using (family)
group by family
order by family
"""

# As wide as the page lets it; the chart itself gives the height.
IN_PAGE = {"width": "container", "autosize": {"type": "fit-x", "contains": "padding"}}


@dataclass(frozen=True)
class Figure:
    name: str
    title: str
    caption: str
    interaction: str | None
    sql: str
    legend: list[str]  # the families that its reader can bring out
    hued: list[str]  # in the order of the hues
    spec: dict[str, Any]


def read_figures(connection: duckdb.DuckDBPyConnection, charts: list[Chart]) -> tuple[list[Figure], Families]:
    for view in VIEWS:
        ask(connection, f"create or replace temporary table {view.split('.')[1]} as from {view}")
    families = read_families(connection)
    sources = {sql: ask(connection, sql).fetchone() for sql in {chart.source for chart in charts}}
    return [read_figure(connection, chart, families, sources[chart.source]) for chart in charts], families


def read_families(connection: duckdb.DuckDBPyConnection) -> Families:
    answer = ask(connection, FAMILIES).fetchall()
    return Families(hued=[name for name, hued in answer if hued], grey=[name for name, hued in answer if not hued])


def read_figure(
    connection: duckdb.DuckDBPyConnection, chart: Chart, families: Families, source: tuple[str] | None
) -> Figure:
    note = ask(connection, chart.note).fetchone() if chart.note else None
    # The tests validate the spec: here that would take longer than all the rest.
    with debug_mode(arg=False):
        rows = read_rows(connection, chart.rows)
        if not rows.values:
            sys.exit(f"{chart.frame} is empty, so {chart.name} cannot be drawn: import the release that it shows")
        (title,) = ask(connection, chart.title).fetchone()
        drawing = chart.draw(rows, chart.frame, with_those_of(rows, families))
        spec = drawing.properties(**IN_PAGE, description=title).to_dict(validate=False)
    return Figure(
        name=chart.name,
        title=title,
        caption=" ".join([chart.how_to_read, *(text for (text,) in filter(None, (note, source)))]),
        interaction=chart.interaction,
        sql=chart.rows.strip(),
        legend=families_to_pick(spec),
        hued=families.hued,
        spec=spec,
    )


def with_those_of(rows: alt.InlineData, families: Families) -> Families:
    """Families that the page did not know are grey."""
    unknown = {row["family"] for row in rows.values if "family" in row} - set(families.all)
    return Families(families.hued, families.grey + sorted(unknown))


def families_to_pick(spec: dict[str, Any]) -> list[str]:
    if not spec.get("params"):
        return []
    colours = (layer["encoding"]["color"] for layer in spec["layer"] if "color" in layer["encoding"])
    (rows,) = spec["datasets"].values()
    shown = {row["family"] for row in rows}
    return [family for family in next(colours)["scale"]["domain"] if family in shown]
