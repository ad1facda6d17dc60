"""Time per image against the number of parameters, both on log scales."""

import altair as alt

from drawings import encodings as encode
from drawings.drawing import Drawing, Frame


def draw(frame: Frame) -> alt.Chart:
    parameters = alt.Axis(title="Parameters in millions (log scale)", values=encode.LOG_TICKS)
    points = encode.models(frame.data).encode(
        alt.X("benchmark_param_count:Q").axis(parameters).scale(type="log", nice=False, padding=18),
        encode.seconds(alt.Y, frame.task),
        alt.Color("img_size:Q").title("Image size (px)"),
        opacity=alt.value(0.85),
        size=alt.value(70),
    )
    return points.properties(height=encode.HEIGHT)


parameters_and_time = Drawing(
    name="parameters_and_time",
    rows=f"""\
select {encode.MODEL}
from page.frame_models
where frame = $frame
order by has_hue, img_size desc, model""",
    how_to_read="Each circle is a model: the further to the right, the more parameters; the higher, the slower. "
    "The colour gives the image size.",
    draw=draw,
)
