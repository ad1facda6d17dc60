"""The picker's scatter. The page's script chooses its rows."""

import altair as alt

from drawings import encodings as encode

MILLISECONDS = [step * 10.0**power for power in range(-4, 7) for step in (1, 2, 5)]


def picker(hued: list[str]) -> alt.LayerChart:
    axis = alt.Axis(title="Time per image (ms, log scale)", values=MILLISECONDS, format="~g")
    x = alt.X("ms:Q").axis(axis).scale(type="log", nice=False, padding=14, domain=reach("ms"))
    y = encode.accuracy_stretched(reach("top1"))
    place = (x, y)
    colour = alt.Color("hue:N").scale(domain=[*hued, encode.OTHERS]).legend(None)
    # The table says the same to a screen reader, and the page's script makes the tooltip of the one that is pointed at.
    dots = (
        alt.Chart(alt.NamedData(name="points"), name="points")
        .mark_point(filled=True, style="dot", size=46, aria=False, tooltip={"content": "data"})
        .encode(
            *place,
            colour,
            opacity=encode.highlight("hue", 0.85, 0.08),
            shape=alt.Shape("kind:N")
            .scale(domain=["measured", "estimated", "own", "suspect"], range=["circle", "diamond", "square", "cross"])
            .legend(None),
        )
    )
    beyond = (
        alt.Chart(alt.NamedData(name="beyond"), name="beyond")
        .mark_point(filled=True, size=10, style="ghost", aria=False)
        .encode(*place)
    )
    # All the run's rows decide how far the axes reach, so that a limit does not move what it leaves.
    extent = (
        alt.Chart(alt.NamedData(name="extent"), name="extent").mark_point(size=0, opacity=0, aria=False).encode(*place)
    )
    frontier = (
        alt.Chart(alt.NamedData(name="frontier"), name="frontier")
        .mark_line(interpolate="step-after", style="frontier")
        .encode(*place)
    )
    budget = alt.Chart(alt.NamedData(name="budget"), name="budget").mark_rule(style="budget", aria=False).encode(x)
    budget_name = (
        alt.Chart(alt.NamedData(name="budget"), name="budget_name")
        .mark_text(style="label", align="left", dx=5, y="height", dy=-6, aria=False)
        .encode(x, text="label:N")
    )
    found = (
        alt.Chart(alt.NamedData(name="found"), name="found")
        .mark_point(style="found", filled=False, size=130, aria=False)
        .encode(*place)
    )
    names = alt.Chart(alt.NamedData(name="names"), name="names").mark_text(
        style="label", align="right", dx=-8, dy=-7, aria=False
    )
    names = names.encode(*place, text="label:N")
    found_names = alt.Chart(alt.NamedData(name="found_names"), name="found_names")
    found_names = found_names.mark_text(style="found_label", align="left", dx=10, aria=False).encode(
        *place, text="label:N"
    )
    chart = alt.layer(extent, beyond, budget, dots, frontier, budget_name, names, found, found_names)
    return chart.add_params(encode.highlighted()).properties(
        height=encode.HEIGHT, description="Accuracy against time per image"
    )


def reach(field: str) -> alt.ExprRef:
    return alt.ExprRef(f"[data('extent')[0].{field}, data('extent')[1].{field}]")
