"""Accuracy against the size of the images that a model takes."""

import altair as alt

from drawings import encodings as encode
from drawings.drawing import Drawing, Frame


def draw(frame: Frame) -> alt.LayerChart:
    axis = alt.Axis(title="Image size (px, log scale)", values=[224, 256, 288, 320, 384, 448, 512])
    place = (alt.X("img_size:Q").axis(axis).scale(type="log", nice=False, padding=40), encode.accuracy())
    time = alt.Size("secs:Q").scale(type="log", range=[8, 200])
    time = time.legend(
        title=f"Time per image in {frame.task}", labelExpr=encode.SECONDS.format("datum.value"), symbolType="circle"
    )
    aside = alt.ExprRef("datum.sidestep * width / 90")
    points = encode.models(frame.data, aside).encode(
        *place, encode.family(frame.hued, frame.grey), time, opacity=encode.highlight("family", 0.85)
    )
    names = encode.names_of_grey_families(frame.data, aside).encode(*place)
    return alt.layer(points.add_params(encode.highlighted()), names).properties(height=encode.HEIGHT)


accuracy_and_size = Drawing(
    name="accuracy_and_size",
    rows=f"""\
select {encode.MODEL},
    name_width_on_size as name_needs_width, sidestep
from page.frame_models
where frame = $frame
order by has_hue, secs desc, model""",
    how_to_read="Each circle is a model: the higher, the more accurate; the larger the circle, the slower. Models "
    "of the same image size and similar accuracy are drawn side by side. Some families have a colour of their own, the "
    "same in every chart; the others are grey, each labelled once where there is room.",
    draw=draw,
)
