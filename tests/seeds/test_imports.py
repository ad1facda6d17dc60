"""The imports take every layout that upstream has used, and give the same bytes each time."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dbt_process import DbtProcess

RELEASE = "2025-02-03"
RESULTS = """\
model,img_size,top1,top1_err,top5,top5_err,param_count,crop_pct,interpolation
eva_giant_patch14_560.m30m_ft_in22k_in1k,560,89.790,10.210,98.990,1.010,"1,014.45",1.000,bicubic
resnet50.a1_in1k,224,80.218,19.782,94.580,5.420,25.56,0.950,bicubic
"""
RESULTS_OF_2021 = """\
model,top1,top1_err,top5,top5_err,param_count,img_size,cropt_pct,interpolation,top1_diff,top5_diff,rank_diff
resnet50,80.374,19.626,94.614,5.386,25.56,224,0.950,bicubic,-3.603,+0.761,-1g
"""
INFERENCE = """\
model,infer_img_size,infer_batch_size,infer_samples_per_sec,infer_step_time,infer_gmacs,infer_macts,param_count
resnet50,224,1024.0,2500.5,409.5,4.11,11.11,25.56
eva_giant_patch14_560,560,,,,1132.46,497.58,1014.45
"""
TRAINING = """\
model,train_samples_per_sec,train_step_time,train_batch_size,train_img_size,param_count
resnet50,826.48,463.878,384,224,25.56
"""
UPSTREAM = {
    "results-imagenet.csv": RESULTS,
    "results-sketch.csv": RESULTS_OF_2021.replace("\n", "\r\n"),
    "benchmark-infer-amp-nchw-pt210-cu121-rtx3090.csv": INFERENCE,
    "benchmark-train-amp_bf16-nhwc-pt110-cpu-i9_10940x-dynamo.csv": "\ufeff" + TRAINING.replace("\n", "\r\n"),
    "model_metadata-in1k.csv": "model,pretrain\n",
}
ACCURACIES = f"""\
{RELEASE},imagenet,eva_giant_patch14_560.m30m_ft_in22k_in1k,560,89.79,98.99,1014.45,1.0,bicubic
{RELEASE},imagenet,resnet50.a1_in1k,224,80.218,94.58,25.56,0.95,bicubic
{RELEASE},sketch,resnet50,224,80.374,94.614,25.56,0.95,bicubic
"""
SPEEDS = f"""\
{RELEASE},infer-amp-nchw-pt210-cu121-rtx3090,eva_giant_patch14_560,560,,,,1014.45,1132.46,497.58
{RELEASE},infer-amp-nchw-pt210-cu121-rtx3090,resnet50,224,2500.5,409.5,1024,25.56,4.11,11.11
{RELEASE},train-amp_bf16-nhwc-pt110-cpu-i9_10940x-dynamo,resnet50,224,826.48,463.878,384,25.56,,
"""
REPORT = """\
Read 3 rows of 2 files into seeds/accuracies.csv
Read 3 rows of 2 files into seeds/speeds.csv
Left out the columns rank_diff, top1_diff, top1_err, top5_diff, top5_err: they follow from the accuracies
Left out the files model_metadata-in1k.csv: named neither results-*.csv nor benchmark-*.csv
"""
REGISTRY = {
    "checkpoints.csv": "model,architecture,module,license,hf_hub_id,num_classes,paper_ids\n"
    'resnet50.a1_in1k,resnet50,resnet,apache-2.0,timm/resnet50.a1_in1k,1000,"arXiv:2110.00476,arXiv:1512.03385"\n'
    "aimv2.x,aimv2,vit,,,0,\n",
    "renamed_models.csv": "old_model,model\nresnet50_old,resnet50.a1_in1k\n",
}


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
    folder = tmp_path / "re'sults [1] *"
    folder.mkdir()
    for name, text in UPSTREAM.items():
        (folder / name).write_text(text, newline="")
    return folder


def lines_of_release(seed: Path, release: str) -> str:
    return "".join(line for line in seed.read_text().splitlines(keepends=True) if line.startswith(release))


def test_every_layout_arrives_and_other_releases_stay(upstream: Path, seeds: Path, run_operation: Callable) -> None:
    before = {name: (seeds / name).read_text() for name in ("accuracies.csv", "speeds.csv")}
    for _ in range(2):
        result = run_operation("import_timm_results", folder=str(upstream), release=RELEASE)
        assert result.success, result.output
        assert result.output.strip() == REPORT.strip()
        assert (seeds / "accuracies.csv").read_text() == before["accuracies.csv"] + ACCURACIES
        assert (seeds / "speeds.csv").read_text() == before["speeds.csv"] + SPEEDS


def test_a_state_without_benchmarks(upstream: Path, seeds: Path, run_operation: Callable) -> None:
    assert run_operation("import_timm_results", folder=str(upstream), release=RELEASE).success
    for path in upstream.glob("benchmark-*"):
        path.unlink()
    (upstream / "results-sketch.csv").unlink()
    assert run_operation("import_timm_results", folder=f"{upstream}/", release=RELEASE).success
    assert lines_of_release(seeds / "accuracies.csv", RELEASE).count("\n") == 2
    assert lines_of_release(seeds / "speeds.csv", RELEASE) == ""


def test_registry_arrives(tmp_path: Path, seeds: Path, run_operation: Callable) -> None:
    for name, text in REGISTRY.items():
        (tmp_path / name).write_text(text)
    result = run_operation("import_timm_registry", folder=str(tmp_path))
    assert result.output.splitlines() == [
        "Read 2 rows of 1 files into seeds/checkpoints.csv",
        "Read 1 rows of 1 files into seeds/renamed_models.csv",
        "Left out the columns architecture, num_classes: no seed keeps them",
    ]
    assert (seeds / "checkpoints.csv").read_text() == (
        "model,module,license,hf_hub_id,paper_ids\n"
        "aimv2.x,vit,unknown,,\n"
        'resnet50.a1_in1k,resnet,apache-2.0,timm/resnet50.a1_in1k,"arXiv:2110.00476,arXiv:1512.03385"\n'
    )
    assert (seeds / "renamed_models.csv").read_text() == REGISTRY["renamed_models.csv"]


def test_shipped_seeds_come_out_byte_for_byte(project: Path, seeds: Path, run_operation: Callable) -> None:
    shared = project.parent / "shared"
    if not shared.exists():
        pytest.skip("upstream's files are not in ../shared")
    for name in ("accuracies.csv", "speeds.csv"):
        header, *_ = (seeds / name).read_text().splitlines(keepends=True)
        (seeds / name).write_text(header)
    for release in ("2026-01-06", "2022-07-27"):
        folder = shared / "timm-results" / release
        assert run_operation("import_timm_results", folder=str(folder), release=release).success
    assert run_operation("import_timm_registry", folder=str(shared / "timm-registry")).success
    for path in seeds.glob("*.csv"):
        assert path.read_bytes() == (project / "seeds" / path.name).read_bytes(), path.name
