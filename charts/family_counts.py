"""How many models each family has: sorted bars."""

import altair as alt

from chart import Chart, Families, source

COUNTS = """
select
    family,
    count(*) as models,
from {frame}
group by family
order by models desc, family
"""

LARGEST = """
select
    format(
        '{{}} is the largest of {{}} families: {{}} of {{}} models',
        arg_max(family, models), count(*), max(models), sum(models)
    )
from ({counts})
"""


def family_counts(name: str, frame: str) -> Chart:
    counts = COUNTS.format(frame=frame)
    return Chart(
        name=name,
        frame=frame,
        rows=counts,
        title=LARGEST.format(counts=counts),
        how_to_read="Each bar counts the models of a family. Those with a hue have it in every chart.",
        source=source(frame),
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
