"""Every chart there is, in the order in which the index shows them."""

from accuracy_and_size import accuracy_and_size
from accuracy_and_time import accuracy_and_time, accuracy_and_time_with_lines
from chart import Chart
from family_counts import family_counts
from parameters_and_time import parameters_and_time

CHARTS: tuple[Chart, ...] = (
    family_counts("inference-family-counts", "inference"),
    accuracy_and_time("inference-benchmark", "inference"),
    accuracy_and_time_with_lines("inference-subset-benchmark", "inference"),
    accuracy_and_time("training-benchmark", "training"),
    accuracy_and_time_with_lines("training-subset-benchmark", "training"),
    parameters_and_time("inference-parameters-vs-time", "inference"),
    accuracy_and_size("inference-accuracy-vs-size", "inference"),
)
