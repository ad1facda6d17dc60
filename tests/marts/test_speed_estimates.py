"""What `make estimates` measures of all devices, of two cards and one processor, with room for other versions."""

import os
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest

import estimates


class Measured(NamedTuple):
    networks: int
    median_error: float
    rank_correlation: float
    covered: float
    median_high: float


# As README has them.
MEASURED = {
    "infer-amp-nchw-pt113-cu117-rtx3090": Measured(793, 7.6, 0.994, 98, 1.33),
    "infer-amp-nchw-pt210-cu121-rtx3090": Measured(1280, 4.2, 0.996, 94, 1.13),
    "infer-amp-nchw-pt240-cu124-rtx3090": Measured(1433, 4.6, 0.996, 99, 1.17),
    "infer-amp-nchw-pt291-cu130-5090": Measured(1617, 3.5, 0.996, 81, 1.09),
    "infer-amp-nchw-pt291-cu130-5090-dynamo": Measured(1617, 3.8, 0.999, 84, 1.10),
    "infer-amp-nhwc-pt113-cu117-rtx3090": Measured(790, 8.7, 0.990, 96, 1.41),
    "infer-amp-nhwc-pt210-cu121-rtx3090": Measured(1193, 5.3, 0.994, 84, 1.15),
    "infer-amp-nhwc-pt240-cu124-rtx3090": Measured(1420, 5.0, 0.998, 95, 1.20),
    "infer-fp32-nchw-pt240-cpu-i7_12700h-dynamo": Measured(1430, 12.5, 0.989, 91, 1.39),
}


@pytest.fixture(scope="module")
def compared() -> pd.DataFrame:
    measured = estimates.measured_speeds(Path(os.environ["TIMM_PICKER_DATABASE"]))
    return pd.concat(estimates.estimates_of(device, measured) for device in ("rtx3090", "rtx5090", "i7_12700h"))


@pytest.fixture(scope="module")
def errors(compared: pd.DataFrame) -> pd.DataFrame:
    return estimates.errors_of_runs(compared).set_index("run")


def test_every_network_of_another_device_is_estimated(compared: pd.DataFrame) -> None:
    assert compared.groupby("run").size().to_dict() == {run: line.networks for run, line in MEASURED.items()}
    assert not compared.is_anchor.any()


@pytest.mark.parametrize("run", MEASURED)
def test_median_error(errors: pd.DataFrame, run: str) -> None:
    """Within a percent of what was measured."""
    assert errors.median_error[run] < MEASURED[run].median_error + 1


@pytest.mark.parametrize("run", MEASURED)
def test_order(errors: pd.DataFrame, run: str) -> None:
    """At least 0.99 on every card, as was asked for; a processor may lose two thousandths."""
    assert errors.rank_correlation[run] >= (MEASURED[run].rank_correlation - 0.002 if "-cpu-" in run else 0.99)


@pytest.mark.parametrize("run", MEASURED)
def test_interval(errors: pd.DataFrame, run: str) -> None:
    """As many inside as were measured, give or take four in a hundred, and hardly wider."""
    assert abs(errors.covered[run] - MEASURED[run].covered) < 4
    assert errors.median_high[run] < MEASURED[run].median_high + 0.05
