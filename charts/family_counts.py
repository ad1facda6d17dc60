"""How many models each family has: sorted bars."""

import altair as alt

from chart import Chart, Families

COUNTS = """
select
    family,
    models,
from family_counts
where task = '{task}'
order by models desc, family
"""

LARGEST = """
select
    format(
        '{{}} is the largest of {{}} families: {{}} of {{}} models',
        arg_max(family, models), count(*), max(models), sum(models)
    )
from family_counts
where task = '{task}'
"""


def family_counts(name: str, frame: str, task: str) -> Chart:
    return Chart(
        name=name,
        frame=frame,
        rows=COUNTS.format(task=task),
        title=LARGEST.format(task=task),
        how_to_read="Each bar counts the models of a family. Those with a hue have it in every chart.",
        note=None,
        interaction=None,
        draw=draw_counts,
    )


def draw_counts(data: alt.InlineData, _: str, families: Families) -> alt.LayerChart:
    bars = (
        alt.Chart(data, name="bars")
        .mark_bar()
        .encode(
            alt.X("models:Q").axis(None),
            alt.Y("family:N").sort(None).axis(title=None, labelPadding=6),
            alt.Color("family:N").scale(domain=families.all).legend(None),
            tooltip=[alt.Tooltip("family:N", title="Family"), alt.Tooltip("models:Q", title="Models")],
        )
    )
    counts = (
        alt.Chart(data, name="counts")
        .mark_text(align="left", dx=4)
        .encode(bars.encoding.x, bars.encoding.y, alt.Text("models:Q"))
    )
    return alt.layer(bars, counts).properties(height=21 * len(families.all))
