"""The import takes every layout that upstream has used, and stops at the first place it does not understand."""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dbt_process import DbtProcess

RESULTS = {
    "columns": "model,img_size,top1,top1_err,top5,top5_err,param_count,crop_pct,interpolation",
    "rows": [
        'eva_giant_patch14_560.m30m_ft_in22k_in1k,560,89.790,10.210,98.990,1.010,"1,014.45",1.000,bicubic',
        "resnet50.a1_in1k,224,80.218,19.782,94.580,5.420,25.56,0.950,bicubic",
    ],
}
SPEEDS = {
    "columns": "model,infer_img_size,infer_batch_size,infer_samples_per_sec,infer_step_time,"
    "infer_gmacs,infer_macts,param_count",
    "rows": [
        "resnet50,224,1024.0,2500.5,409.5,4.11,11.11,25.56",
        "eva_giant_patch14_560,560,,,,1132.46,497.58,1014.45",
    ],
}
BENCHMARK = "benchmark-infer-amp-nchw-pt210-cu121-rtx3090.csv"


@pytest.fixture(scope="module")
def small_project(copy_with_short_seeds: Path) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TIMM_PICKER_DATABASE", ":memory:")
        yield copy_with_short_seeds


@pytest.fixture(scope="module")
def run_operation(small_project: Path) -> Callable:
    return DbtProcess(small_project).run_operation


@pytest.fixture
def seeds(small_project: Path) -> Iterator[Path]:
    folder = small_project / "seeds"
    before = {path: path.read_bytes() for path in folder.iterdir()}
    yield folder
    for path, content in before.items():
        path.write_bytes(content)


@pytest.fixture
def upstream(tmp_path: Path) -> Path:
    folder = tmp_path / "re'sults [1]"
    folder.mkdir()
    write(folder / "results-imagenet.csv", RESULTS)
    write(folder / BENCHMARK, SPEEDS)
    return folder


def write(path: Path, table: dict[str, str | list[str]], line_end: str = "\n") -> None:
    path.write_text(line_end.join([table["columns"], *table["rows"]]) + line_end, newline="")


def release_rows(seed: Path, release: str) -> list[dict[str, str]]:
    with seed.open() as file:
        return [row for row in csv.DictReader(file) if row["release"] == release]


def test_figures_arrive(upstream: Path, seeds: Path, run_operation: Callable) -> None:
    (upstream / "model_metadata-in1k.csv").write_text("model,pretrain\n")
    result = run_operation("import_timm_results", folder=str(upstream), release="2025-02-03")
    assert result.success, result.output
    eva, resnet = release_rows(seeds / "accuracies.csv", "2025-02-03")
    assert eva == {
        "release": "2025-02-03",
        "test_set": "imagenet",
        "model": "eva_giant_patch14_560.m30m_ft_in22k_in1k",
        "img_size": "560",
        "top1": "89.79",
        "top5": "98.99",
        "param_count": "1014.45",
        "crop_pct": "1.0",
        "interpolation": "bicubic",
    }
    assert (resnet["model"], resnet["top1"]) == ("resnet50.a1_in1k", "80.218")
    unrated, rated = release_rows(seeds / "speeds.csv", "2025-02-03")
    assert rated == {
        "release": "2025-02-03",
        "run": "infer-amp-nchw-pt210-cu121-rtx3090",
        "architecture": "resnet50",
        "img_size": "224",
        "samples_per_sec": "2500.5",
        "step_time": "409.5",
        "batch_size": "1024",
        "param_count": "25.56",
        "gmacs": "4.11",
        "macts": "11.11",
    }
    assert (unrated["architecture"], unrated["samples_per_sec"], unrated["batch_size"]) == (
        "eva_giant_patch14_560",
        "",
        "",
    )
    assert "Read 2 rows of 1 files into seeds/accuracies.csv as release 2025-02-03" in result.output
    assert "Read 2 rows of 1 files into seeds/speeds.csv as release 2025-02-03" in result.output
    assert "model_metadata-in1k.csv" in result.output
    assert "top1_err, top5_err" in result.output


def test_other_releases_stay_and_the_same_import_gives_the_same_bytes(
    upstream: Path, seeds: Path, run_operation: Callable
) -> None:
    shipped = {name: (seeds / name).read_text().splitlines() for name in ("accuracies.csv", "speeds.csv")}
    assert run_operation("import_timm_results", folder=str(upstream), release="2025-02-03").success
    once = {name: (seeds / name).read_bytes() for name in shipped}
    assert run_operation("import_timm_results", folder=str(upstream), release="2025-02-03").success
    assert {name: (seeds / name).read_bytes() for name in shipped} == once
    for name, lines in shipped.items():
        assert [line for line in once[name].decode().splitlines() if "2025-02-03" not in line] == lines
    write(upstream / "results-imagenet.csv", RESULTS | {"rows": RESULTS["rows"][:1]})
    (upstream / BENCHMARK).unlink()
    assert run_operation("import_timm_results", folder=str(upstream), release="2025-02-03").success
    assert len(release_rows(seeds / "accuracies.csv", "2025-02-03")) == 1
    assert release_rows(seeds / "speeds.csv", "2025-02-03") == []


def test_layouts_of_older_releases(upstream: Path, seeds: Path, run_operation: Callable) -> None:
    untagged = {
        "columns": "model,top1,top1_err,top5,top5_err,param_count,img_size,cropt_pct,interpolation,"
        "top1_diff,top5_diff,rank_diff",
        "rows": ["resnet50,80.374,19.626,94.614,5.386,25.56,224,0.950,bicubic,-3.603,+0.761,-1g"],
    }
    write(upstream / "results-sketch.csv", untagged, line_end="\r\n")
    training = {
        "columns": "model,train_samples_per_sec,train_step_time,train_batch_size,train_img_size,param_count",
        "rows": ["resnet50,826.48,463.878,384,224,25.56"],
    }
    write(upstream / "benchmark-train-amp_bf16-nhwc-pt110-cpu-i9_10940x-dynamo.csv", training, line_end="\r\n")
    assert run_operation("import_timm_results", folder=str(upstream), release="2025-02-03").success
    (sketch,) = [row for row in release_rows(seeds / "accuracies.csv", "2025-02-03") if row["test_set"] == "sketch"]
    assert (sketch["model"], sketch["crop_pct"], sketch["interpolation"]) == ("resnet50", "0.95", "bicubic")
    *_, trained = release_rows(seeds / "speeds.csv", "2025-02-03")
    assert trained["run"] == "train-amp_bf16-nhwc-pt110-cpu-i9_10940x-dynamo"
    assert (trained["samples_per_sec"], trained["img_size"], trained["gmacs"]) == ("826.48", "224", "")


def spoilt(old: str, new: str) -> Callable[[str], str]:
    def spoil(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return spoil


REFUSED = {
    "unknown column": (spoilt("crop_pct", "crop"), "line 1, column 8 (crop): a column that this import does not know"),
    "the same column twice": (spoilt(",top5,", ",top1,"), "line 1, column 5 (top1): the column stands there twice"),
    "text for a number": (spoilt("80.218", "high"), "line 3, column 3 (top1): 'high' is not a number from 0 to 100"),
    "over 100 percent": (spoilt("80.218", "180.2"), "line 3, column 3 (top1): '180.2' is not a number from 0 to 100"),
    "not a number": (spoilt("80.218", "nan"), "line 3, column 3 (top1): 'nan' is not"),
    "empty": (spoilt("80.218", ""), "line 3, column 3 (top1): '' is not"),
    "decimal comma": (spoilt('"1,014.45"', '"1014,45"'), "line 2, column 7 (param_count): '1014,45' is not"),
    "negative": (spoilt("25.56", "-25.56"), "line 3, column 7 (param_count): '-25.56' is not a number above 0"),
    "half a pixel": (spoilt(",224,", ",224.5,"), "line 3, column 2 (img_size): '224.5' is not a whole number above 0"),
    "name with a blank": (
        spoilt("resnet50.a1", "resnet 50.a1"),
        "line 3, column 1 (model): 'resnet 50.a1_in1k' is not",
    ),
    "a value too many": (spoilt(",0.950,", ",0.950,1,"), "line 3, column 10: 10 values under a header of 9"),
    "a value too few": (spoilt(",0.950,", ","), "line 3, column 9: 8 values under a header of 9"),
    "open quote": (spoilt('"1,014.45"', '"1,014.45'), "line 2, column 7: a quote that is not closed"),
    "the same twice": (lambda text: text + RESULTS["rows"][1] + "\n", "line 4: resnet50.a1_in1k at 224 stands there a"),
    "second header": (
        lambda text: text + text.splitlines()[0] + "\n",
        "line 4: a second header; make a file of what stands below",
    ),
    "header alone": (lambda text: text.splitlines()[0] + "\n", "line 1: a header without a row"),
    "empty file": (lambda _: "", "line 1: the file is empty"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_not_understood_stops_the_import(
    kind: str, upstream: Path, seeds: Path, run_operation: Callable
) -> None:
    spoil, complaint = REFUSED[kind]
    path = upstream / "results-imagenet.csv"
    path.write_text(spoil(path.read_text()))
    before = {seed: seed.read_bytes() for seed in seeds.iterdir()}
    result = run_operation("import_timm_results", folder=str(upstream), release="2025-02-03")
    assert not result.success
    assert f"Nothing was imported. results-imagenet.csv, {complaint}" in result.output
    assert {seed: seed.read_bytes() for seed in seeds.iterdir()} == before


def test_missing_column(upstream: Path, seeds: Path, run_operation: Callable) -> None:
    write(upstream / BENCHMARK, {"columns": "model,infer_img_size", "rows": ["resnet50,224"]})
    result = run_operation("import_timm_results", folder=str(upstream), release="2025-02-03")
    assert f"{BENCHMARK}, line 1, column (infer_batch_size): the column is missing (and 3 more)" in result.output
    assert release_rows(seeds / "speeds.csv", "2025-02-03") == []


def test_bytes_that_are_no_text(upstream: Path, run_operation: Callable) -> None:
    (upstream / BENCHMARK).write_bytes(b"model\xff\n")
    result = run_operation("import_timm_results", folder=str(upstream), release="2025-02-03")
    assert f"{BENCHMARK}, line 1, column 1: a NUL byte, or bytes that are not UTF-8" in result.output


def test_unknown_benchmark_name(upstream: Path, run_operation: Callable) -> None:
    (upstream / BENCHMARK).rename(upstream / "benchmark-infer-rtx3090.csv")
    result = run_operation("import_timm_results", folder=str(upstream), release="2025-02-03")
    assert "benchmark-infer-rtx3090.csv is named like no benchmark" in result.output


@pytest.mark.parametrize("release", ["own", "2025-2-3", "2025-02-30", "'); drop table x; --"])
def test_release_is_a_date(release: str, upstream: Path, run_operation: Callable) -> None:
    result = run_operation("import_timm_results", folder=str(upstream), release=release)
    assert f"The release '{release}' is no date" in result.output


def test_folder_without_results(tmp_path: Path, run_operation: Callable) -> None:
    result = run_operation("import_timm_results", folder=str(tmp_path), release="2025-02-03")
    assert f"{tmp_path} holds no file results-*.csv" in result.output


REGISTRY = {
    "checkpoints.csv": "model,architecture,module,license,hf_hub_id,num_classes,paper_ids\n"
    'resnet50.a1_in1k,resnet50,resnet,apache-2.0,timm/resnet50.a1_in1k,1000,"arXiv:2110.00476,arXiv:1512.03385"\n'
    "aimv2.x,aimv2,vit,,,0,\n",
    "renamed_models.csv": "old_model,model\nresnet50_old,resnet50.a1_in1k\n",
}


def test_registry_arrives(tmp_path: Path, seeds: Path, run_operation: Callable) -> None:
    for name, text in REGISTRY.items():
        (tmp_path / name).write_text(text)
    assert run_operation("import_timm_registry", folder=str(tmp_path)).success
    assert (seeds / "checkpoints.csv").read_text() == (
        "model,module,license,hf_hub_id,paper_ids\n"
        "aimv2.x,vit,unknown,,\n"
        'resnet50.a1_in1k,resnet,apache-2.0,timm/resnet50.a1_in1k,"arXiv:2110.00476,arXiv:1512.03385"\n'
    )
    assert (seeds / "renamed_models.csv").read_text() == REGISTRY["renamed_models.csv"]


def test_registry_needs_both_files(tmp_path: Path, seeds: Path, run_operation: Callable) -> None:
    (tmp_path / "checkpoints.csv").write_text(REGISTRY["checkpoints.csv"])
    before = (seeds / "checkpoints.csv").read_bytes()
    result = run_operation("import_timm_registry", folder=str(tmp_path))
    assert "renamed_models.csv does not exist" in result.output
    assert (seeds / "checkpoints.csv").read_bytes() == before
