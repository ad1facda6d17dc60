"""An import says in one line why it takes nothing, and leaves seeds, database and pages as they were."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from dbt_process import DbtProcess, Outcome

IMAGENET = "results-imagenet.csv"
BENCHMARK = "benchmark-infer-amp-nchw-pt210-cu121-rtx3090.csv"
CHECKPOINTS = "checkpoints.csv"
RENAMED = "renamed_models.csv"
RESULT = "resnet50.a1_in1k,224,80.218,19.782,94.58,5.42,25.56,0.95,bicubic\n"
TIMING = "resnet50,224,1024,2500.5,409.5,25.56\n"
GOOD = {
    IMAGENET: "model,img_size,top1,top1_err,top5,top5_err,param_count,crop_pct,interpolation\n"
    'eva_giant_patch14_560.m30m,560,89.79,10.21,98.99,1.01,"1,014.45",1.0,bicubic\n' + RESULT,
    BENCHMARK: "model,infer_img_size,infer_batch_size,infer_samples_per_sec,infer_step_time,param_count\n" + TIMING,
    CHECKPOINTS: "model,module,license,hf_hub_id,paper_ids\nresnet50.a1_in1k,resnet,mit,timm/resnet50.a1_in1k,\n",
    RENAMED: "old_model,model\nresnet50_old,resnet50.a1_in1k\n",
}
AT_224 = "resnet50.a1_in1k at 224: "

# In which file what is replaced with what, and what the import says of the file.
REFUSED = {
    "unknown column": (IMAGENET, "crop_pct", "crop", "line 1: unknown column crop, missing column crop_pct"),
    "missing column": (BENCHMARK, ",infer_batch_size", "", "line 1: missing column batch_size"),
    "missing column of the registry": (CHECKPOINTS, ",paper_ids", "", "line 1: missing column paper_ids"),
    "duplicate column": (IMAGENET, "top1_err", "top1", "line 1: duplicate column top1"),
    "column in two spellings": (IMAGENET, "top1_err", "cropt_pct", "line 1: duplicate column crop_pct"),
    "columns of the other task": (BENCHMARK, "infer_img", "train_img", "line 1: unknown column train_img_size"),
    "semicolons": (BENCHMARK, GOOD[BENCHMARK], GOOD[BENCHMARK].replace(",", ";"), "line 1: unknown column model;infer"),
    "SQL for a column": (IMAGENET, "top1_err", "'); drop table x; --", "line 1: unknown column '); drop table x; --"),
    "empty file": (IMAGENET, GOOD[IMAGENET], "", "line 1: missing column model"),
    "header alone": (BENCHMARK, TIMING, "", "line 1: a header without rows"),
    "header again": (IMAGENET, RESULT, GOOD[IMAGENET], "line 3, column img_size: Error when converting column"),
    "text for a number": (IMAGENET, "80.218", "high", "line 3, column top1: Error when converting column"),
    "a value too many": (IMAGENET, "0.95,", "0.95,1,", "line 3: Expected Number of Columns: 9 Found: 10"),
    "a value too few": (IMAGENET, "0.95,", "", "line 3, column interpolation: Expected Number of Columns: 9 Found: 8"),
    "open quote": (IMAGENET, '"1,014.45"', '"1,014.45', "line 2, column param_count: Value with unterminated quote"),
    "no value": (IMAGENET, "80.218", "", AT_224 + "top1 is empty, expected a number from 0 to 100"),
    "no text": (IMAGENET, "0.95,bicubic", "0.95,", AT_224 + "interpolation is empty, expected a text"),
    "over 100 percent": (IMAGENET, "94.58", "100.1", AT_224 + "top5 is 100.1, expected a number from 0 to 100"),
    "not a number": (IMAGENET, "80.218", "nan", AT_224 + "top1 is nan, expected a number from 0 to 100"),
    "no pixel": (IMAGENET, ",224,", ",0,", "resnet50.a1_in1k at 0: img_size is 0, expected a whole number above 0"),
    "negative rate": (BENCHMARK, "2500.5", "-1", "resnet50 at 224: samples_per_sec is -1.0, expected a number above 0"),
    "infinite time": (BENCHMARK, "409.5", "1e999", "resnet50 at 224: step_time is inf, expected a number above 0"),
    "name with a blank": (IMAGENET, "resnet50.", "resnet50 .", "model is resnet50 .a1_in1k, expected a name like"),
    "tag in a benchmark": (BENCHMARK, "resnet50,", "resnet50.a1,", "architecture is resnet50.a1, expected a name with"),
    "duplicate row": (IMAGENET, RESULT, RESULT + RESULT.replace("80", "81"), AT_224 + "duplicate row"),
    "duplicate timing": (BENCHMARK, TIMING, TIMING + TIMING, "resnet50 at 224: duplicate row"),
    "duplicate old name": (
        RENAMED,
        "resnet50_old,",
        "resnet50_old,resnet18\nresnet50_old,",
        "resnet50_old: duplicate row",
    ),
}


@pytest.fixture(scope="module")
def copy(copy_with_short_seeds: Path) -> Iterator[Path]:
    """With a database and a page, which no import may touch."""
    folder = copy_with_short_seeds
    with duckdb.connect(folder / "timm.duckdb") as connection:
        connection.execute("create table speed as select 1 as secs")
    (folder / "site").mkdir()
    (folder / "site/index.html").write_text("a page")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TIMM_PICKER_DATABASE", str(folder / "timm.duckdb"))
        yield folder


@pytest.fixture(scope="module")
def dbt(copy: Path) -> DbtProcess:
    return DbtProcess(copy)


@pytest.fixture
def upstream(tmp_path: Path) -> Path:
    for name, text in GOOD.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def run_import(dbt: DbtProcess, file: str, folder: Path, release: str = "2025-02-03") -> Outcome:
    if file in {CHECKPOINTS, RENAMED}:
        return dbt.run_operation("import_timm_registry", folder=str(folder))
    return dbt.run_operation("import_timm_results", folder=str(folder), release=release)


def assert_one_line(outcome: Outcome, place: str, complaint: str = "") -> None:
    assert not outcome.success
    _, line = outcome.output.strip().splitlines()
    assert f"Nothing was imported. {place}" in line
    assert complaint in line


def contents(copy: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for pattern in ("seeds/*", "site/*", "*.duckdb*") for path in copy.glob(pattern)}


def test_good_files_change_the_seeds_alone(upstream: Path, copy: Path, dbt: DbtProcess) -> None:
    before = contents(copy)
    for file in (IMAGENET, RENAMED):
        outcome = run_import(dbt, file, upstream)
        assert outcome.success, outcome.output
    changed = {path.name for path, content in contents(copy).items() if content != before.get(path)}
    assert changed == {"accuracies.csv", "speeds.csv", "checkpoints.csv", "renamed_models.csv"}
    for path, content in before.items():
        path.write_bytes(content)


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_refused_leaves_all_as_it_was(kind: str, upstream: Path, copy: Path, dbt: DbtProcess) -> None:
    file, old, new, complaint = REFUSED[kind]
    assert old in GOOD[file]
    (upstream / file).write_text(GOOD[file].replace(old, new, 1))
    before = contents(copy)
    assert_one_line(run_import(dbt, file, upstream), f"{file}, ", complaint)
    assert contents(copy) == before


@pytest.mark.parametrize("old_and_new", [(b"bicubic", b"\xff"), (b"\n", b"\r\n")], ids=["not UTF-8", "mixed line ends"])
def test_what_duckdb_refuses_to_read(
    old_and_new: tuple[bytes, bytes], upstream: Path, copy: Path, dbt: DbtProcess
) -> None:
    """In its own words, which name the file."""
    (upstream / BENCHMARK).write_bytes((GOOD[BENCHMARK] + "bicubic").encode().replace(*old_and_new, 1))
    before = contents(copy)
    outcome = run_import(dbt, BENCHMARK, upstream)
    assert not outcome.success
    assert str(upstream / BENCHMARK) in outcome.output
    assert contents(copy) == before


@pytest.mark.parametrize("file", [IMAGENET, CHECKPOINTS, RENAMED])
def test_a_file_that_is_missing(file: str, upstream: Path, copy: Path, dbt: DbtProcess) -> None:
    (upstream / file).unlink()
    before = contents(copy)
    assert_one_line(run_import(dbt, file, upstream), f"{upstream} has no ", "name a folder that does")
    assert contents(copy) == before


@pytest.mark.parametrize("name", ["benchmark-infer-rtx3090.csv", BENCHMARK.replace("pt210", "pt21")])
def test_a_name_like_no_benchmark(name: str, upstream: Path, copy: Path, dbt: DbtProcess) -> None:
    (upstream / BENCHMARK).rename(upstream / name)
    before = contents(copy)
    assert_one_line(run_import(dbt, IMAGENET, upstream), f"{name} is not named like a benchmark")
    assert contents(copy) == before


@pytest.mark.parametrize("release", ["own", "2025-2-3", "2025-02-30", "'); drop table x; --"])
def test_a_release_that_is_not_a_date(release: str, upstream: Path, copy: Path, dbt: DbtProcess) -> None:
    before = contents(copy)
    assert_one_line(run_import(dbt, IMAGENET, upstream, release), f"{release} is not a date")
    assert contents(copy) == before


def test_a_seed_that_cannot_be_read_keeps_the_other_as_it_was(upstream: Path, copy: Path, dbt: DbtProcess) -> None:
    speeds = copy / "seeds/speeds.csv"
    good = speeds.read_text()
    speeds.write_text(good + "<<<<<<< HEAD\n")
    before = contents(copy)
    outcome = run_import(dbt, IMAGENET, upstream)
    assert not outcome.success
    assert "speeds.csv" in outcome.output
    assert contents(copy) == before
    speeds.write_text(good)
