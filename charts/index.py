"""The index: the picker and every view on one page that holds its script and its rows, so that it can be mailed."""

import base64
import hashlib
import html
from dataclasses import replace
from string import Template
from typing import Any

import duckdb

import look
import page
from encodings_of_models import OTHERS
from figure import Figure, read_figures
from picker_charts import picker_chart, ratio_chart
from picker_data import read_picker_data, read_runs
from views import CHARTS_TODAY, VIEWS, View

LEAD = (
    "{models} checkpoints, {runs} benchmark runs on {devices} devices. Choose your limits; the link above keeps them."
)


def index_page(connection: duckdb.DuckDBPyConnection, figures: list[Figure], hued: list[str], script: str) -> str:
    beside, counted = read_further_figures(connection)
    drawn = {figure.name: figure for figure in [*figures, *beside]}
    runs, tables = read_runs(connection), page.Tables()
    specs: dict[str, Any] = {}
    data = read_picker_data(connection, runs)
    newest = max(data["models"])
    comparable = [run for run in runs if run["accuracy_release"] == newest]
    views = "\n".join(view_html(view, drawn, specs, tables) for view in VIEWS)
    chosen = speaking(runs, "rtx4090")  # as pick() chooses where it is asked for no device
    return Template((page.HERE / "index.html").read_text()).substitute(
        hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        style=page.style(),
        lead=lead(data["models"][newest], runs),
        devices=options(sorted({run["device"] for run in runs}), chosen=chosen["device"]),
        runs=run_options(runs, chosen),
        first=run_options(comparable, speaking(comparable, "rtx3090"), with_device=True),
        second=run_options(comparable, speaking(comparable, "rtx4090"), with_device=True),
        licenses=options(values_of(data, "license_class")),
        sizes=options(values_of(data, "img_size")),
        families=options(values_of(data, "family")),
        legend=page.legend_html([*hued, OTHERS], hued, "highlight", "picker"),
        views=views,
        data=tables.packed(
            specs=specs | {"picker-figure": picker_chart(hued), "devices-figure": ratio_chart(hued)},
            theme=look.vega_configs(counted),
            picker=packed_picker(data, hued, tables),
        ),
        script=script,
    )


def read_further_figures(connection: duckdb.DuckDBPyConnection) -> tuple[list[Figure], int]:
    """The most families that a chart shows come with them: so many places the look has to give."""
    further = [chart for view in VIEWS for chart in view.charts.values() if view.switch is None or len(view.charts) > 2]
    figures, _ = read_figures(connection, [*CHARTS_TODAY, *further])
    return figures, max(colours_of(figure) for figure in figures)


def colours_of(figure: Figure) -> int:
    encodings = [layer["encoding"] for layer in figure.spec.get("layer", [figure.spec])]
    scales = [encoding.get("color", {}).get("scale", {}) for encoding in encodings]
    return max(len(scale.get("domain", [])) for scale in scales)


def view_html(view: View, drawn: dict[str, Figure], specs: dict[str, Any], tables: page.Tables) -> str:
    for chart in view.charts.values():
        specs[chart.name] = page.packed(page.with_html_legend(drawn[chart.name].spec), tables)
    figures = [
        page.figure_html(
            with_short_legend(drawn[chart.name]) if choice == "today" else drawn[chart.name],
            "h2",
            choice=choice,
            form="picker",
            link=f"{chart.name}.html" if choice == "2022" else None,
            hidden=place > 0,
        )
        for place, (choice, chart) in enumerate(view.charts.items())
    ]
    if view.switch is None:
        return "\n".join(["<section>", *figures, "</section>"])
    radios = "".join(
        f'<label><input type="radio" name="{view.name}" form="picker" value="{choice}"'
        f"{' checked' if place == 0 else ''}>{choice}</label>"
        for place, choice in enumerate(view.charts)
    )
    switch = f'<fieldset class="switch"><legend>{view.switch}</legend>{radios}</fieldset>'
    return "\n".join([f'<section data-view="{view.name}">', switch, *figures, "</section>"])


def with_short_legend(figure: Figure) -> Figure:
    """Today's grey families are too many for a legend; the chart names them."""
    return replace(figure, legend=[family for family in figure.legend if family in figure.hued])


def lead(models: list[dict[str, Any]], runs: list[dict[str, Any]]) -> str:
    checkpoints = len({row["model"] for row in models})
    devices = len({run["device"] for run in runs})
    return LEAD.format(models=f"{checkpoints:,}", runs=len(runs), devices=devices)


def speaking(runs: list[dict[str, Any]], device: str) -> dict[str, Any]:
    """The run that speaks for the device, or whatever there is."""
    return next((run for run in runs if run["device"] == device and run["speaks"]), runs[0])


def options(values: list[Any], chosen: object = None) -> str:
    return "".join(
        f"<option{' selected' if value == chosen else ''}>{html.escape(str(value))}</option>" for value in values
    )


def run_options(runs: list[dict[str, Any]], chosen: dict[str, Any], *, with_device: bool = False) -> str:
    return "".join(
        f'<option value="{html.escape(run["run"])}"{" selected" if run is chosen else ""}>'
        f"{html.escape(run['device'] + ': ' if with_device else '')}{html.escape(run['label'])}</option>"
        for run in runs
    )


def values_of(data: dict[str, Any], name: str) -> list[Any]:
    return sorted({row[name] for rows in data["models"].values() for row in rows if row[name] is not None})


def packed_picker(data: dict[str, Any], hued: list[str], tables: page.Tables) -> dict[str, Any]:
    for release, rows in data["models"].items():
        tables.add(f"models/{release}", {name: [row[name] for row in rows] for name in rows[0]})
    for run in data["runs"]:
        tables.add(f"times/{run['run']}", {"microseconds": run["microseconds"]})
    left_out = {"label", "microseconds"}
    return {
        "hues": hued,
        "runs": [{name: value for name, value in run.items() if name not in left_out} for run in data["runs"]],
    }
