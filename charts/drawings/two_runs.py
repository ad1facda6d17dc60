"""Two runs side by side, by family. The page's script chooses its rows."""

import altair as alt

from drawings import encodings as encode

RATIOS = [step * 10.0**power for power in range(-4, 5) for step in (1, 1.2, 1.4, 1.6, 2, 2.5, 3, 4, 5, 6, 8)]


def two_runs(hued: list[str]) -> alt.LayerChart:
    axis = alt.Axis(title="Times as fast (log scale)", values=RATIOS, format="~g", labelOverlap="greedy")
    x = alt.X("ratio:Q").axis(axis).scale(type="log", nice=False, padding=14)
    y = alt.Y("family:N").sort(None).axis(title=None, labelPadding=6)
    colour = alt.Color("hue:N").scale(domain=[*hued, encode.OTHERS]).legend(None)
    ticks = (
        alt.Chart(alt.NamedData(name="ratios"), name="ratios")
        .mark_tick(thickness=1.5, size=13, opacity=0.7)
        .encode(
            x,
            y,
            colour,
            tooltip=[
                alt.Tooltip("model:N", title="Model"),
                alt.Tooltip("img_size:Q", title="Image size (px)"),
                alt.Tooltip("ratio:Q", title="Times as fast", format=".2f"),
            ],
        )
    )
    medians = alt.Chart(alt.NamedData(name="medians"), name="medians").mark_point(
        style="found", shape="diamond", size=70
    )
    medians = medians.encode(x, y, tooltip=[alt.Tooltip("ratio:Q", title="Median of the family", format=".2f")])
    return alt.layer(ticks, medians).properties(height=440, description="How many times as fast, by family")
