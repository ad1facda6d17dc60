"""Accuracy against the time per image: every model of a frame, or the page's subset with a line for each family."""

import altair as alt

import encodings_of_models as encode
from chart import Chart, Families, source, task
from model_rows import models, note_on_crosses

MOST_ACCURATE = """
select
    format(
        '{{}}, the most accurate of {{}} models, takes {{:,}} times as long per image in {task} as {{}}, '
        'the fastest',
        arg_max(model, top1),
        count(*),
        round(arg_max(secs, top1) / min(secs))::bigint,
        arg_min(model, secs)
    )
from {frame}
"""

# What doubling the time gains on a family's line.
STEEPEST_AND_FLATTEST = """
with lines as (
    select
        {frame}.family,
        regr_slope(top1, log2(secs)) as gain,
    from {frame}
    inner join families on {frame}.model = families.model
    where is_in_fastai_page_subset and {frame}.family in (select family from family_counts)
    group by {frame}.family
)

select
    format(
        'Twice the time per image in {task} goes with {{:.1f}} points of accuracy in {{}}, but {{:.1f}} in {{}}',
        max(gain), arg_max(family, gain), min(gain), arg_min(family, gain)
    )
from lines
"""


def accuracy_and_time(name: str, frame: str) -> Chart:
    return Chart(
        name=name,
        frame=frame,
        rows=models(frame, x="ln(secs)", size="img_size"),
        title=MOST_ACCURATE.format(frame=frame, task=task(frame)),
        how_to_read="Each circle is a model: the higher, the more accurate; the further to the left, the faster. "
        "Some families have a hue, the same in every chart; the others are named at one of their models, where a name "
        "has room.",
        source=source(frame),
        note=note_on_crosses(frame),
        interaction=encode.PICKING,
        draw=draw_models,
    )


def accuracy_and_time_with_lines(name: str, frame: str) -> Chart:
    return Chart(
        name=name,
        frame=frame,
        rows=models(frame, x="ln(secs)", size="img_size", condition="is_in_fastai_page_subset"),
        title=STEEPEST_AND_FLATTEST.format(frame=frame, task=task(frame)),
        how_to_read="Each circle is a model, each line the least-squares fit of its family: accuracy against the "
        "logarithm of the time.",
        source=source(frame),
        note=note_on_crosses(frame),
        interaction=encode.PICKING,
        draw=draw_models_and_lines,
    )


def draw_models(data: alt.InlineData, frame: str, families: Families) -> alt.LayerChart:
    picked = encode.picked_family()
    place = (encode.seconds(alt.X, frame), encode.accuracy())
    points = encode.models(data).encode(
        *place, encode.family(families.all), encode.image_size(), opacity=encode.brought_out(picked, 0.85)
    )
    names = encode.names_of_grey_families(data, picked).encode(*place)
    return alt.layer(points.add_params(picked), names).properties(height=encode.HEIGHT)


def draw_models_and_lines(data: alt.InlineData, frame: str, families: Families) -> alt.LayerChart:
    picked = encode.picked_family()
    place = (encode.seconds(alt.X, frame), encode.accuracy(), encode.family(families.hued))
    points = encode.models(data).encode(*place, encode.image_size(), opacity=encode.brought_out(picked, 0.85))
    # No size here: transform_regression keeps no other field, and a line without a size is not drawn.
    lines = (
        alt.Chart(data, name="lines")
        .transform_regression("secs", "top1", groupby=["family"], method="log")
        .mark_line(strokeWidth=2)
        .encode(*place, opacity=encode.brought_out(picked, 1))
    )
    return alt.layer(lines, points.add_params(picked)).properties(height=encode.HEIGHT)
