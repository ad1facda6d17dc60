"""The charts of the index in their order: the page's seven, each then and today, and what the page had not."""

from dataclasses import dataclass

from accuracy_and_size import accuracy_and_size
from accuracy_and_time import accuracy_and_time, accuracy_and_time_with_lines
from catalogue import CHARTS
from chart import TODAY, Chart
from family_counts import family_counts
from frontier_since_2022 import frontier_since_2022
from parameters_and_time import parameters_and_time
from robustness import ROBUSTNESS

CHARTS_TODAY: tuple[Chart, ...] = (
    family_counts("inference-family-counts-today", "inference" + TODAY),
    accuracy_and_time("inference-benchmark-today", "inference" + TODAY),
    accuracy_and_time_with_lines("inference-subset-benchmark-today", "inference" + TODAY),
    accuracy_and_time("training-benchmark-today", "training" + TODAY),
    accuracy_and_time_with_lines("training-subset-benchmark-today", "training" + TODAY),
    parameters_and_time("inference-parameters-vs-time-today", "inference" + TODAY),
    accuracy_and_size("inference-accuracy-vs-size-today", "inference" + TODAY),
)


@dataclass(frozen=True)
class View:
    """One place on the page; where it has several charts, a switch of that name chooses between them."""

    name: str
    switch: str | None
    charts: dict[str, Chart]  # by what the switch calls them


VIEWS: tuple[View, ...] = (
    View("frontier-since-2022", None, {"": frontier_since_2022()}),
    View("robustness", "Test set", ROBUSTNESS),
    *(
        View(then.name, "Results of", {"2022": then, "today": today})
        for then, today in zip(CHARTS, CHARTS_TODAY, strict=True)
    ),
)
