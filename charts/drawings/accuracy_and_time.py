"""Accuracy against the time per image: every model of a frame."""

import altair as alt

from drawings import encodings as encode
from drawings.drawing import Drawing, Frame


def draw(frame: Frame) -> alt.LayerChart:
    place = (encode.seconds(alt.X, frame.task), encode.accuracy())
    points = encode.models(frame.data).encode(
        *place,
        encode.family(frame.hued, frame.grey),
        encode.image_size(),
        opacity=encode.highlight("family", 0.85),
    )
    names = encode.names_of_grey_families(frame.data).encode(*place)
    return alt.layer(points.add_params(encode.highlighted()), names).properties(height=encode.HEIGHT)


accuracy_and_time = Drawing(
    name="accuracy_and_time",
    rows=f"""\
select {encode.MODEL},
    name_width_on_time as name_needs_width
from page.frame_models
where frame = $frame
order by has_hue, img_size desc, model""",
    how_to_read="Each circle is a model: the higher, the more accurate; the further to the left, the faster. "
    "Some families have a colour of their own, the same in every chart; the others are grey, each labelled once where "
    "there is room.",
    draw=draw,
)
