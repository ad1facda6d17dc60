"""HTML pages: a chart with the script beside it, and the index, which holds all it needs and so can be mailed."""

import base64
import hashlib
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb
import jinja2

from database import ask, ask_columns
from drawings import theme
from drawings.encodings import OTHERS
from drawings.picker import picker
from drawings.two_runs import two_runs
from figure import Figure, Words, in_page
from page.bundle import BUNDLE
from page.packing import Tables

RUNS = "from page.picker_runs order by device, task, is_default desc, release desc, run desc"
MODELS = "from page.picker_models order by release, place"
TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).parent),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=jinja2.StrictUndefined,
)
TEMPLATES.globals["theme"] = theme
VEGA_CONFIGS = {"light": theme.vega_config(theme.LIGHT), "dark": theme.vega_config(theme.DARK)}


def chart_page(figure: Figure, words: Words) -> str:
    data = packed(Tables(), [figure], {})
    return TEMPLATES.get_template("chart.html.jinja").render(figure=figure, hued=words.hued, bundle=BUNDLE, data=data)


def index_page(connection: duckdb.DuckDBPyConnection, figures: list[Figure], words: Words, script: str) -> str:
    runs = ask(connection, RUNS)
    models = ask_columns(connection, MODELS)
    # The newest release may have accuracies alone.
    newest = max(run["accuracy_release"] for run in runs)
    comparable = [run for run in runs if run["accuracy_release"] == newest]
    return TEMPLATES.get_template("index.html.jinja").render(
        hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        lead=words.titles["index", "index"],
        devices=sorted({run["device"] for run in runs}),
        runs=runs,
        default=default_run(runs, "rtx4090"),  # pick()'s device where none is named
        comparable=comparable,
        first=default_run(comparable, "rtx3090"),
        second=default_run(comparable, "rtx4090"),
        licenses=sorted(set(models["license_class"])),
        sizes=sorted(set(models["img_size"])),
        families=sorted(set(models["family"]) - {None}),
        hued=words.hued,
        others=OTHERS,
        sections={name: list(group) for name, group in groupby(figures, lambda figure: figure.chart.section)},
        data=index_data(figures, words, runs, models),
        script=script,
    )


def default_run(runs: list[dict[str, Any]], device: str) -> dict[str, Any]:
    """The device's default run, or whatever there is."""
    return next((run for run in runs if run["device"] == device and run["is_default"]), runs[0])


def index_data(figures: list[Figure], words: Words, runs: list[dict[str, Any]], models: dict[str, list[Any]]) -> str:
    tables = Tables()
    for release in sorted(set(models["release"])):
        start, rows = models["release"].index(release), models["release"].count(release)
        columns = {name: values[start : start + rows] for name, values in models.items()}
        tables.add(f"models/{release}", without(columns, "release", "is_newest_release", "place"))
    for run in runs:
        tables.add(f"times/{run['run']}", {"microseconds": run["microseconds"]})
    specs = {"picker-figure": in_page(picker(words.hued)), "devices-figure": in_page(two_runs(words.hued))}
    chosen = {"hues": words.hued, "runs": [without(run, "label", "microseconds") for run in runs]}
    return packed(tables, figures, specs, picker=chosen)


def packed(tables: Tables, figures: list[Figure], specs: dict[str, Any], **rest: Any) -> str:  # noqa: ANN401
    for figure in figures:
        tables.add(figure.chart.name, figure.columns)
    specs |= {figure.chart.name: with_html_legend(figure.spec) for figure in figures}
    return tables.packed(specs=specs, theme=VEGA_CONFIGS, **rest)


def with_html_legend(spec: dict[str, Any]) -> dict[str, Any]:
    """The legend of families is the page's; those of sizes stay the chart's."""
    if "params" not in spec:
        return spec
    layers = [
        layer | {"encoding": {**layer["encoding"], "color": {**layer["encoding"]["color"], "legend": None}}}
        if "color" in layer["encoding"]
        else layer
        for layer in spec["layer"]
    ]
    return spec | {"layer": layers}


def without(row: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}
