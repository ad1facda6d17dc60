"""The Pareto frontier of 2022 and of today, and which of its architectures are new."""

import altair as alt

from drawings import encodings as encode
from drawings.drawing import Drawing, Frame

# Left of the y axis; a letter is about 7 px wide.
NO_ROOM = "scale('x', datum.secs) < 7 * length(datum.architecture)"
LEGEND = alt.Legend(title=None, orient="bottom-right", columns=1, symbolStrokeWidth=2)


def draw(frame: Frame) -> alt.LayerChart:
    place = (encode.seconds(alt.X, frame.task), encode.accuracy_stretched())
    kinds = ["today, new since 2022", "today, known in 2022", "in 2022"]
    base = alt.Chart(frame.data)
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
        .mark_text(align="right", dx=-8, dy=-6, fontSize=alt.ExprRef(f"width < 480 || {NO_ROOM} ? 0 : 11"))
        .encode(*place, text="architecture:N")
    )
    return alt.layer(lines, points, names).properties(height=encode.HEIGHT)


frontier_since_2022 = Drawing(
    name="frontier_since_2022",
    rows="""\
select release, model, architecture, img_size, secs, top1, is_new, kind
from page.frontier_since_2022
order by release, secs""",
    how_to_read="Each mark is a model that no other in its run beats on both accuracy and time. A newer torch runs the "
    "same network faster, so the models account for only part of the gain.",
    draw=draw,
)
