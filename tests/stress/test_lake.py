"""The lake holds what the file holds, and its readers see whole builds alone. Its PostgreSQL is the tests' own."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from copy_project import PROJECT, copy_project
from database import open_database

LAKE = "ducklake:postgres:dbname=timm_picker"
MARTS = sorted({path.stem for path in (PROJECT / "models/marts").glob("*.sql")} - {"pick"})
PICKS = [
    "",
    "device := 'rtx5090', budget_ms := 0.5, license_class := 'permissive'",
    "run := 'infer-amp-nhwc-pt112-cu113-rtx3090', test_set := 'sketch', min_top1 := 50",
    "device := 'board', max_params := 30, max_img_size := 288",
    "device := 'board', include_estimates := false",
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
OF_THE_BOARD = """
select
    (select count(*) from speed where release = 'own'),
    (select count(*) from benchmarks where release = 'own'),
    (select count(*) from estimated_benchmarks where run = 'infer-board'),
    (select count(*) from devices where device = 'board'),
"""


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
        run(str(Path(pg_ctl).with_name("createdb")), "-h", str(folder), "-U", "postgres", "timm_picker")
        yield folder
        run(pg_ctl, "stop", "-m", "fast", "-D", f"{folder}/data")
    except subprocess.CalledProcessError as error:
        pytest.fail(f"{error}: {(folder / 'log').read_text()}")
    finally:
        shutil.rmtree(folder)


class Lake:
    def __init__(self, folder: Path) -> None:
        self.project = copy_project(folder / "timm_picker")
        self.file = folder / "timm.duckdb"
        (folder / "runs").mkdir()
        (folder / "runs/board.csv").write_text(BOARD)
        self.with_board = ("--vars", json.dumps({"own_benchmarks": f"{folder}/runs/*.csv"}))

    def start(self, *command: str, database: str = LAKE) -> subprocess.Popen[str]:
        environment = os.environ | {"TIMM_PICKER_DATABASE": database, "DBT_PROFILES_DIR": str(self.project)}
        options = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
        return subprocess.Popen(command, cwd=self.project, env=environment, **options)

    def run(self, *command: str, database: str = LAKE) -> tuple[int, str]:
        process = self.start(*command, database=database)
        said, _ = process.communicate()
        return process.returncode, said

    def complete(self, *command: str, database: str = LAKE) -> None:
        status, said = self.run(*command, database=database)
        assert status == 0, said

    def site(self, out: Path, database: str = LAKE) -> dict[str, bytes]:
        self.complete(sys.executable, "charts/render.py", "--out", str(out), database=database)
        return {path.name: path.read_bytes() for path in out.iterdir()}

    def seen(self) -> Any:  # noqa: ANN401
        """By those who read the last whole build: when that was, and what it holds of the board."""
        with open_database() as connection:
            return connection.execute("from page.whole_build").fetchone(), connection.execute(OF_THE_BOARD).fetchone()


@pytest.fixture(scope="module")
def lake(postgres: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lake]:
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("lake")
        patch.setenv("PGHOST", str(postgres))
        patch.setenv("PGUSER", "postgres")
        patch.setenv("TIMM_PICKER_DATABASE", LAKE)
        patch.setenv("TIMM_PICKER_LAKE_DATA", str(folder / "its data"))
        built = Lake(folder)
        built.complete("dbt", "build", *built.with_board)
        built.complete("dbt", "build", *built.with_board, database=str(built.file))
        yield built


@pytest.fixture
def both(lake: Lake) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_database() as connection:
        connection.execute(f"attach '{lake.file}' as timm (read_only)")
        yield connection


def test_the_relations_are_the_same(both: duckdb.DuckDBPyConnection) -> None:
    names = "select table_schema, table_name from information_schema.tables where table_catalog = ?"
    in_file, in_lake = (set(both.execute(names, [where]).fetchall()) for where in ("timm", "lake"))
    assert in_lake == in_file | {("page", "whole_build")}


@pytest.mark.parametrize("mart", MARTS)
def test_a_mart_is_the_same_row_by_row(both: duckdb.DuckDBPyConnection, mart: str) -> None:
    layouts = [f"select column_name, column_type from (describe {where}.{mart})" for where in ("timm", "lake")]
    layout, in_lake = (both.execute(sql).fetchall() for sql in layouts)
    assert in_lake == layout
    assert both.execute(f"from lake.{mart}").fetchone()
    assert both.execute(f"from timm.{mart} except all from lake.{mart}").fetchall() == []
    assert both.execute(f"from lake.{mart} except all from timm.{mart}").fetchall() == []


@pytest.mark.parametrize("limits", PICKS)
def test_pick_is_the_same(lake: Lake, limits: str) -> None:
    with open_database() as in_lake, duckdb.connect(lake.file, read_only=True) as in_file:
        picked = in_lake.execute(f"from pick({limits})").fetchall()
        assert picked == in_file.execute(f"from pick({limits})").fetchall()
    assert picked


def test_the_site_is_the_same(lake: Lake, tmp_path: Path) -> None:
    from_file = lake.site(tmp_path / "file", database=str(lake.file))
    assert lake.site(tmp_path / "lake") == from_file
    assert "index.html" in from_file


def test_a_refused_file_leaves_the_lake_as_it_was(lake: Lake, tmp_path: Path) -> None:
    before = lake.seen()
    (tmp_path / "board.csv").write_text("name,speed\nresnet50,100.0\n")
    status, said = lake.run("dbt", "build", "--vars", json.dumps({"own_benchmarks": f"{tmp_path}/*.csv"}))
    assert status != 0
    assert f"own_benchmarks: {tmp_path}/board.csv" in said
    assert "Traceback" not in said
    assert lake.seen() == before


def test_only_a_whole_build_is_seen(lake: Lake) -> None:
    """Each of these takes the board out of the lake, or out of a part of it."""
    before = lake.seen()
    assert min(before[1]) > 0
    killed = lake.start("dbt", "build")
    for line in killed.stdout:
        if re.search(r"OK created .* main\.benchmarks ", line):
            killed.send_signal(signal.SIGKILL)
    assert killed.wait() == -signal.SIGKILL
    assert lake.seen() == before
    fails = lake.project / "tests/fails.sql"
    fails.write_text("select 1")
    status, said = lake.run("dbt", "build")
    assert status != 0
    assert "Failure in test fails" in said
    assert lake.seen() == before
    fails.unlink()
    lake.complete("dbt", "build", "--select", "speed", "devices")
    assert lake.seen() == before
    lake.complete("dbt", "build")
    when, of_the_board = lake.seen()
    assert when > before[0]
    assert set(of_the_board) == {0}
