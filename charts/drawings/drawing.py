"""What a drawing is: the rows it asks for, how to read it, and a function that draws them."""

from collections.abc import Callable
from dataclasses import dataclass

import altair as alt


@dataclass(frozen=True)
class Frame:
    """The rows to draw, by name, and what has to be known of them."""

    data: alt.NamedData
    task: str | None  # inference or training
    hued: list[str]  # families, in the order of the hues
    grey: list[str]  # the other families of the rows


@dataclass(frozen=True)
class Drawing:
    name: str  # as page.titles calls it
    rows: str  # SQL: one row per mark, in the order in which they are drawn; $frame is the chart's frame
    how_to_read: str
    draw: Callable[[Frame], alt.Chart | alt.LayerChart]
    title: str | None = None  # for a drawing that page.titles has no sentence for
