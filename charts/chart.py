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


# Frames with `_today` hold the newest release in place of the page's.
TODAY = "_today"

SOURCE = """
select format('Source: timm''s results of {{}}, run {{}}.', any_value(release), any_value(run))
from page_frames
where frame = '{frame}'
"""


def task(frame: str) -> str:
    """What a frame is called in words."""
    return frame.removesuffix(TODAY)


def source(frame: str) -> str:
    return SOURCE.format(frame=frame)


@dataclass(frozen=True)
class Chart:
    name: str
    frame: str  # the relation whose rows it shows
    rows: str  # SQL: one row per mark
    title: str  # SQL: one text that says what is seen
    how_to_read: str
    source: str  # SQL: one text that names release and run
    note: str | None  # SQL: one more text for the caption, or no row where it does not apply
    interaction: str | None  # what a page's reader can do; a picture's cannot
    draw: Callable[[alt.InlineData, str, Families], alt.Chart | alt.LayerChart]  # given rows, frame and families
