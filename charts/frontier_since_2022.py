"""The Pareto frontier on one card in 2022 and today, and which of its architectures are new."""

import altair as alt

import encodings_of_models as encode
from chart import Chart, Families

ROWS = """
select
    release,
    model,
    split_part(model, '.', 1) as architecture,
    family,
    img_size,
    secs,
    top1,
    is_new,
    case
        when is_new then 'today, new since 2022'
        when release = '2026-01-06' then 'today, known in 2022'
        else 'in 2022'
    end as kind,
from frontier_since_2022
order by release, secs
"""

# What the best of today gains on each model of the frontier of 2022 within the same time.
TITLE = """
with today as (
    select *
    from frontier_since_2022
    where release = '2026-01-06'
),

gains as (
    select max(today.top1) - any_value(earlier.top1) as gain
    from frontier_since_2022 as earlier
    inner join today on earlier.secs >= today.secs
    where earlier.release = '2022-07-27'
    group by earlier.model, earlier.img_size
)

select
    format(
        '{} of the {} models on today''s frontier are new since 2022; within the same time as a model of the frontier '
        'of 2022 the best is {:.1f} points more accurate in the median, {:.1f} at most',
        count(*) filter (is_new), count(*), (select median(gain) from gains), (select max(gain) from gains)
    )
from today
"""

SOURCE = """
select 'Source: timm''s results, ' || string_agg(distinct release || ' run ' || run, ' and ') || '.'
from frontier_since_2022
"""


LEGEND = alt.Legend(title=None, orient="bottom-right", columns=1, symbolStrokeWidth=2)


def frontier_since_2022() -> Chart:
    return Chart(
        name="frontier-since-2022",
        frame="frontier_since_2022",
        rows=ROWS,
        title=TITLE,
        how_to_read="Each circle is a model that no other of its run beats in both accuracy and time, inference on an "
        "RTX 3090. A newer torch makes the same network faster, so not all of the step is owed to the models.",
        source=SOURCE,
        note=None,
        interaction=None,
        draw=draw_frontiers,
    )


def draw_frontiers(data: alt.InlineData, _: str, families: Families) -> alt.LayerChart:  # noqa: ARG001
    place = (encode.seconds(alt.X, "inference"), encode.accuracy_stretched())
    kinds = ["today, new since 2022", "today, known in 2022", "in 2022"]
    base = alt.Chart(data)
    lines = base.mark_line(interpolate="step-after", style="guide").encode(*place, detail="release:N")
    points = (
        base.properties(name="models")
        .mark_point(size=70, strokeWidth=2, opacity=1)
        .encode(
            *place,
            shape=alt.Shape("kind:N").scale(domain=kinds, range=["circle", "circle", "triangle-up"]).legend(LEGEND),
            color=alt.Color("kind:N").scale(domain=kinds).legend(LEGEND),
            tooltip=[
                alt.Tooltip("model:N", title="Model"),
                alt.Tooltip("kind:N", title="On the frontier"),
                alt.Tooltip("img_size:Q", title="Image size (px)"),
                alt.Tooltip("top1:Q", title="Top-1 (%)", format=".2f"),
            ],
        )
    )
    # Above and to the left of a frontier there is nothing: there its names have room.
    names = (
        base.properties(name="names")
        .transform_filter("datum.is_new")
        .transform_window(turn="row_number()", sort=[alt.SortField("secs")])
        .transform_filter("datum.turn % 3 == 0")
        .mark_text(align="right", dx=-8, dy=-6, fontSize=alt.ExprRef("width < 480 ? 0 : 11"))
        .encode(*place, text="architecture:N")
    )
    return alt.layer(lines, points, names).properties(height=encode.HEIGHT)
