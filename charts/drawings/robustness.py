"""Accuracy on a harder test set against that on ImageNet."""

import altair as alt

from drawings import encodings as encode
from drawings.drawing import Drawing, Frame


def draw(frame: Frame) -> alt.LayerChart:
    percent = "datum.label + ' %'"
    scale = alt.Scale(zero=False, nice=False, padding=12)
    x = alt.X("top1:Q").axis(title="Top-1 accuracy on ImageNet", labelExpr=percent, tickCount=8).scale(scale)
    y = alt.Y("harder_top1:Q").axis(title="Top-1 accuracy on the other test set", labelExpr=percent).scale(scale)
    points = (
        alt.Chart(frame.data, name="models")
        .mark_point(filled=True, style="dot")
        .encode(
            x,
            y,
            alt.Color("hue:N").scale(domain=[*frame.hued, encode.OTHERS]).legend(None),
            opacity=alt.value(0.75),
            size=alt.value(36),
            tooltip=[
                alt.Tooltip("model:N", title="Model"),
                alt.Tooltip("img_size:Q", title="Image size (px)"),
                alt.Tooltip("top1:Q", title="ImageNet (%)", format=".2f"),
                alt.Tooltip("harder_top1:Q", title="Other test set (%)", format=".2f"),
            ],
        )
    )
    ends = alt.Chart(frame.data, name="equal").transform_aggregate(low="min(top1)", high="max(top1)")
    ends = ends.transform_fold(["low", "high"], as_=["end", "share"])
    line = ends.mark_line(style="guide").encode(alt.X("share:Q"), alt.Y("share:Q"))
    return alt.layer(line, points).properties(height=encode.HEIGHT)


robustness = Drawing(
    name="robustness",
    # In the picker's order, whose columns then serve both.
    rows="""\
select model, hue, img_size, top1, harder_top1
from page.harder_test_sets
where frame = $frame
order by model, img_size""",
    how_to_read="Each circle is a model at one image size: the further to the right, the more accurate on "
    "ImageNet; the higher, the more accurate on the other test set. On the line, both are equal. Families have the "
    "colours of the first chart's legend.",
    draw=draw,
)
