"""How many models each family has: sorted bars."""

import altair as alt

from drawings.drawing import Drawing, Frame


def draw(frame: Frame) -> alt.LayerChart:
    families = frame.hued + frame.grey
    bars = (
        alt.Chart(frame.data, name="bars")
        .mark_bar()
        .encode(
            alt.X("models:Q").axis(None),
            alt.Y("family:N").sort(None).axis(title=None, labelPadding=6),
            alt.Color("family:N").scale(domain=families).legend(None),
            tooltip=[alt.Tooltip("family:N", title="Family"), alt.Tooltip("models:Q", title="Models")],
        )
    )
    counts = (
        alt.Chart(frame.data, name="counts")
        .mark_text(align="left", dx=4)
        .encode(bars.encoding.x, bars.encoding.y, alt.Text("models:Q"))
    )
    return alt.layer(bars, counts).properties(height=21 * len(families))


family_counts = Drawing(
    name="family_counts",
    rows="""\
select family, models
from page.frame_families
where frame = $frame
order by models desc, family""",
    how_to_read="Each bar counts the models of a family. A coloured family has the same colour in every chart.",
    draw=draw,
)
