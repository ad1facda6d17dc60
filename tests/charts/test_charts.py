"""What each chart shows, by its spec and its scenegraph: no browser."""

import json
import math
import re
import statistics
from collections import Counter
from collections.abc import Callable
from itertools import combinations
from typing import Any

import altair as alt
import numpy as np
import pytest
import vl_convert

from charts import CHARTS, Chart
from figure import Figure
from picture import spec_of_picture

Rows = dict[str, list[dict[str, Any]]]
Models = dict[str, list[tuple[dict[str, Any], dict[str, Any]]]]
Ask = Callable[[str], list[tuple[Any, ...]]]

FRAMES = {
    "inference-benchmark": "inference",
    "inference-subset-benchmark": "inference",
    "training-benchmark": "training",
    "training-subset-benchmark": "training",
    "inference-parameters-vs-time": "inference",
    "inference-accuracy-vs-size": "inference",
}
NAMES = ["inference-family-counts", *FRAMES]
SUBSETS = [name for name in NAMES if "subset" in name]
WITH_ALL_FAMILIES = ["inference-benchmark", "training-benchmark", "inference-accuracy-vs-size"]
WITH_LEGEND = [*SUBSETS, *WITH_ALL_FAMILIES]
SUBSET = {"beit", "convnext", "convnext_in22", "efficientnetv2", "levit", "regnetx", "resnet", "resnetd", "vgg"}
TOP1, SECS, SIZE = ("top1", None), ("secs", "log"), ("img_size", "pow")
ENCODINGS = {name: {"x": SECS, "y": TOP1, "color": ("family", None), "size": SIZE} for name in FRAMES} | {
    "inference-parameters-vs-time": {"x": ("benchmark_param_count", "log"), "y": SECS, "color": ("img_size", None)},
    "inference-accuracy-vs-size": {"x": ("img_size", "log"), "y": TOP1, "color": ("family", None), "size": SECS},
}


def marks(node: dict[str, Any], name: str) -> list[list[dict[str, Any]]]:
    """The items of every mark of that name: a line is a mark of its own."""
    if node.get("name") == name:
        return [node["items"]]
    return [found for child in node.get("items", []) for found in marks(child, name)]


@pytest.fixture(scope="module")
def scenes(figures: dict[str, Figure]) -> dict[str, dict[str, Any]]:
    specs = {name: spec_of_picture(figure) for name, figure in figures.items()}
    return {name: vl_convert.vegalite_to_scenegraph(spec)["scenegraph"] for name, spec in specs.items()}


@pytest.fixture(scope="module")
def models(scenes: dict[str, Any], rows_of: Rows) -> Models:
    """Each mark with its row."""
    return {name: list(zip(*marks(scenes[name], "models_marks"), rows_of[name], strict=True)) for name in FRAMES}


def test_each_chart_of_the_fastai_page_is_there_then_and_today() -> None:
    named = {when: [chart.name for chart in CHARTS if chart.choice == when] for when in ("2022", "today")}
    assert sorted(named["2022"]) == sorted(NAMES)
    assert named["today"] == [f"{name}-today" for name in named["2022"]]
    assert len({chart.name for chart in CHARTS}) == len(CHARTS) == 20


@pytest.mark.parametrize("name", [chart.name for chart in CHARTS])
def test_every_field_that_is_drawn_or_told_is_in_the_rows(name: str, scenes: dict[str, Any]) -> None:
    """Vega draws a field that there is not, and says that it is undefined."""
    assert '"description":' in json.dumps(scenes[name])
    assert re.findall(r"[^;\"]*(?:undefined|NaN)[^;\"]*", json.dumps(scenes[name])) == []


@pytest.mark.parametrize("name", FRAMES)
def test_encodings_are_those_of_the_page(name: str, figures: dict[str, Figure]) -> None:
    (points,) = [part for part in figures[name].spec.get("layer", [figures[name].spec]) if part["name"] == "models"]
    for channel, (field, scale) in ENCODINGS[name].items():
        assert points["encoding"][channel]["field"] == field
        assert points["encoding"][channel].get("scale", {}).get("type") == scale
        assert scale != "pow" or points["encoding"][channel]["scale"]["exponent"] == 2


@pytest.mark.parametrize("name", FRAMES)
def test_each_model_is_a_mark(name: str, models: Models, ask: Ask) -> None:
    frame, expected = FRAMES[name], {"inference": (165, 61), "training": (172, 66)}
    assert len(models[name]) == expected[frame][name in SUBSETS]
    families = ", ".join(f"'{family}'" for family in SUBSET) if name in SUBSETS else "family"
    assert sorted(row["model"] for _, row in models[name]) == [
        model for (model,) in ask(f"select model from {frame} where family in ({families}) order by model")
    ]
    assert all(math.isfinite(mark["x"]) and math.isfinite(mark["y"]) and mark["size"] > 0 for mark, _ in models[name])


def test_each_family_is_a_bar_the_largest_first(scenes: dict[str, Any], ask: Ask) -> None:
    (bars,), (counts,) = marks(scenes[NAMES[0]], "bars_marks"), marks(scenes[NAMES[0]], "counts_marks")
    expected = Counter(family for (family,) in ask("select family from inference"))
    from_the_top = sorted(zip(bars, counts, strict=True), key=lambda pair: pair[0]["y"])
    assert [int(count["text"]) for _, count in from_the_top] == sorted(expected.values(), reverse=True)
    assert {bar["description"].split("; ")[1]: int(count["text"]) for bar, count in from_the_top} == {
        f"family: {family}": models for family, models in expected.items()
    }
    widths = {bar["width"] / int(count["text"]) for bar, count in from_the_top}
    assert max(widths) == pytest.approx(min(widths))


@pytest.mark.parametrize("name", FRAMES)
def test_marks_lie_where_the_figures_say(name: str, models: Models) -> None:
    """On each axis the place of a mark is a straight line of its figure, or of its logarithm."""
    for axis, beyond in (("x", 60 if name == "inference-accuracy-vs-size" else 1e-6), ("y", 1e-6)):
        field, scale = ENCODINGS[name][axis]
        values = [math.log(row[field]) if scale == "log" else row[field] for _, row in models[name]]
        places = [mark[axis] for mark, _ in models[name]]
        slope, start = np.polyfit(values, places, 1)
        assert (slope > 0) == (axis == "x")
        assert np.allclose(np.polyval([slope, start], values), places, rtol=0, atol=beyond)


@pytest.mark.parametrize("name", SUBSETS)
def test_each_of_nine_lines_is_drawn_where_least_squares_puts_it(
    name: str, scenes: dict[str, Any], models: Models
) -> None:
    drawn = {line[0]["description"].split("family: ")[1]: line for line in marks(scenes[name], "lines_marks")}
    assert set(drawn) == SUBSET
    for family, line in drawn.items():
        trusted = [(mark, row) for mark, row in models[name] if not row["suspect"]]
        members = [(mark["x"], mark["y"]) for mark, row in trusted if row["family"] == family]
        # Pixels are straight lines of log(secs) and top1, so the fit is the same there.
        fit = np.polyfit(*zip(*members, strict=True), 1)
        assert np.allclose(np.polyval(fit, [item["x"] for item in line]), [item["y"] for item in line], atol=0.01)
        assert line[0]["x"] == pytest.approx(min(x for x, _ in members))
        assert line[-1]["x"] == pytest.approx(max(x for x, _ in members))
        assert all(item["strokeWidth"] >= 1 and item["opacity"] == 1 for item in line)


def test_a_family_has_one_hue_in_all_charts_and_shares_it_with_none(
    scenes: dict[str, Any], rows_of: Rows, models: Models
) -> None:
    (bars,) = marks(scenes[NAMES[0]], "bars_marks")
    marked = [*zip(bars, rows_of[NAMES[0]], strict=True), *(one for name in WITH_LEGEND for one in models[name])]
    hues = {(row["family"], mark["fill"]) for mark, row in marked}
    assert len(hues) == len(dict(hues)) == 22
    assert len({hue for family, hue in hues if family in SUBSET}) == 9
    assert len({hue for family, hue in hues if family not in SUBSET}) == 1
    assert len(set(dict(hues).values())) == 10


@pytest.mark.parametrize("name", WITH_ALL_FAMILIES)
def test_every_grey_family_is_named_and_no_name_hides_another(name: str, scenes: dict[str, Any], ask: Ask) -> None:
    names = [item for item in marks(scenes[name], "names_marks")[0] if item["fontSize"]]
    families = {family for (family,) in ask(f"select distinct family from {FRAMES[name]}")}
    assert sorted(item["text"] for item in names) == sorted(families - SUBSET)
    for one, other in combinations(names, 2):
        widths = (len(one["text"]) + len(other["text"])) / 2 * 6
        assert abs(one["x"] - other["x"]) > widths or abs(one["y"] - other["y"]) > 10, (one["text"], other["text"])


@pytest.mark.parametrize("name", FRAMES)
def test_suspect_models_are_crosses_and_said_to_be(
    name: str, models: Models, figures: dict[str, Figure], ask: Ask
) -> None:
    crosses = {row["model"] for mark, row in models[name] if mark["shape"] not in {"circle", None}}
    suspects = {model for (model,) in ask(f"select model from {FRAMES[name]} where suspect")}
    assert crosses == suspects
    assert len(suspects) == (4 if FRAMES[name] == "training" else 0)
    assert ("cross" in figures[name].caption) == bool(suspects)
    told = {row["model"] for mark, row in models[name] if "timed: the one validated" not in mark["description"]}
    assert told == suspects


@pytest.mark.parametrize("name", FRAMES)
def test_hovering_tells_family_model_image_size_accuracy_and_time(name: str, models: Models) -> None:
    (told,) = [mark["description"] for mark, row in models[name] if row["model"] == "levit_128s"]
    time = "46.5 µs" if FRAMES[name] == "inference" else "159 µs"
    for fact in ("Family: levit", "Model: levit_128s", "Image size (px): 224", "Top-1 (%): 76.51", f"image: {time}"):
        assert f"{fact};" in told


@pytest.mark.parametrize("name", NAMES)
def test_a_legend_of_families_highlights_and_nothing_else_promises_to(name: str, figures: dict[str, Figure]) -> None:
    params = figures[name].spec.get("params", [])
    if name not in WITH_LEGEND:
        assert params == figures[name].legend == []
        return
    assert params == [{"name": "highlighted", "value": []}]
    assert len(figures[name].legend) == (9 if name in SUBSETS else 22)
    for part in figures[name].spec["layer"]:
        (condition,) = part["encoding"]["opacity"]["condition"]
        assert "highlighted" in condition["test"]
        assert condition["value"] > 0.5
        assert part["encoding"]["opacity"]["value"] < 0.1


@pytest.mark.parametrize("name", [chart.name for chart in CHARTS])
def test_spec_is_valid_and_its_rows_are_the_charts(name: str, figures: dict[str, Figure]) -> None:
    spec = figures[name].spec
    assert spec["data"] == {"name": name}
    alt.Chart.from_dict(spec).to_dict(validate=True)


ACCURACIES = """
select model, img_size, top1 from staging.stg_accuracies where release = '2026-01-06' and test_set = '{}'
"""
COLUMNS = "model, family, top1, secs, img_size, benchmark_param_count"


@pytest.mark.parametrize("when", ["", "today"])
@pytest.mark.parametrize("task", ["inference", "training"])
def test_titles_of_accuracy_and_time(task: str, when: str, figures: dict[str, Figure], ask: Ask) -> None:
    frame, suffix = "_".join(filter(None, (task, when))), f"-{when}" if when else ""
    rows = ask(f"select {COLUMNS} from intermediate.int_frames where frame = '{frame}' and not suspect")
    best, fastest = max(rows, key=lambda row: row[2]), min(rows, key=lambda row: row[3])
    assert figures[f"{task}-benchmark{suffix}"].title == (
        f"{best[0]}, the most accurate of the {len(rows)} models of the FastAI page's families, takes "
        f"{best[3] / fastest[3]:,.0f} times as long per image in {task} as {fastest[0]}, the fastest"
    )
    gains = {}
    for family in SUBSET & {row[1] for row in rows}:
        points = [(math.log2(row[3]), row[2]) for row in rows if row[1] == family]
        if len(points) >= 5:
            gains[family] = np.polyfit(*zip(*points, strict=True), 1)[0]
    steep, flat = max(gains, key=gains.get), min(gains, key=gains.get)
    assert figures[f"{task}-subset-benchmark{suffix}"].title == (
        f"Twice the time per image in {task} goes with {gains[steep]:.1f} points of accuracy in {steep}, "
        f"but {gains[flat]:.1f} in {flat}"
    )


@pytest.mark.parametrize("suffix", ["", "-today"])
def test_titles_of_the_other_charts_of_inference(suffix: str, figures: dict[str, Figure], ask: Ask) -> None:
    rows = ask(f"select {COLUMNS} from intermediate.int_frames where frame = 'inference{suffix.replace('-', '_')}'")
    counts = Counter(row[1] for row in rows)
    (largest, models), *_ = counts.most_common(1)
    assert figures[f"inference-family-counts{suffix}"].title == (
        f"{largest} is the largest of {len(counts)} families: {models} of {len(rows)} models"
    )
    smallest = min(row[4] for row in rows)
    halves = [statistics.median(row[2] for row in rows if small == (row[4] == smallest)) for small in (True, False)]
    title = figures[f"inference-accuracy-vs-size{suffix}"].title
    assert re.findall(r"[\d.]+ (?:%|px)", title) == [f"{smallest} px", *[f"{half:.1f} %" for half in halves]]
    alike = [(a, b) for a in rows for b in rows if abs(a[5] / b[5] - 1) <= 0.01]
    folds = [max(a[3] / b[3] for a, b in alike), max(a[3] / b[3] for a, b in alike if a[4] == b[4])]
    title = figures[f"inference-parameters-vs-time{suffix}"].title
    assert re.findall(r"(\d+)-fold", title) == [f"{fold:.0f}" for fold in folds]


def test_title_of_the_frontier(figures: dict[str, Figure], ask: Ask) -> None:
    runs = ("infer-amp-nhwc-pt111-cu113-rtx3090", "infer-amp-nhwc-pt240-cu124-rtx3090")
    then, today = (
        ask(f"select secs, top1, architecture from pareto_frontier where run = '{run}' order by secs") for run in runs
    )
    known = {name for (name,) in ask("select architecture from staging.stg_accuracies where release = '2022-07-27'")}
    known |= {
        new.split(".")[0]
        for old, new in ask("select old_model, model from seeds.renamed_models")
        if old.split(".")[0] in known
    }
    # The same networks, with convolutions in place of linear layers.
    known |= {name.replace("levit_", "levit_conv_") for name in known}
    gains = [max(new[1] for new in today if new[0] <= old[0]) - old[1] for old in then if old[0] >= today[0][0]]
    figure = figures["frontier-since-2022"]
    assert re.findall(r"[\d.]+", figure.title) == [
        *(str(sum(row[2] not in known for row in today)), str(len(today)), "2022", "2022"),
        *(f"{statistics.median(gains):.1f}", f"{max(gains):.1f}"),
    ]
    assert all(run in figure.caption for run in runs)
    assert "Both runs are on the device rtx3090." in figure.caption


@pytest.mark.parametrize(
    "chart", [chart for chart in CHARTS if chart.drawing.name == "robustness"], ids=lambda c: c.name
)
def test_titles_of_the_harder_test_sets(chart: Chart, figures: dict[str, Figure], ask: Ask) -> None:
    clean = {"imagenet-a": "imagenet-a-clean", "imagenet-r": "imagenet-r-clean"}.get(chart.frame, "imagenet")
    harder, easier, imagenet = (
        {(model, size): top1 for model, size, top1 in ask(ACCURACIES.format(test_set))}
        for test_set in (chart.frame, clean, "imagenet")
    )
    harder = {key: top1 for key, top1 in harder.items() if key in imagenet}
    drop = statistics.median(easier[key] - top1 for key, top1 in harder.items() if key in easier)
    best = max(harder, key=harder.get)
    title = figures[chart.name].title
    assert f"half of {len(harder):,} accuracies {'rise' if drop < 0 else 'fall'} by more than" in title
    assert title.endswith(f"{abs(drop):.1f} points; the best, {best[0]}, reaches {harder[best]:.1f} %")
    assert "timm's results of 2026-01-06, ImageNet" in figures[chart.name].caption


@pytest.mark.parametrize("name", NAMES)
def test_caption_names_release_and_run(name: str, figures: dict[str, Figure]) -> None:
    run = "train" if name.startswith("training") else "infer"
    assert f"timm's results of 2022-07-27, run {run}-amp-nhwc-pt111-cu113-rtx3090." in figures[name].caption
