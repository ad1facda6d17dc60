"""What several charts show in one and the same way: a model's family, image size, accuracy, time and tooltip."""

import altair as alt

LOG_TICKS = [step * 10.0**power for power in range(-9, 6) for step in (1, 2, 5)]
# 46.5 µs, 1.02 ms
SECONDS = "replace(format({}, '.3~s'), regexp('([a-zµ]?)$'), ' $1s')"
HEIGHT = 520  # the legend of all families and of sizes has room beside it
PICKING = "Click a family in the legend to bring it out, once more to let it go."


def accuracy() -> alt.Y:
    axis = alt.Axis(title="Top-1 accuracy on ImageNet", labelExpr="datum.label + ' %'", tickCount=8)
    return alt.Y("top1:Q").axis(axis).scale(zero=False, nice=False, padding=18)


def seconds(channel: type[alt.X] | type[alt.Y], frame: str) -> alt.X | alt.Y:
    axis = alt.Axis(
        title=f"Time per image in {frame} (log scale)", labelExpr=SECONDS.format("datum.value"), values=LOG_TICKS
    )
    return channel("secs:Q").axis(axis).scale(type="log", nice=False, padding=18)


def family(families: list[str]) -> alt.Color:
    return alt.Color("family:N").scale(domain=families).legend(title="Family", symbolType="circle", symbolOpacity=1)


def image_size() -> alt.Size:
    """The area grows with the number of pixels."""
    scale = alt.Scale(type="pow", exponent=2, range=[0, 320])
    legend = alt.Legend(title="Image size (px)", values=[224, 384, 512], symbolType="circle")
    return alt.Size("img_size:Q").scale(scale).legend(legend)


def picked_family() -> alt.Parameter:
    return alt.selection_point(name="picked_family", fields=["family"], bind="legend", toggle="true")


def brought_out(picked: alt.Parameter, opacity: float) -> alt.Opacity:
    return alt.when(picked).then(alt.value(opacity)).otherwise(alt.value(0.06))


def models(data: alt.InlineData, x_offset: alt.ExprRef | int = 0) -> alt.Chart:
    """A circle for each row, or a cross where the benchmark timed another network; the caller says where it lies."""
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


def names_of_grey_families(data: alt.InlineData, picked: alt.Parameter, x_offset: alt.ExprRef | int = 0) -> alt.Chart:
    """On a chart as narrow as a phone the names would hide the models: there the legend names them alone."""
    return (
        alt.Chart(data, name="names")
        .transform_filter("datum.names_its_family && !datum.is_in_page_subset")
        .mark_text(dy=-11, xOffset=x_offset, fontSize=alt.ExprRef("width < 480 ? 0 : 11"))
        .encode(alt.Text("family:N"), opacity=brought_out(picked, 1))
    )
