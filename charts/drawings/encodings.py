"""What several charts show in the same way: a model's family, image size, accuracy, time and tooltip."""

import altair as alt
from altair.utils.schemapi import UndefinedType

OTHERS = "other families"
LOG_TICKS = [step * 10.0**power for power in range(-9, 6) for step in (1, 2, 5)]
# 46.5 µs, 1.02 ms
SECONDS = "replace(format({}, '.3~s'), regexp('([a-zµ]?)$'), ' $1s')"
HEIGHT = 520  # the legend of all families and of sizes has room beside it
MOST_IN_LEGEND = 25
# What the rows of a chart of models need for the tooltip and the shape.
MODEL = "model, family, img_size, top1, secs, benchmark_param_count, suspect, timed_network"


def accuracy() -> alt.Y:
    axis = alt.Axis(title="Top-1 accuracy on ImageNet", labelExpr="datum.label + ' %'", tickCount=8)
    return alt.Y("top1:Q").axis(axis).scale(zero=False, nice=False, padding=18)


def accuracy_stretched(domain: alt.ExprRef | UndefinedType = alt.Undefined) -> alt.Y:
    """For all models at once: nearly all are between 70 and 90 %, where the frontier's steps are small."""
    axis = alt.Axis(
        title="Top-1 accuracy on ImageNet (power scale)",
        labelExpr="datum.label + ' %'",
        values=[50, 60, 70, 75, 80, 85, 90],
    )
    return alt.Y("top1:Q").axis(axis).scale(type="pow", exponent=4, zero=False, nice=False, padding=18, domain=domain)


def seconds(channel: type[alt.X] | type[alt.Y], task: str) -> alt.X | alt.Y:
    axis = alt.Axis(
        title=f"Time per image in {task} (log scale)", labelExpr=SECONDS.format("datum.value"), values=LOG_TICKS
    )
    return channel("secs:Q").axis(axis).scale(type="log", nice=False, padding=18)


def family(hued: list[str], grey: list[str]) -> alt.Color:
    legend = alt.Legend(title="Family", symbolType="circle", symbolOpacity=1, values=in_legend(hued, grey))
    return alt.Color("family:N").scale(domain=hued + grey).legend(legend)


def in_legend(hued: list[str], grey: list[str]) -> list[str]:
    """More grey families than fit are left to the names in the chart."""
    return hued + grey if len(hued + grey) <= MOST_IN_LEGEND else hued


def image_size() -> alt.Size:
    """The area grows with the number of pixels."""
    scale = alt.Scale(type="pow", exponent=2, range=[0, 320])
    legend = alt.Legend(title="Image size (px)", values=[224, 384, 512], symbolType="circle")
    return alt.Size("img_size:Q").scale(scale).legend(legend)


def highlighted() -> alt.Parameter:
    """The families that the page's checkboxes highlight; Vega's own legends cannot be reached by keyboard."""
    return alt.param(name="highlighted", value=[])


def highlight(field: str, opacity: float, otherwise: float = 0.06) -> alt.Opacity:
    is_highlighted = f"!length(highlighted) || indexof(highlighted, datum.{field}) >= 0"
    return alt.when(is_highlighted).then(alt.value(opacity)).otherwise(alt.value(otherwise))


def models(data: alt.NamedData, x_offset: alt.ExprRef | int = 0) -> alt.Chart:
    """A circle for each row, or a cross where the benchmark timed another network; the caller adds x and y."""
    return (
        alt.Chart(data, name="models")
        .transform_calculate(time=SECONDS.format("datum.secs"))
        .mark_point(filled=True, style="dot", xOffset=x_offset)
        .encode(
            shape=alt.Shape("suspect:N").scale(domain=[False, True], range=["circle", "cross"]).legend(None),
            tooltip=[
                alt.Tooltip("model:N", title="Model"),
                alt.Tooltip("family:N", title="Family"),
                alt.Tooltip("img_size:Q", title="Image size (px)"),
                alt.Tooltip("top1:Q", title="Top-1 (%)", format=".2f"),
                alt.Tooltip("time:N", title="Time per image"),
                alt.Tooltip("benchmark_param_count:Q", title="Parameters timed (M)"),
                alt.Tooltip("timed_network:N", title="Network timed"),
            ],
        )
    )


def names_of_grey_families(data: alt.NamedData, x_offset: alt.ExprRef | int = 0) -> alt.Chart:
    """On a chart as narrow as a phone the names would hide the models; there only the legend names them."""
    return (
        alt.Chart(data, name="names")
        .transform_filter("isNumber(datum.name_needs_width)")
        .mark_text(dy=-11, xOffset=x_offset, fontSize=alt.ExprRef("width < max(480, datum.name_needs_width) ? 0 : 11"))
        .encode(alt.Text("family:N"), opacity=highlight("family", 1))
    )
