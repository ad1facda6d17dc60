"""Accuracy against the size of the images that a model takes."""

import altair as alt

import encodings_of_models as encode
from chart import Chart, Families, source, task
from model_rows import models, note_on_crosses

# Models for images of one size that are about as accurate stand side by side.
SIDE_BY_SIDE = """
select
    *,
    row_number() over (beside order by model) - (count(*) over beside + 1) / 2 as sidestep,
from ({models})
window beside as (partition by img_size, round(2.5 * top1))
order by is_in_fastai_page_subset, secs desc, model
"""

SMALLEST_AND_LARGER = """
with sized as (
    select
        top1,
        img_size,
        min(img_size) over () as smallest,
    from {frame}
)

select
    format(
        'Half of the models for images of {{}} px reach {{:.1f}} %, half of those for larger ones {{:.1f}} %',
        any_value(smallest), median(top1) filter (img_size = smallest), median(top1) filter (img_size > smallest)
    )
from sized
"""


def accuracy_and_size(name: str, frame: str) -> Chart:
    return Chart(
        name=name,
        frame=frame,
        rows=SIDE_BY_SIDE.format(models=models(frame, x="ln(img_size)", size="secs")),
        title=SMALLEST_AND_LARGER.format(frame=frame),
        how_to_read="Each circle is a model: the higher, the more accurate; the larger the circle, the slower. Models "
        "for images of the same size that are about as accurate stand side by side. Some families have a hue, "
        "the same in every chart; the others are named at one of their models, where a name has room.",
        source=source(frame),
        note=note_on_crosses(frame),
        interaction=encode.PICKING,
        draw=draw_sizes,
    )


def draw_sizes(data: alt.InlineData, frame: str, families: Families) -> alt.LayerChart:
    picked = encode.picked_family()
    axis = alt.Axis(title="Image size (px, log scale)", values=[224, 256, 288, 320, 384, 448, 512])
    place = (alt.X("img_size:Q").axis(axis).scale(type="log", nice=False, padding=40), encode.accuracy())
    time = alt.Size("secs:Q").scale(type="log", range=[8, 200])
    time = time.legend(
        title=f"Time per image in {task(frame)}", labelExpr=encode.SECONDS.format("datum.value"), symbolType="circle"
    )
    aside = alt.ExprRef("datum.sidestep * width / 90")
    points = encode.models(data, aside).encode(
        *place, encode.family(families.all), time, opacity=encode.brought_out(picked, 0.85)
    )
    names = encode.names_of_grey_families(data, picked, aside).encode(*place)
    return alt.layer(points.add_params(picked), names).properties(height=encode.HEIGHT)
