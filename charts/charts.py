"""The registry: every chart, named once, in the order of the index.

A new chart is a file in charts/drawings, a line here, and an exposure of its section's name in models/exposures.yml. If
it needs rows that no relation of the schema `page` has, it needs a model in models/page too; its title is a constant of
the drawing, or a sentence with figures in models/page/titles.sql.
"""

from dataclasses import dataclass

from drawings.accuracy_and_size import accuracy_and_size
from drawings.accuracy_and_time import accuracy_and_time
from drawings.accuracy_and_time_with_lines import accuracy_and_time_with_lines
from drawings.drawing import Drawing
from drawings.family_counts import family_counts
from drawings.frontier_since_2022 import frontier_since_2022
from drawings.parameters_and_time import parameters_and_time
from drawings.robustness import robustness


@dataclass(frozen=True)
class Chart:
    name: str
    drawing: Drawing
    frame: str  # whose rows are drawn, as page.frames calls it
    section: str  # its place on the index, which is its exposure too
    switch: str | None = None  # what chooses between the charts of one section
    choice: str | None = None  # what the switch calls this one


def chart(name: str, drawing: Drawing, frame: str) -> tuple[Chart]:
    return (Chart(name, drawing, frame, section=name),)


def then_and_today(name: str, drawing: Drawing, frame: str) -> tuple[Chart, Chart]:
    """A chart of the FastAI page, and the same of the newest release."""
    return (
        Chart(name, drawing, frame, section=name, switch="Results of", choice="2022"),
        Chart(f"{name}-today", drawing, f"{frame}_today", section=name, switch="Results of", choice="today"),
    )


def by_test_set(name: str, drawing: Drawing, **frames: str) -> tuple[Chart, ...]:
    return tuple(
        Chart(f"{name}-{choice.lower()}", drawing, frame, section=name, switch="Test set", choice=choice)
        for choice, frame in frames.items()
    )


CHARTS: tuple[Chart, ...] = (
    *chart("frontier-since-2022", frontier_since_2022, "frontier_since_2022"),
    *by_test_set(
        "robustness",
        robustness,
        ReaL="imagenet-real",
        V2="imagenetv2-matched-frequency",
        Sketch="sketch",
        A="imagenet-a",
        R="imagenet-r",
    ),
    *then_and_today("inference-family-counts", family_counts, "inference"),
    *then_and_today("inference-benchmark", accuracy_and_time, "inference"),
    *then_and_today("inference-subset-benchmark", accuracy_and_time_with_lines, "inference"),
    *then_and_today("training-benchmark", accuracy_and_time, "training"),
    *then_and_today("training-subset-benchmark", accuracy_and_time_with_lines, "training"),
    *then_and_today("inference-parameters-vs-time", parameters_and_time, "inference"),
    *then_and_today("inference-accuracy-vs-size", accuracy_and_size, "inference"),
)
