"""Own benchmarks come in beside upstream's runs, and what cannot be used is said with file, line and reason."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

INFER = """\
model,infer_samples_per_sec,infer_step_time,infer_batch_size,infer_img_size,param_count
resnet50.a1_in1k,100.0,320.0,32,224,25.56
mobilenetv3_small_100,500.0,64.0,32,224,2.54

nobody_knows_this,1.0,1.0,1,224,1.0
resnet50,90.0,300.0,32,224,25.56
resnet18,,,,224,11.69
resnet34,fast,1.0,1,224,21.8
resnet34,10.0,1.0
levit_128s,400.0,80.0,32,224,7.78
regnetx_002,450.0,71.1,32,224,2.68
vit_tiny_patch16_224,300.0,106.7,32,224,5.72
convnext_tiny,20.0,1600.0,32,224,99.99
"""
BOTH = """\
param_count,model,infer_samples_per_sec,infer_img_size,infer_gmacs,infer_macts,train_samples_per_sec,train_img_size,extra
7.78,levit_128s,64.25,224,0.31,1.88,20.0,224,x
2.68,regnetx_002,65.59,224,0.2,2.16,,224,x
"""
KEY = "release, run, model, img_size, secs, top1, suspect"


class Project:
    def __init__(self, folder: Path, database: Path) -> None:
        self.folder = folder
        self.database = database
        self.output = ""

    def build(self, pattern: str) -> subprocess.CompletedProcess[str]:
        command = ["dbt", "build", "--vars", f'{{own_benchmarks: "{pattern}"}}']
        return subprocess.run(command, cwd=self.folder, capture_output=True, text=True, check=False)

    def ask(self, sql: str) -> list[tuple]:
        with duckdb.connect(str(self.database), read_only=True) as connection:
            return connection.execute(sql).fetchall()


@pytest.fixture(scope="module")
def own(copy_of_project: Path) -> Iterator[Project]:
    database = copy_of_project / "own.duckdb"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TIMM_PICKER_DATABASE", str(database))
        yield Project(copy_of_project, database)


@pytest.fixture(scope="module")
def built(own: Project, project: Path) -> Project:
    runs = own.folder / "runs"
    shutil.copytree(project / "measure/h200", runs / "measured")
    (runs / "my board.csv").write_text(INFER.replace("\n", "\r\n"), newline="")
    (runs / "benchmark-infer-amp-nchw-pt291-cu128-4090.csv").write_text(BOTH)
    answer = own.build("runs/**/*.csv")
    assert answer.returncode == 0, answer.stdout
    own.output = answer.stdout
    assert "Got 6 results, configured to warn" in answer.stdout
    return own


def test_good_rows_are_taken(built: Project) -> None:
    assert built.ask(
        "select run, architecture, samples_per_sec, gmacs from speed "
        "where release = 'own' and run not like '%h200%' order by 1, 2"
    ) == [
        ("infer-amp-nchw-pt291-cu128-4090", "levit_128s", 64.25, 0.31),
        ("infer-amp-nchw-pt291-cu128-4090", "regnetx_002", 65.59, 0.2),
        ("infer-my board", "convnext_tiny", 20.0, None),
        ("infer-my board", "levit_128s", 400.0, None),
        ("infer-my board", "mobilenetv3_small_100", 500.0, None),
        ("infer-my board", "regnetx_002", 450.0, None),
        ("infer-my board", "resnet50", 100.0, None),
        ("infer-my board", "vit_tiny_patch16_224", 300.0, None),
        ("train-amp-nchw-pt291-cu128-4090", "levit_128s", 20.0, None),
    ]


def test_a_name_in_upstreams_grammar_is_parsed_and_any_other_is_the_device(built: Project) -> None:
    runs = built.ask("select distinct task, device, torch, compiled from speed where release = 'own' order by all")
    assert runs == [
        ("infer", "h200_batch1", None, None),
        ("infer", "h200_batch256", None, None),
        ("infer", "my board", None, None),
        ("infer", "rtx4090", "2.9.1", False),
        ("train", "rtx4090", "2.9.1", False),
    ]


def test_other_rows_say_where_they_are_and_why(built: Project) -> None:
    rejected = built.ask("select parse_filename(source), line, reason from rejected_rows where line > 0 order by all")
    assert rejected == [
        ("benchmark-infer-amp-nchw-pt291-cu128-4090.csv", 3, "no train_samples_per_sec"),
        ("my board.csv", 5, "model: 'nobody_knows_this' is not an architecture of timm's"),
        ("my board.csv", 6, "duplicate row: resnet50 at infer_img_size 224"),
        ("my board.csv", 7, "no infer_samples_per_sec"),
        ("my board.csv", 8, "infer_samples_per_sec: 'fast' is not a number above 0 (1e-9 to 1e12)"),
        ("my board.csv", 9, "expected 6 values, found 3"),
    ]


def test_what_measure_holds_is_read_whole_and_joins(built: Project, project: Path) -> None:
    timed = dict(built.ask("select run, count(*) from speed where run like '%h200%' group by run"))
    files = (project / "measure/h200").glob("*.csv")
    assert timed == {f"infer-{file.stem}": len(file.read_text().splitlines()) - 1 for file in files}
    joined = built.ask(
        "select count(distinct architecture) > 90, min(secs) > 0 from benchmarks where run like '%h200%'"
    )
    assert joined == [(True, True)]


def test_own_runs_meet_the_newest_accuracies(built: Project) -> None:
    joined = built.ask("select distinct accuracy_release from benchmarks where release = 'own'")
    assert joined == [("2026-01-06",)]
    (checkpoints,) = built.ask(
        "select count(*) from staging.stg_accuracies where is_newest_release and test_set = 'imagenet' "
        "and img_size = 224 and architecture in "
        "('convnext_tiny', 'levit_128s', 'mobilenetv3_small_100', 'regnetx_002', 'resnet50', 'vit_tiny_patch16_224')"
    )
    assert built.ask("select count(*) from benchmarks where run = 'infer-my board'") == [checkpoints]
    assert built.ask("select count(*) > 0 from pareto_frontier where run = 'infer-my board'") == [(True,)]


def test_no_estimate_starts_from_another_network(built: Project) -> None:
    assert built.ask("select distinct architecture from benchmarks where run = 'infer-my board' and suspect") == [
        ("convnext_tiny",)
    ]
    starts = built.ask(
        "select architecture from intermediate.int_trusted_speeds where run = 'infer-my board' order by all"
    )
    timed = ["levit_128s", "mobilenetv3_small_100", "regnetx_002", "resnet50", "vit_tiny_patch16_224"]
    assert [architecture for (architecture,) in starts] == timed


def test_an_own_run_of_upstreams_name_stands_beside_it(built: Project, database: duckdb.DuckDBPyConnection) -> None:
    """Two timings do not take the device, nor the name; that they are there is a warning of its own."""
    name = "infer-amp-nchw-pt291-cu128-4090"
    assert built.ask(f"select release from speed where run = '{name}' group by 1 order by 1") == [
        ("2026-01-06",),
        ("own",),
    ]
    for limits in ("", f"run := '{name}'"):
        picked = built.ask(f"select model, img_size, ms, run, release from pick({limits})")
        assert picked == database.execute(f"select model, img_size, ms, run, release from pick({limits})").fetchall()
        assert {(run, release) for *_, run, release in picked} == {(name, "2026-01-06")}
    assert "Warning in test own_runs_on_a_device_of_upstream" in built.output
    of_own_name = "train-amp-nchw-pt291-cu128-4090"
    assert built.ask(f"select distinct release from pick(run := '{of_own_name}')") == [("own",)]


def test_the_others_are_estimated_and_marked(built: Project) -> None:
    assert built.ask("select distinct origin from speed_estimates") == [("estimated",)]
    estimated = built.ask("select count(*) from speed_estimates where run = 'infer-my board'")
    assert estimated[0][0] > 1500
    # Of what was timed, only what counts as another network.
    of_timed = "speed_estimates semi join speed using (release, run, architecture, img_size)"
    assert built.ask(f"select architecture from {of_timed}") == [("convnext_tiny",)]
    origins = dict(built.ask("select origin, count(*) from pick(device := 'my board') group by origin"))
    assert origins["measured"] > 0
    assert origins["estimated"] > 1000
    assert built.ask("select distinct origin from pick(device := 'my board', include_estimates := false)") == [
        ("measured",)
    ]
    wrong = [
        "origin = 'estimated' and is_on_frontier",
        "(origin = 'measured') != (ms_low is null)",
        "ms not between ms_low and ms_high",
    ]
    assert built.ask(f"from pick(device := 'my board') where {' or '.join(wrong)}") == []


def test_everything_else_is_as_without_them(built: Project, database: duckdb.DuckDBPyConnection) -> None:
    ours = built.ask(f"select {KEY} from benchmarks where release != 'own' order by all")
    assert ours == database.execute(f"select {KEY} from benchmarks order by all").fetchall()
    frontier = built.ask("select release, run, model from pareto_frontier where release != 'own' order by all")
    assert frontier == database.execute("select release, run, model from pareto_frontier order by all").fetchall()


def test_a_file_that_is_not_a_benchmark_stops_the_build(built: Project) -> None:
    before = built.ask("select run, count(*), sum(secs) from speed group by run order by run")
    (built.folder / "runs/notes.csv").write_text("a,b\n1,2\n")
    answer = built.build("runs/*.csv")
    assert answer.returncode == 1
    assert "own_benchmarks: runs/notes.csv, line 1: not a table written by benchmark.py" in answer.stdout
    assert built.ask("select run, count(*), sum(secs) from speed group by run order by run") == before
