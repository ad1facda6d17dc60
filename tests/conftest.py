import json
import os
import subprocess
from pathlib import Path
from typing import Any

import duckdb
import pytest

import estimates
from copy_project import PROJECT, copy_project

os.environ.setdefault("TIMM_PICKER_DATABASE", str(PROJECT / "target/test/timm.duckdb"))
DATABASE = Path(os.environ["TIMM_PICKER_DATABASE"])


def pytest_sessionstart() -> None:
    if not DATABASE.exists():
        pytest.exit(f"{DATABASE} does not exist: run `make test`, which builds it before it runs pytest", returncode=2)


@pytest.fixture(scope="session")
def project() -> Path:
    return PROJECT


@pytest.fixture(scope="session")
def database() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(str(DATABASE), read_only=True)
    # Marts are in main; tests ask the others by their names too.
    connection.execute("set search_path = 'main,page,intermediate,staging,seeds'")
    return connection


@pytest.fixture(scope="session")
def hidden_devices(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three devices are unknown but for own benchmarks of the anchors; made-up ones timed other networks."""
    copy = estimates.copy_without(["i9_10940x", "rtx3090", "rtx5090"], DATABASE, tmp_path_factory.mktemp("hidden"))
    measured = estimates.measured_speeds(DATABASE)
    speeds_of_rtx5090 = measured[measured.run == "infer-amp-nchw-pt291-cu130-5090"]
    speeds = measured.drop_duplicates(["task", "architecture"])
    training = speeds[speeds.task == "train"].iloc[::60]
    # One is another network than its name says, and the last of a size that no reference run timed.
    training = training.assign(
        param_count=training.param_count.mask(training.architecture == "resnet26t", 999),
        img_size=[*training.img_size[:-1], 1000],
    )
    small_anchors = speeds_of_rtx5090[speeds_of_rtx5090.is_anchor & (speeds_of_rtx5090.gmacs < 10)]
    made_up = {
        "small-anchors": small_anchors,
        "training": training,
        "too-few": speeds[speeds.task == "infer"].head(4),
        "too-many": speeds[speeds.task == "infer"].head(101),
    }
    for name, timings in made_up.items():
        estimates.write_own_benchmark(copy / f"runs/{name}.csv", timings)
    return estimates.build(copy)


@pytest.fixture(scope="session")
def manifest() -> dict[str, Any]:
    return json.loads((DATABASE.parent / "manifest.json").read_text())


@pytest.fixture(scope="module")
def copy_of_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy whose seeds a test may write. The folder's name has a blank, and DuckDB might take it for a column."""
    return copy_project(tmp_path_factory.mktemp("release=a copy") / "timm_picker")


@pytest.fixture(scope="module")
def copy_with_short_seeds(copy_of_project: Path) -> Path:
    """An import rewrites five rows in no time."""
    for seed in ("accuracies", "speeds"):
        path = copy_of_project / f"seeds/{seed}.csv"
        path.write_text("".join(path.read_text().splitlines(keepends=True)[:6]))
    return copy_of_project


@pytest.fixture(scope="session")
def compiled_analyses(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("compiled")
    # pytest holds the built database open, so dbt compiles against an empty one of the same name.
    environment = os.environ | {"TIMM_PICKER_DATABASE": str(target / DATABASE.name)}
    options = ["--quiet", "--target-path", str(target), "--log-path", str(target)]
    command = ["dbt", "compile", "--select", "resource_type:analysis", *options]
    subprocess.run(command, cwd=project, env=environment, check=True, stdout=subprocess.DEVNULL)
    return target / "compiled/timm_picker/analysis"
