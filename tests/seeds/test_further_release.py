"""A release that is not shipped comes in beside the others, and the build stays green."""

import subprocess
from pathlib import Path

import duckdb
import pytest

ACCURACIES = """\
model,img_size,top1,top1_err,top5,top5_err,param_count,crop_pct,interpolation
resnet50.a1_in1k,224,80.218,19.782,94.580,5.420,25.56,0.950,bicubic
unheard_of.in1k,224,70.000,30.000,90.000,10.000,5.00,0.950,bicubic
"""
SPEEDS = """\
model,infer_samples_per_sec,infer_step_time,infer_batch_size,infer_img_size,param_count
resnet50,3000.0,341.3,1024,224,25.56
"""


@pytest.fixture
def built(copy_of_project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> subprocess.CompletedProcess:
    monkeypatch.setenv("TIMM_PICKER_DATABASE", str(tmp_path / "timm.duckdb"))
    upstream = tmp_path / "results"
    upstream.mkdir()
    (upstream / "results-imagenet.csv").write_text(ACCURACIES)
    (upstream / "results-imagenet-unheard-of.csv").write_text(ACCURACIES)
    (upstream / "benchmark-infer-amp-nhwc-pt270-cu126-h100.csv").write_text(SPEEDS)
    arguments = f"{{folder: '{upstream}', release: 2026-11-01}}"
    imported = subprocess.run(
        ["dbt", "run-operation", "import_timm_results", "--args", arguments], cwd=copy_of_project, check=False
    )
    assert imported.returncode == 0
    return subprocess.run(["dbt", "build"], cwd=copy_of_project, capture_output=True, text=True, check=False)


def test_build_is_green_and_warns_of_unknown_names(built: subprocess.CompletedProcess, tmp_path: Path) -> None:
    assert built.returncode == 0, built.stdout
    assert "Warning in test names_that_the_seeds_do_not_know" in built.stdout
    assert "Got 2 results" in built.stdout
    with duckdb.connect(str(tmp_path / "timm.duckdb"), read_only=True) as database:
        joined = database.execute("select run, model, device, license from benchmarks where release = '2026-11-01'")
        assert joined.fetchall() == [
            ("infer-amp-nhwc-pt270-cu126-h100", "resnet50.a1_in1k", "h100", "apache-2.0"),
        ]
        unknown = database.execute(
            "select top1_low, rank_low, rank_high from accuracy where test_set ilike '%unheard%'"
        )
        assert unknown.fetchall() == [(None, None, None), (None, None, None)]
        assert database.execute("select count(*) from inference").fetchone() == (165,)
