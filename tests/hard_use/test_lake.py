"""The lake holds what the file holds, and who reads it notices no build. A PostgreSQL of the tests' own keeps it."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pytest

from database import open_database
from hard_use.spoiling import write
from hard_use.test_bad_own_benchmarks import BOARD as GOOD
from hard_use.test_bad_own_benchmarks import READ, REFUSED

PROJECT = Path(__file__).parents[2]
LAKE = "ducklake:postgres:dbname=timm_picker"
MARTS = sorted({path.stem for path in (PROJECT / "models/marts").glob("*.sql")} - {"pick", "whole_build"})
PICKS = [
    "",
    "device := 'rtx5090', budget_ms := 0.5, license_class := 'permissive'",
    "device := 'rtx3090', task := 'train', max_params := 30, max_img_size := 288",
    "run := 'infer-amp-nhwc-pt112-cu113-rtx3090', test_set := 'sketch', min_top1 := 50",
    "license_class := null, run := null, budget_ms := null, include_estimates := false",
    "device := 'board', budget_ms := 10",
    "device := 'nosuch'",
]
BOARD = """\
model,infer_samples_per_sec,infer_step_time,infer_batch_size,infer_img_size,param_count
resnet50,100.0,320.0,32,224,25.56
mobilenetv3_small_100,500.0,64.0,32,224,2.54
levit_128s,400.0,80.0,32,224,7.78
regnetx_002,450.0,71.1,32,224,2.68
vit_tiny_patch16_224,300.0,106.7,32,224,5.72
resnet50,99.0,323.2,32,224,25.56
resnet18,fast,,32,224,11.69
"""
# What there is of the board: either all of it or nothing, whichever builds run.
OF_THE_BOARD = """
select
    (select count(*) from speed where release = 'own'),
    (select count(*) from benchmarks where release = 'own'),
    (select count(*) from devices where device = 'board'),
    (select count(*) from estimated_benchmarks where run = 'infer-board'),
    (select count(*) from pick(device := 'board')),
"""
BUILDERS, BUILDS, RENDERERS, ASKERS, ASKERS_OF_THE_NEWEST = 2, 2, 3, 3, 2
# What a reader does with what it has read; without it eight readers would take all there is of a small machine.
PAUSE = 1.0
NO_BOARD: tuple[int, ...] = (0, 0, 0, 0, 0)


@pytest.fixture(scope="module")
def postgres() -> Iterator[Path]:
    """Its folder, which holds the socket that clients find it by."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda programs: int(programs.parent.name))
    programs = os.pathsep.join([*map(str, reversed(installed)), os.environ["PATH"]])
    if not (pg_ctl := shutil.which("pg_ctl", path=programs)):
        (pytest.fail if "CI" in os.environ else pytest.skip)("there is no PostgreSQL: apt-get install postgresql")
    # PostgreSQL refuses to run as root; pytest's own folders are closed to its user.
    user = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    if user:
        shutil.chown(folder, "postgres", "postgres")

    def run(*command: str) -> None:
        with (folder / "log").open("a") as log:
            subprocess.run(command, cwd=folder, check=True, stdout=log, stderr=log, **user)

    try:
        run(pg_ctl, "initdb", "-D", f"{folder}/data", "-o", "--username=postgres --auth=trust --encoding=UTF8")
        run(pg_ctl, "start", "-w", "-D", f"{folder}/data", "-o", f"-k {folder} -c listen_addresses=''")
        try:
            run(str(Path(pg_ctl).with_name("createdb")), "-h", str(folder), "-U", "postgres", "timm_picker")
            yield folder
        finally:
            run(pg_ctl, "stop", "-m", "fast", "-D", f"{folder}/data")
    except subprocess.CalledProcessError as error:
        pytest.fail(f"{error}: {(folder / 'log').read_text()}")
    finally:
        shutil.rmtree(folder)


def own_benchmarks(pattern: str) -> tuple[str, str]:
    return "--vars", json.dumps({"own_benchmarks": pattern})


@dataclass
class Lake:
    folder: Path
    environment: dict[str, str]
    # The options of a build that knows the board, and other boards' files with all that a file's rows can have wrong.
    with_board: tuple[str, str]

    @property
    def file(self) -> Path:
        """The same built by `--target local`. Views name the database by its file's name."""
        return self.folder / "timm.duckdb"

    def start(self, name: str, *options: str, target: str = "lake", command: str = "build") -> subprocess.Popen[str]:
        """Each builder has a folder of its own for what dbt writes beside the database."""
        own = ["--target-path", str(self.folder / name), "--log-path", str(self.folder / name)]
        database = {"TIMM_PICKER_DATABASE": str(self.file)} if target == "local" else {}
        return subprocess.Popen(
            ["dbt", command, "--target", target, *own, *options],
            cwd=PROJECT,
            env=self.environment | database,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def build(self, name: str, *options: str, target: str = "lake") -> str:
        run = self.start(name, *options, target=target)
        said, _ = run.communicate()
        assert run.returncode == 0, said
        return said

    def render(self, out: Path, **environment: str) -> dict[str, bytes]:
        command = [sys.executable, PROJECT / "charts/render.py", "--out", out]
        run = subprocess.run(
            command, env=self.environment | environment, capture_output=True, text=True, check=False, cwd=self.folder
        )
        assert (run.returncode, run.stderr) == (0, "")
        return {path.name: path.read_bytes() for path in out.iterdir()}

    def ask(self, sql: str) -> Any:  # noqa: ANN401
        with open_database() as connection:
            return connection.execute(sql).fetchone()

    def ask_the_newest(self, sql: str) -> Any:  # noqa: ANN401
        """As somebody who knows nothing of whole builds does, in one transaction."""
        with duckdb.connect() as connection:
            connection.execute(f"attach '{LAKE}' as lake (read_only)")
            connection.execute("use lake")
            return connection.execute(sql).fetchone()


@pytest.fixture(scope="module")
def lake(postgres: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lake]:
    folder = tmp_path_factory.mktemp("lake")
    runs = folder / "runs"
    runs.mkdir()
    (runs / "board.csv").write_text(BOARD)
    for kind, (spoil, _) in READ.items():
        write(runs / f"{kind}.csv", spoil(GOOD))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PGHOST", str(postgres))
        patch.setenv("PGUSER", "postgres")
        patch.setenv("TIMM_PICKER_DATABASE", LAKE)
        patch.setenv("TIMM_PICKER_LAKE_DATA", str(folder / "its data"))
        with_board = own_benchmarks(f"{runs}/*.csv")
        built = Lake(folder, dict(os.environ), with_board)
        # Two at once make it, too: one of them finds nothing, the other everything.
        with ThreadPoolExecutor() as pool:
            builds = [pool.submit(built.build, f"builder {number}", *with_board) for number in range(BUILDERS)]
            builds += [pool.submit(built.build, "file", *with_board, target="local")]
        for build in builds:
            build.result()
        yield built


@pytest.fixture
def both(lake: Lake) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_database() as connection:
        connection.execute(f"attach '{lake.file}' as timm (read_only)")
        yield connection


def test_the_relations_are_the_same(both: duckdb.DuckDBPyConnection) -> None:
    names = "select table_name from information_schema.tables where table_catalog = ?"
    in_file, in_lake = ({name for (name,) in both.execute(names, [where]).fetchall()} for where in ("timm", "lake"))
    assert in_lake == in_file | {"whole_build"}


@pytest.mark.parametrize("mart", MARTS)
def test_a_mart_is_the_same_row_by_row(both: duckdb.DuckDBPyConnection, mart: str) -> None:
    layouts = [f"select column_name, column_type from (describe {where}.{mart})" for where in ("timm", "lake")]
    layout, in_lake = (both.execute(sql).fetchall() for sql in layouts)
    assert in_lake == layout
    assert both.execute(f"from lake.{mart}").fetchone()
    assert both.execute(f"from timm.{mart} except all from lake.{mart}").fetchall() == []
    assert both.execute(f"from lake.{mart} except all from timm.{mart}").fetchall() == []


@pytest.mark.parametrize("limits", PICKS)
def test_pick_is_the_same(both: duckdb.DuckDBPyConnection, limits: str) -> None:
    picked = both.execute(f"from lake.pick({limits})").fetchall()
    assert picked == both.execute(f"from timm.pick({limits})").fetchall()
    assert (picked == []) == ("nosuch" in limits)


def test_the_site_is_the_same(lake: Lake, tmp_path: Path) -> None:
    from_file = lake.render(tmp_path / "file", TIMM_PICKER_DATABASE=str(lake.file))
    assert lake.render(tmp_path / "lake") == from_file
    assert "index.html" in from_file


def test_who_has_waited_for_long_enough_gives_up(lake: Lake, tmp_path: Path) -> None:
    profiles = (PROJECT / "profiles.yml").read_text()
    hasty = profiles.replace("patience: 900", "patience: 2").replace("{{ flags.PROFILES_DIR }}", str(PROJECT))
    (tmp_path / "profiles.yml").write_text(hasty)
    with duckdb.connect() as other:
        other.execute("attach 'dbname=timm_picker' as catalogue (type postgres)")
        other.begin()
        taken = other.execute("from postgres_query('catalogue', 'select pg_try_advisory_xact_lock(1)')").fetchone()
        assert taken == (True,)
        run = lake.start("hasty", "--profiles-dir", str(tmp_path))
        said, _ = run.communicate()
    assert run.returncode != 0
    assert "the lake is in use by another build: waiting, 2 s at most" in said
    assert "the lake has been in use by another build for 2 s: run this again when that has ended" in said
    assert "Traceback" not in said


@pytest.mark.parametrize("kind", ["UTF-16", "another header"])
def test_what_is_refused_is_not_seen(kind: str, lake: Lake, tmp_path: Path) -> None:
    before, of_the_board = lake.ask("from whole_build"), lake.ask(OF_THE_BOARD)
    spoil, complaint = REFUSED[kind]
    write(tmp_path / "board.csv", spoil(GOOD))
    run = lake.start("refused", *own_benchmarks(f"{tmp_path}/*.csv"))
    said, _ = run.communicate()
    assert run.returncode != 0
    assert f"own_benchmarks: {tmp_path}/board.csv{complaint}" in said
    assert "Traceback" not in said
    assert (lake.ask("from whole_build"), lake.ask(OF_THE_BOARD)) == (before, of_the_board)
    # Nor by who knows nothing of whole builds: own benchmarks are read before the marts are made.
    assert lake.ask_the_newest(OF_THE_BOARD) == of_the_board


def test_a_killed_build_is_not_seen_and_the_next_one_mends_it(lake: Lake) -> None:
    before, of_the_board = lake.ask("from whole_build"), lake.ask(OF_THE_BOARD)
    assert min(of_the_board) > 0
    run = lake.start("killed")
    for line in run.stdout:
        if "OK created sql table model main.benchmarks" in line:
            run.send_signal(signal.SIGKILL)
    assert run.wait() == -signal.SIGKILL
    assert lake.ask_the_newest("select count(*) from benchmarks where release = 'own'") == (0,)
    assert (lake.ask("from whole_build"), lake.ask(OF_THE_BOARD)) == (before, of_the_board)
    lake.build("killed")
    assert lake.ask_the_newest(OF_THE_BOARD) == NO_BOARD
    assert lake.ask("from whole_build") > before


@dataclass
class Figures:
    """What those of one kind did in the crowd."""

    kind: str
    times: list[float] = field(default_factory=list)
    answers: list[Any] = field(default_factory=list)
    waits: int = 0
    failures: list[str] = field(default_factory=list)

    def time(self, do: Callable[[], Any]) -> None:
        start = time.monotonic()
        try:
            self.answers.append(do())
        except (Exception, SystemExit) as error:  # noqa: BLE001
            self.failures.append(f"{type(error).__name__}: {error}")
        self.times.append(time.monotonic() - start)

    def __str__(self) -> str:
        longest, middle = max(self.times), sorted(self.times)[len(self.times) // 2]
        return (
            f"{self.kind:<28} {len(self.times):>6} {self.waits:>6} {len(self.failures):>9}"
            f" {middle:>8.1f} s {longest:>8.1f} s"
        )


@pytest.mark.crowd
def test_readers_notice_no_build(lake: Lake, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lake.build("builder 0")
    without_board = lake.render(tmp_path / "without board")
    lake.build("builder 0", *lake.with_board)
    with_board, of_the_board = lake.render(tmp_path / "with board"), lake.ask(OF_THE_BOARD)
    assert with_board != without_board

    building: list[Future[None]] = []
    builders = Figures("dbt build --target lake")
    renderers = Figures("render.py")
    askers = Figures("SQL, the last whole build")
    askers_of_the_newest = Figures("SQL, as it is")

    def build(number: int) -> None:
        for turn in range(BUILDS):
            # Each build makes another lake than the one before it.
            options = lake.with_board if (number + turn) % 2 else ()
            builders.time(lambda options=options: lake.build(f"builder {number}", *options))

    def read(figures: Figures, read_once: Callable[[], Any]) -> None:
        while not all(builder.done() for builder in building):
            figures.time(read_once)
            time.sleep(PAUSE)

    def render(number: int) -> None:
        read(renderers, lambda: lake.render(tmp_path / f"site {number}"))

    with ThreadPoolExecutor(max_workers=BUILDERS + RENDERERS + ASKERS + ASKERS_OF_THE_NEWEST) as pool:
        building += [pool.submit(build, number) for number in range(BUILDERS)]
        readers = [pool.submit(render, number) for number in range(RENDERERS)]
        readers += [pool.submit(read, askers, lambda: lake.ask(OF_THE_BOARD)) for _ in range(ASKERS)]
        readers += [
            pool.submit(read, askers_of_the_newest, lambda: lake.ask_the_newest("select count(*) from accuracy"))
            for _ in range(ASKERS_OF_THE_NEWEST)
        ]
    for future in [*building, *readers]:
        future.result()

    builders.waits = sum("waiting" in said for said in builders.answers)
    crowd = [builders, renderers, askers, askers_of_the_newest]
    with capsys.disabled():
        print(f"\n{'':<28} {'times':>6} {'waited':>6} {'failures':>9} {'middle':>10} {'longest':>10}")
        print(*crowd, sep="\n")
    assert [figures.failures for figures in crowd] == [[], [], [], []]
    assert len(builders.times) == BUILDERS * BUILDS
    assert builders.waits > 0
    assert all(site in (with_board, without_board) for site in renderers.answers)
    assert set(askers.answers) == {NO_BOARD, of_the_board}
    assert len(set(askers_of_the_newest.answers)) == 1


def test_everything_is_built_before_the_build_is_whole(lake: Lake) -> None:
    kinds = ["--resource-type", "model", "--resource-type", "seed", "--output", "name"]
    run = lake.start("builder 0", "--quiet", *kinds, "--exclude", "+whole_build", command="ls")
    said, _ = run.communicate()
    assert (run.returncode, said) == (0, "")
