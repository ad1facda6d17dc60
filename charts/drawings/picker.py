"""The picker's scatter. The page's script chooses its rows."""

import altair as alt

from drawings import encodings as encode

MILLISECONDS = [step * 10.0**power for power in range(-4, 7) for step in (1, 2, 5)]


def picker(hued: list[str]) -> alt.LayerChart:
    axis = alt.Axis(title="Time per image (ms, log scale)", values=MILLISECONDS, format="~g")
    x = alt.X("ms:Q").axis(axis).scale(type="log", nice=False, padding=14, domain=reach("ms"))
    place = (x, encode.accuracy_stretched(reach("top1")))
    kinds = alt.Scale(
        domain=["measured", "estimated", "own", "suspect"], range=["circle", "diamond", "square", "cross"]
    )
    # To a screen reader the table says the same; the tooltip is made by the page's script.
    points = (
        rows("points")
        .mark_point(filled=True, style="dot", size=46, aria=False, tooltip={"content": "data"})
        .encode(
            *place,
            alt.Color("hue:N").scale(domain=[*hued, encode.OTHERS]).legend(None),
            alt.Shape("kind:N").scale(kinds).legend(None),
            opacity=encode.highlight("hue", 0.85, 0.08),
        )
    )
    name = {"style": "label", "aria": False}
    chart = alt.layer(
        # All the run's rows decide how far the axes reach, so that a limit does not move what it leaves.
        rows("extent").mark_point(size=0, opacity=0, aria=False).encode(*place),
        rows("beyond").mark_point(filled=True, size=10, style="ghost", aria=False).encode(*place),
        rows("budget").mark_rule(style="budget", aria=False).encode(x),
        points,
        rows("frontier").mark_line(interpolate="step-after", style="frontier").encode(*place),
        rows("budget", "budget_name")
        .mark_text(align="left", dx=5, y="height", dy=-6, **name)
        .encode(x, text="label:N"),
        rows("names").mark_text(align="right", dx=-8, dy=-7, **name).encode(*place, text="label:N"),
        rows("found").mark_point(style="found", filled=False, size=130, aria=False).encode(*place),
        rows("found_names")
        .mark_text(style="found_label", align="left", dx=10, aria=False)
        .encode(*place, text="label:N"),
    )
    return chart.add_params(encode.highlighted()).properties(
        height=encode.HEIGHT, description="Accuracy against time per image"
    )


def rows(name: str, layer: str | None = None) -> alt.Chart:
    return alt.Chart(alt.NamedData(name=name), name=layer or name)


def reach(field: str) -> alt.ExprRef:
    return alt.ExprRef(f"[data('extent')[0].{field}, data('extent')[1].{field}]")
