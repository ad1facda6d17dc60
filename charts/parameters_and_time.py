"""Time per image against the number of parameters, both on log scales."""

import altair as alt

import encodings_of_models as encode
from chart import Chart, Families, source
from model_rows import models, note_on_crosses

WIDEST_SPREAD = """
with pairs as (
    select
        slower.secs / faster.secs as ratio,
        slower.img_size = faster.img_size as is_of_equal_size,
    from {frame} as slower
    inner join {frame} as faster
        on abs(slower.benchmark_param_count / faster.benchmark_param_count - 1) <= 0.01
)

select
    format(
        'Models with as many parameters (within 1 %) differ up to {{:.0f}}-fold in time, '
        'at the same image size up to {{:.0f}}-fold',
        max(ratio), max(ratio) filter (is_of_equal_size)
    )
from pairs
"""


def parameters_and_time(name: str, frame: str) -> Chart:
    return Chart(
        name=name,
        frame=frame,
        rows=models(frame, x="ln(benchmark_param_count)", size="img_size"),
        title=WIDEST_SPREAD.format(frame=frame),
        how_to_read="Each circle is a model: the further to the right, the more parameters; the higher, the slower. "
        "The colour is the size of its images.",
        source=source(frame),
        note=note_on_crosses(frame),
        interaction=None,
        draw=draw_parameters,
    )


def draw_parameters(data: alt.InlineData, frame: str, _: Families) -> alt.Chart:
    parameters = alt.Axis(title="Parameters in millions (log scale)", values=encode.LOG_TICKS)
    points = encode.models(data).encode(
        alt.X("benchmark_param_count:Q").axis(parameters).scale(type="log", nice=False, padding=18),
        encode.seconds(alt.Y, frame),
        alt.Color("img_size:Q").title("Image size (px)"),
        opacity=alt.value(0.85),
        size=alt.value(70),
    )
    return points.properties(height=encode.HEIGHT)
