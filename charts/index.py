"""The index: the picker and every view on one page that holds its script and its rows, so that it can be mailed."""

import base64
import hashlib
import html
import json
from dataclasses import replace
from itertools import pairwise, takewhile
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

DIGITS = 5
FEW = 200  # so many different values are told by short numbers
LEAD = (
    "{models} checkpoints, {runs} benchmark runs on {devices} devices. Choose your limits; the link above keeps them."
)


def front_coded(texts: list[str]) -> list[str]:
    """How many letters each shares with the one before, as a letter from A on, and the rest."""
    shared = [shared_letters(one, other) for one, other in pairwise(["", *texts])]
    return [chr(ord("A") + letters) + text[letters:] for letters, text in zip(shared, texts, strict=True)]


def shared_letters(one: str, other: str) -> int:
    """No more than there are signs for, and of those that Python and JavaScript count alike."""
    alike = takewhile(lambda pair: pair[0] == pair[1] and pair[0].isascii(), zip(one, other, strict=False))
    return min(57, sum(1 for _ in alike))


class Columns:
    """Columns of numbers and of texts, each of them once for the whole page."""

    def __init__(self) -> None:
        self.columns: list[Any] = []
        self.texts: dict[str, int] = {}
        self.places: dict[str, int] = {}

    def add(self, values: list[Any]) -> int:
        packed = self.packed(values)
        key = json.dumps(packed)
        if key not in self.places:
            self.places[key] = len(self.columns)
            self.columns.append(packed)
        return self.places[key]

    def packed(self, values: list[Any]) -> list[Any] | dict[str, Any]:
        different = list(dict.fromkeys(values))
        if len(different) == 1:
            return {"value": different[0], "rows": len(values)}
        if len(different) <= FEW:
            places = {value: place for place, value in enumerate(different)}
            return {"values": [rounded(value) for value in different], "codes": [places[value] for value in values]}
        if all(isinstance(value, str) for value in values):
            return {"codes": [self.texts.setdefault(value, len(self.texts)) for value in values]}
        return [rounded(value) for value in values]

    def table(self, rows: list[dict[str, Any]]) -> dict[str, int]:
        """Charts that draw the same rows in another order share the columns, and have a column for the order."""
        places = sorted(
            range(len(rows)), key=lambda place: [str(rows[place].get(name)) for name in ("model", "img_size")]
        )
        order = [rank for rank, _ in sorted(enumerate(places), key=lambda pair: pair[1])]
        kept = {name: self.add([rows[place][name] for place in places]) for name in rows[0]}
        return kept if places == list(range(len(rows))) else kept | {"order": self.add(order)}

    def spec(self, spec: dict[str, Any]) -> dict[str, Any]:
        tables = {name: self.table(rows) for name, rows in spec["datasets"].items()}
        return {name: value for name, value in spec.items() if name != "$schema"} | {"datasets": tables}


def rounded(value: object) -> object:
    if not isinstance(value, float):
        return value
    short = float(f"{value:.{DIGITS}g}")
    return int(short) if short.is_integer() else short


def index_page(connection: duckdb.DuckDBPyConnection, figures: list[Figure], hued: list[str], script: str) -> str:
    beside, counted = read_further_figures(connection)
    drawn = {figure.name: figure for figure in [*figures, *beside]}
    runs, columns = read_runs(connection), Columns()
    data = read_picker_data(connection, runs)
    newest = max(data["models"])
    comparable = [run for run in runs if run["accuracy_release"] == newest]
    views = "\n".join(view_html(view, drawn, columns) for view in VIEWS)
    chosen = speaking(runs, "rtx4090")  # as pick() chooses where it is asked for no device
    return Template((page.HERE / "index.html").read_text()).substitute(
        hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        style=page.style(),
        look=page.json_in_html(look.vega_configs(counted)),
        lead=lead(data["models"][newest], runs),
        devices=options(sorted({run["device"] for run in runs}), chosen=chosen["device"]),
        runs=run_options(runs, chosen),
        first=run_options(comparable, speaking(comparable, "rtx3090"), with_device=True),
        second=run_options(comparable, speaking(comparable, "rtx4090"), with_device=True),
        licenses=options(values_of(data, "license_class")),
        sizes=options(values_of(data, "img_size")),
        families=options(values_of(data, "family")),
        legend=page.legend_html([*hued, OTHERS], hued, "bring", "picker"),
        picker_spec=page.json_in_html(columns.spec(picker_chart(hued))),
        ratio_spec=page.json_in_html(columns.spec(ratio_chart(hued))),
        views=views,
        picker=page.json_in_html(packed_picker(data, hued, columns)),
        columns=page.json_in_html({"texts": front_coded(list(columns.texts)), "columns": columns.columns}),
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


def view_html(view: View, drawn: dict[str, Figure], columns: Columns) -> str:
    figures = [
        page.figure_html(
            with_short_legend(drawn[chart.name]) if choice == "today" else drawn[chart.name],
            "h2",
            columns.spec(page.with_html_legend(drawn[chart.name].spec)),
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


def packed_picker(data: dict[str, Any], hued: list[str], columns: Columns) -> dict[str, Any]:
    return {
        "hued": hued,
        "models": {release: {"columns": columns.table(rows)} for release, rows in data["models"].items()},
        "runs": [
            {name: value for name, value in run.items() if name not in {"label", "task"}}
            | {"microseconds": columns.add(run["microseconds"])}
            for run in data["runs"]
        ],
    }
