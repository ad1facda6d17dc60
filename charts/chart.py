"""What a chart is: SQL that decides what is shown and said, and a function that draws it."""

from collections.abc import Callable
from dataclasses import dataclass

import altair as alt


@dataclass(frozen=True)
class Families:
    hued: list[str]  # in the order of the hues
    grey: list[str]

    @property
    def all(self) -> list[str]:
        return self.hued + self.grey


@dataclass(frozen=True)
class Chart:
    name: str
    frame: str  # the relation whose release and run the caption names
    rows: str  # SQL: one row per mark
    title: str  # SQL: one text that says what is seen
    how_to_read: str
    note: str | None  # SQL: one more text for the caption, or no row where it does not apply
    interaction: str | None  # what a page's reader can do; a picture's cannot
    draw: Callable[[alt.InlineData, str, Families], alt.Chart | alt.LayerChart]  # given rows, frame and families
