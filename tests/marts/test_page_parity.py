"""The FastAI page's own steps, in pandas, over the figures of 2022-07-27: the oracle for `inference` and `training`."""

import re
from pathlib import Path

import duckdb
import pandas as pd
import pytest

FRAMES = {"inference": ("infer", 165, 61), "training": ("train", 172, 66)}


def page_frame(project: Path, task: str) -> pd.DataFrame:
    accuracies = pd.read_csv(project / "seeds/accuracies.csv")
    speeds = pd.read_csv(project / "seeds/speeds.csv")
    validation = accuracies[(accuracies.release == "2022-07-27") & (accuracies.test_set == "imagenet")]
    benchmark = speeds[(speeds.release == "2022-07-27") & (speeds.run == f"{task}-amp-nhwc-pt111-cu113-rtx3090")]
    benchmark = benchmark.rename(columns={"architecture": "model", "param_count": "benchmark_param_count"})
    frame = benchmark.merge(validation, on="model", suffixes=("", "_validation"))
    frame["secs"] = 1.0 / frame.samples_per_sec
    frame["family"] = frame.model.map(
        lambda name: match[1] if (match := re.search(r"^([a-z]+?(?:v2)?)(?:\d|_|$)", name)) else ""
    )
    frame.loc[frame.model.str.contains("in22"), "family"] += "_in22"
    frame.loc[frame.model.str.contains("resnet.*d"), "family"] += "d"
    frame = frame[~frame.model.str.endswith("gn")]
    return frame[frame.family.str.contains(r"^re[sg]netd?|beit|convnext|levit|efficient|vit|vgg")]


@pytest.mark.parametrize("name", FRAMES)
def test_frame_matches_the_fastai_page(name: str, project: Path, database: duckdb.DuckDBPyConnection) -> None:
    task, models, _ = FRAMES[name]
    expected = page_frame(project, task)
    ours = database.execute(f"from {name}").df()
    columns = ["model", "family", "secs", "samples_per_sec", "img_size", "top1", "top5", "param_count"]
    columns += ["benchmark_param_count", "step_time", "batch_size", "crop_pct", "interpolation"]
    assert len(expected) == len(ours) == models
    by_model = [frame.sort_values("model")[columns].reset_index(drop=True) for frame in (expected, ours)]
    pd.testing.assert_frame_equal(*by_model, check_exact=True, check_dtype=False)


@pytest.mark.parametrize("name", FRAMES)
def test_subset_matches_the_fastai_page(name: str, project: Path, database: duckdb.DuckDBPyConnection) -> None:
    task, _, models = FRAMES[name]
    expected = page_frame(project, task)
    expected = expected[expected.family.str.fullmatch("levit|resnetd?|regnetx|vgg|convnext.*|efficientnetv2|beit")]
    ours = database.execute(
        f"select model from {name} join families using (model) where is_in_fastai_page_subset"
    ).fetchall()
    assert {model for (model,) in ours} == set(expected.model)
    assert len(ours) == models


def test_printed_numbers_hold(database: duckdb.DuckDBPyConnection) -> None:
    validated = database.execute(
        "select model, top1, top5, param_count, img_size, count(*) over () from stg_accuracies "
        "where release = '2022-07-27' and test_set = 'imagenet' order by top1 desc"
    )
    assert validated.fetchone() == ("beit_large_patch16_512", 88.602, 98.656, 305.67, 512, 668)
    assert database.execute("select model, samples_per_sec, secs from inference").fetchone() == (
        "levit_128s",
        21485.8,
        4.654236751715086e-05,
    )
    assert database.execute("select model, samples_per_sec from training").fetchone() == ("levit_128s", 6303.14)
    assert database.execute("select count(distinct family) from inference").fetchone() == (22,)


def test_networks_other_than_the_validated_are_suspect(database: duckdb.DuckDBPyConnection) -> None:
    suspects = database.execute("select model from training where suspect order by model").fetchall()
    assert [model for (model,) in suspects] == [
        "convnext_small_384_in22ft1k",
        "convnext_small_in22ft1k",
        "convnext_tiny_384_in22ft1k",
        "convnext_tiny_in22ft1k",
    ]
    assert database.execute("select count(*) from inference where suspect").fetchone() == (0,)


def test_family_counts_are_the_frames(project: Path, database: duckdb.DuckDBPyConnection) -> None:
    for task, *_ in FRAMES.values():
        expected = page_frame(project, task).family.value_counts().to_dict()
        ours = database.execute("select family, models from family_counts where task = ?", [task]).fetchall()
        assert dict(ours) == expected
