"""pick() against the same question asked of the relations in pandas."""

from typing import Any

import duckdb
import pandas as pd
import pytest

LIMITS: list[dict[str, Any]] = [
    {},
    {"device": "rtx5090", "budget_ms": 1.0},
    {"device": "rtx3090", "task": "train", "max_params": 30.0},
    {"device": "i7_12700h", "min_top1": 85.0, "max_img_size": 288},
    {"license_class": "noncommercial"},
    {"run": "train-amp-nhwc-pt111-cu113-rtx3090"},
    {"run": "infer-amp-nhwc-pt112-cu113-rtx3090", "test_set": "sketch", "budget_ms": 2.0},
]
DEFAULT_RUNS = {
    ("rtx4090", "infer"): "infer-amp-nchw-pt291-cu128-4090",
    ("rtx5090", "infer"): "infer-amp-nchw-pt291-cu130-5090",
    ("rtx3090", "train"): "train-amp-nchw-pt112-cu113-rtx3090",
    ("i7_12700h", "infer"): "infer-fp32-nchw-pt240-cpu-i7_12700h-dynamo",
}


def expected(database: duckdb.DuckDBPyConnection, limits: dict[str, Any]) -> pd.DataFrame:
    run = limits.get("run") or DEFAULT_RUNS[limits.get("device", "rtx4090"), limits.get("task", "infer")]
    rows = database.execute("from benchmarks where run = ? and not suspect", [run]).df()
    rows = rows[rows.release == rows.release.max()].drop(columns=["top1"])
    accuracies = database.execute("from accuracy where test_set = ?", [limits.get("test_set", "imagenet")]).df()
    accuracies = accuracies.rename(columns={"release": "accuracy_release"})
    rows = rows.merge(accuracies, on=["accuracy_release", "model", "img_size"], suffixes=("_imagenet", ""))
    rows["ms"] = 1000 * rows.secs
    rows = rows[rows.ms <= limits.get("budget_ms", float("inf"))]
    rows = rows[rows.top1 >= limits.get("min_top1", 0)]
    rows = rows[rows.param_count <= limits.get("max_params", float("inf"))]
    rows = rows[rows.img_size <= limits.get("max_img_size", 10_000)]
    rows = rows[rows.license_class == limits.get("license_class", rows.license_class)]
    rows = rows.sort_values(["top1", "secs", "model"], ascending=[False, True, True])
    return rows.drop_duplicates("model").reset_index(drop=True)


def picked(database: duckdb.DuckDBPyConnection, limits: dict[str, Any]) -> pd.DataFrame:
    arguments = ", ".join(f"{name} := {value!r}" for name, value in limits.items())
    return database.execute(f"from pick({arguments})").df()


@pytest.mark.parametrize("limits", LIMITS)
def test_best_models_within_limits(database: duckdb.DuckDBPyConnection, limits: dict[str, Any]) -> None:
    ours, theirs = picked(database, limits), expected(database, limits)
    columns = ["model", "img_size", "top1", "top1_low", "top1_high", "ms", "param_count", "license", "batch_size"]
    assert len(ours) > 5
    pd.testing.assert_frame_equal(ours[columns], theirs[columns], check_dtype=False)
    assert (ours.origin == "measured").all()
    assert (ours.differs_from_first == (theirs["rank"] > theirs["rank_high"].iloc[0])).all()


def test_frontier_is_marked(database: duckdb.DuckDBPyConnection) -> None:
    ours = database.execute("select model from pick() where is_on_frontier order by 1").fetchall()
    frontier = database.execute(
        "select distinct model from pareto_frontier "
        "semi join pick() as picked using (release, run, model, img_size) order by 1"
    ).fetchall()
    assert ours == frontier
    assert len(ours) > 10


@pytest.mark.parametrize(
    "limits", [{"device": "nosuch"}, {"task": "nosuch"}, {"run": "nosuch"}, {"test_set": "nosuch"}]
)
def test_name_that_does_not_exist_gives_no_rows(database: duckdb.DuckDBPyConnection, limits: dict[str, str]) -> None:
    assert picked(database, limits).empty
