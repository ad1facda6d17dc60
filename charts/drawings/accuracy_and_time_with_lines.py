"""Accuracy against the time per image: the families with a hue, with a line for each."""

import altair as alt

from drawings import encodings as encode
from drawings.drawing import Drawing, Frame


def draw(frame: Frame) -> alt.LayerChart:
    place = (encode.seconds(alt.X, frame.task), encode.accuracy(), encode.family(frame.hued, []))
    points = encode.models(frame.data).encode(*place, encode.image_size(), opacity=encode.highlight("family", 0.85))
    # No size here: transform_regression keeps no other field, and a line without a size is not drawn.
    lines = (
        alt.Chart(frame.data, name="lines")
        .transform_filter("!datum.suspect")
        .transform_regression("secs", "top1", groupby=["family"], method="log")
        .mark_line(strokeWidth=2)
        .encode(*place, opacity=encode.highlight("family", 1))
    )
    return alt.layer(lines, points.add_params(encode.highlighted())).properties(height=encode.HEIGHT)


accuracy_and_time_with_lines = Drawing(
    name="accuracy_and_time_with_lines",
    rows=f"""\
select {encode.MODEL}
from page.frame_models
where frame = $frame and has_hue
order by img_size desc, model""",
    how_to_read="Each circle is a model, each line the least-squares fit of its family: accuracy against the "
    "logarithm of the time.",
    draw=draw,
)
