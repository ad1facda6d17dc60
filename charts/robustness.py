"""Accuracy on a harder test set against that on ImageNet, a chart for each of the harder sets."""

import altair as alt

import encodings_of_models as encode
from chart import Chart, Families

# In the picker's order, whose columns then serve both.
ROWS = """
select
    robustness.model,
    if(
        families.is_in_fastai_page_subset and families.family in (select family from family_counts),
        families.family,
        'other families'
    ) as hue,
    robustness.img_size,
    robustness.top1,
    robustness.top1_{column} as harder_top1,
from robustness
inner join families on robustness.model = families.model
where robustness.release = '2026-01-06' and robustness.top1 is not null
order by robustness.model, robustness.img_size
"""

# The drop is taken against the clean counterpart, which for some sets is not all of ImageNet.
TITLE = """
select
    format(
        'On {name} half of {{:,}} accuracies {{}} by more than {{:.1f}} points; the best, {{}}, reaches {{:.1f}} %',
        count(*),
        if(median(top1_drop_{column}) < 0, 'rise', 'fall'),
        abs(median(top1_drop_{column})),
        arg_max(model, top1_{column}),
        max(top1_{column})
    )
from robustness
where release = '2026-01-06' and top1 is not null
"""

SOURCE = """
select
    'Source: timm''s results of 2026-01-06, ' || title || '; the difference is taken against '
    || coalesce(nullif(clean_test_set, 'imagenet'), 'ImageNet') || '.'
from test_sets
where test_set = '{test_set}'
"""


def robustness(column: str, test_set: str, name: str) -> Chart:
    return Chart(
        name=f"robustness-{column}",
        frame="robustness",
        rows=ROWS.format(column=column),
        title=TITLE.format(name=name, column=column),
        how_to_read="Each circle is a model at one image size: the further to the right, the more accurate on "
        "ImageNet; the higher, the more accurate on the other set. On the line both are equal. Families have the hues "
        "of the first chart's legend.",
        source=SOURCE.format(test_set=test_set),
        note=None,
        interaction=None,
        draw=draw_robustness,
    )


def draw_robustness(data: alt.InlineData, _: str, families: Families) -> alt.LayerChart:
    percent = "datum.label + ' %'"
    scale = alt.Scale(zero=False, nice=False, padding=12)
    x = alt.X("top1:Q").axis(title="Top-1 accuracy on ImageNet", labelExpr=percent, tickCount=8).scale(scale)
    y = alt.Y("harder_top1:Q").axis(title="Top-1 accuracy on the harder set", labelExpr=percent).scale(scale)
    points = (
        alt.Chart(data, name="models")
        .mark_point(filled=True, style="dot")
        .encode(
            x,
            y,
            alt.Color("hue:N").scale(domain=[*families.hued, encode.OTHERS]).legend(None),
            opacity=alt.value(0.75),
            size=alt.value(36),
            tooltip=[
                alt.Tooltip("model:N", title="Model"),
                alt.Tooltip("img_size:Q", title="Image size (px)"),
                alt.Tooltip("top1:Q", title="ImageNet (%)", format=".2f"),
                alt.Tooltip("harder_top1:Q", title="Harder set (%)", format=".2f"),
            ],
        )
    )
    ends = alt.Chart(data, name="equal").transform_aggregate(low="min(top1)", high="max(top1)")
    ends = ends.transform_fold(["low", "high"], as_=["end", "share"])
    line = ends.mark_line(style="guide").encode(alt.X("share:Q"), alt.Y("share:Q"))
    return alt.layer(line, points).properties(height=encode.HEIGHT)


ROBUSTNESS = {
    "ReaL": robustness("real", "imagenet-real", "ImageNet ReaL"),
    "V2": robustness("v2", "imagenetv2-matched-frequency", "ImageNetV2"),
    "Sketch": robustness("sketch", "sketch", "ImageNet-Sketch"),
    "A": robustness("a", "imagenet-a", "ImageNet-A"),
    "R": robustness("r", "imagenet-r", "ImageNet-R"),
}
