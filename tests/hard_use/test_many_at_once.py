"""Eight readers in a loop while builds run in a loop: nobody fails, and who has to wait says so."""

import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path

import pytest

from hard_use.project_copy import Built, ProjectCopy, differences, rows_of
from hard_use.watcher import Watcher

READERS = 4  # of each kind
BUILDS = 2  # of each kind, one after another
BUILDERS = {"dbt build": ["dbt build"], "make": ["make"], "both at once": ["dbt build", "make"]}
# As the README has it, until the folder holds a file named stop.
SQL = """
import sys, time
from pathlib import Path
sys.path.append("charts")
import in_turn

while not Path("stop").exists():
    start = time.monotonic()
    with in_turn.connect("timm.duckdb", read_only=True) as database:
        waited = time.monotonic() - start
        speeds = database.execute("select count(*) from speed").fetchone()
        picked = database.execute("select count(*) from pick()").fetchone()
    print(waited, *speeds, *picked, flush=True)
"""
HOLD = """
import duckdb, time
with duckdb.connect("timm.duckdb", read_only=True):
    print("held", flush=True)
    time.sleep(60)
"""


@dataclass
class Tally:
    """Of one kind of reader or builder: SQL's wait for the database, and the others' time from start to end."""

    done: int = 0
    said_that_they_wait: int = 0
    longest: float = 0.0

    def add(self, seconds: float, said: str, done: int = 1) -> None:
        self.done += done
        self.said_that_they_wait += said.count(": waiting, ")
        self.longest = max(self.longest, seconds)


@pytest.fixture(scope="module")
def table(figures: list[str]) -> list[str]:
    figures += [
        "\n| eight readers beside a loop of | who | done | said that they wait | longest wait or run, s |",
        "|---|---|---:|---:|---:|",
    ]
    return figures


@pytest.fixture
def copy(built: Built, tmp_path: Path) -> ProjectCopy:
    made = ProjectCopy(tmp_path / "timm_picker", built.upstream)
    made.commands["dbt build"] = ["dbt", "build"]
    made.put_database(built.before.database)
    made.put(built.before.pages)
    return made


def read_in_sql(copy: ProjectCopy, built: Built, tally: Tally) -> None:
    answer = subprocess.run(
        [sys.executable, "-c", SQL], cwd=copy.folder, env=copy.environment, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stderr
    waits, *counts = zip(*(line.split() for line in answer.stdout.splitlines()), strict=True)
    assert [set(count) for count in counts] == [{str(len(built.before.rows[name]))} for name in ("speed", "pick")]
    tally.add(max(map(float, waits)), answer.stderr, len(waits))


def loop(copy: ProjectCopy, command: str, tally: Tally, is_over: Callable[[], bool]) -> None:
    while not is_over():
        start = time.monotonic()
        status, output = copy.run(command)
        assert status == 0, output
        tally.add(time.monotonic() - start, output)


@pytest.mark.parametrize("builders", BUILDERS)
def test_nobody_fails(builders: str, copy: ProjectCopy, built: Built, table: list[str]) -> None:
    allowed = {name: {content} for name, content in (built.before.seeds | built.before.pages).items()}
    watcher = Watcher(
        copy.folder, allowed, copy.database if builders == "make" else None, {len(built.before.rows["speed"])}
    )
    stop = copy.folder / "stop"
    tallies = {who: Tally() for who in ("SQL", "render.py", *BUILDERS[builders])}
    with watcher.watching(), ThreadPoolExecutor(max_workers=2 * READERS + 2) as pool:
        readers = [pool.submit(read_in_sql, copy, built, tallies["SQL"]) for _ in range(READERS)]
        readers += [pool.submit(loop, copy, "render.py", tallies["render.py"], stop.exists) for _ in range(READERS)]
        builds = [
            pool.submit(loop, copy, command, tallies[command], lambda made=tallies[command]: made.done == BUILDS)
            for command in BUILDERS[builders]
        ]
        wait(builds)
        stop.touch()
    for run in (*readers, *builds):
        run.result()
    for who, tally in tallies.items():
        assert tally.done > 0
        table.append(f"| {builders} | {who} | {tally.done} | {tally.said_that_they_wait} | {tally.longest:.1f} |")
    assert watcher.wrong == set()
    assert differences(rows_of(copy.database), built.before.rows) == []
    assert not Path(f"{copy.database}.wal").exists()


def test_a_build_does_not_wait_for_ever(copy: ProjectCopy) -> None:
    profile = copy.folder / "profiles.yml"
    profile.write_text(
        profile.read_text().replace("{module: dbt_in_turn}", "{module: dbt_in_turn, config: {patience: 2}}")
    )
    with subprocess.Popen([sys.executable, "-c", HOLD], cwd=copy.folder, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdout.readline() == "held\n"
        status, output = copy.run("dbt build")
        reader.kill()
    assert status != 0
    assert f"(PID {reader.pid}): waiting, 2 s at most" in output
    assert "for 2 s: run this again when that has ended" in output
    assert "Traceback" not in output
