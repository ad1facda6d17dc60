"""The two charts whose rows the page's script chooses: the picker's scatter, and two runs side by side."""

from typing import Any

import altair as alt

import encodings_of_models as encode
from figure import IN_PAGE

MILLISECONDS = [step * 10.0**power for power in range(-4, 7) for step in (1, 2, 5)]
RATIOS = [step * 10.0**power for power in range(-4, 5) for step in (1, 1.2, 1.4, 1.6, 2, 2.5, 3, 4, 5, 6, 8)]


def empty(name: str) -> alt.NamedData:
    return alt.NamedData(name=name)


def picker_chart(hued: list[str]) -> dict[str, Any]:
    axis = alt.Axis(title="Time per image (ms, log scale)", values=MILLISECONDS, format="~g")
    x = alt.X("ms:Q").axis(axis).scale(type="log", nice=False, padding=14, domain=reach("ms"))
    y = encode.accuracy_stretched(reach("top1"))
    place = (x, y)
    colour = alt.Color("hue:N").scale(domain=[*hued, encode.OTHERS]).legend(None)
    picked = alt.param(name="highlighted", value=[])
    # The table says the same to a screen reader, and the page's script makes the tooltip of the one that is pointed at.
    dots = (
        alt.Chart(empty("points"), name="points")
        .mark_point(filled=True, style="dot", size=46, aria=False, tooltip={"content": "data"})
        .encode(
            *place,
            colour,
            opacity=alt.when("!length(highlighted) || indexof(highlighted, datum.hue) >= 0")
            .then(alt.value(0.85))
            .otherwise(alt.value(0.08)),
            shape=alt.Shape("kind:N")
            .scale(domain=["measured", "estimated", "own", "suspect"], range=["circle", "diamond", "square", "cross"])
            .legend(None),
        )
    )
    beyond = (
        alt.Chart(empty("beyond"), name="beyond")
        .mark_point(filled=True, size=10, style="ghost", aria=False)
        .encode(*place)
    )
    # All the run's rows decide how far the axes reach, so that a limit does not move what it leaves.
    extent = alt.Chart(empty("extent"), name="extent").mark_point(size=0, opacity=0, aria=False).encode(*place)
    frontier = (
        alt.Chart(empty("frontier"), name="frontier")
        .mark_line(interpolate="step-after", style="frontier")
        .encode(*place)
    )
    budget = alt.Chart(empty("budget"), name="budget").mark_rule(style="budget", aria=False).encode(x)
    budget_name = (
        alt.Chart(empty("budget"), name="budget_name")
        .mark_text(style="label", align="left", dx=5, y="height", dy=-6, aria=False)
        .encode(x, text="label:N")
    )
    found = (
        alt.Chart(empty("found"), name="found")
        .mark_point(style="found", filled=False, size=130, aria=False)
        .encode(*place)
    )
    names = alt.Chart(empty("names"), name="names").mark_text(style="label", align="right", dx=-8, dy=-7, aria=False)
    names = names.encode(*place, text="label:N")
    found_names = alt.Chart(empty("found_names"), name="found_names")
    found_names = found_names.mark_text(style="found_label", align="left", dx=10, aria=False).encode(
        *place, text="label:N"
    )
    chart = alt.layer(extent, beyond, budget, dots, frontier, budget_name, names, found, found_names)
    return finished(chart.add_params(picked).properties(height=encode.HEIGHT), "Accuracy against time per image")


def reach(field: str) -> alt.ExprRef:
    return alt.ExprRef(f"[data('extent')[0].{field}, data('extent')[1].{field}]")


def ratio_chart(hued: list[str]) -> dict[str, Any]:
    axis = alt.Axis(title="Times as fast (log scale)", values=RATIOS, format="~g", labelOverlap="greedy")
    x = alt.X("ratio:Q").axis(axis).scale(type="log", nice=False, padding=14)
    y = alt.Y("family:N").sort(None).axis(title=None, labelPadding=6)
    colour = alt.Color("hue:N").scale(domain=[*hued, encode.OTHERS]).legend(None)
    ticks = (
        alt.Chart(empty("ratios"), name="ratios")
        .mark_tick(thickness=1.5, size=13, opacity=0.7)
        .encode(
            x,
            y,
            colour,
            tooltip=[
                alt.Tooltip("model:N", title="Model"),
                alt.Tooltip("img_size:Q", title="Image size (px)"),
                alt.Tooltip("ratio:Q", title="Times as fast", format=".2f"),
            ],
        )
    )
    medians = alt.Chart(empty("medians"), name="medians").mark_point(style="found", shape="diamond", size=70)
    medians = medians.encode(x, y, tooltip=[alt.Tooltip("ratio:Q", title="Median of the family", format=".2f")])
    return finished(alt.layer(ticks, medians).properties(height=440), "How many times as fast, by family")


def finished(chart: alt.LayerChart, description: str) -> dict[str, Any]:
    spec = chart.properties(**IN_PAGE, description=description).to_dict(validate=False)
    return {name: value for name, value in spec.items() if name != "$schema"}
