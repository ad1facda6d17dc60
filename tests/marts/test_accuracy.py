"""Intervals and ranges of ranks against scipy, and against each pair of models compared by the plain test."""

import duckdb
import numpy as np
import pandas as pd
import pytest
from scipy import stats

IMAGES = {"imagenet": 50_000, "imagenet-a": 7_500, "imagenet-real": 46_837, "sketch": 50_889}


@pytest.fixture(scope="module")
def accuracy(database: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    return database.execute("from accuracy where release = '2026-01-06' order by test_set, top1 desc").df()


@pytest.mark.parametrize("test_set", IMAGES)
def test_interval_is_wilsons(test_set: str, accuracy: pd.DataFrame) -> None:
    images = IMAGES[test_set]
    for row in accuracy[accuracy.test_set == test_set].iloc[::50].itertuples():
        right = round(row.top1 * images / 100)
        interval = stats.binomtest(right, images).proportion_ci(0.95, method="wilson")
        # Upstream rounds top1 to three decimals, which is less than a tenth of an image.
        assert row.top1_low == pytest.approx(100 * interval.low, abs=1e-3)
        assert row.top1_high == pytest.approx(100 * interval.high, abs=1e-3)


@pytest.mark.parametrize("test_set", IMAGES)
def test_ranks_that_cannot_be_told_apart(test_set: str, accuracy: pd.DataFrame) -> None:
    rows = accuracy[accuracy.test_set == test_set]
    share = rows.top1.to_numpy() / 100
    pooled = (share[:, None] + share[None, :]) / 2
    error = np.sqrt(2 * pooled * (1 - pooled) / IMAGES[test_set])
    tied = np.abs(share[:, None] - share[None, :]) <= stats.norm.ppf(0.975) * error
    rank = stats.rankdata(-share, method="min")
    assert (rows["rank"].to_numpy() == rank).all()
    assert (rows.rank_low.to_numpy() == np.where(tied, rank, np.inf).min(axis=1)).all()
    assert (rows.rank_high.to_numpy() == np.where(tied, rank, 0).max(axis=1)).all()
