"""Runs that are killed, and disks that are full or may not be written to: the next run mends what they left."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random, SystemRandom

import duckdb
import pytest

from hard_use.project_copy import Built, ProjectCopy, differences, rows_of
from hard_use.watcher import Watcher
from whole_database import put_in_place

# How often each is killed, and after how many kills a run goes to its end and is compared with a clean one.
KILLS = {"make": (9, 3), "dbt build": (9, 3), "import": (24, 4), "render.py": (64, 4)}
FEWEST_KILLS = 100
FEWEST_COMPARED = 20


@dataclass
class Tally:
    kills: int = 0
    compared: int = 0
    reads: int = 0


def put_what_was_before(copy: ProjectCopy, built: Built, command: str) -> None:
    copy.put(built.before.seeds if command == "import" else built.after.seeds)
    copy.put_database((built.after if command == "render.py" else built.before).database)
    copy.put(pages_of_an_earlier_run(built))


def pages_of_an_earlier_run(built: Built) -> dict[str, bytes]:
    return {name: b"<!-- an earlier run's -->\n" + page for name, page in built.after.pages.items()}


def watcher_of(copy: ProjectCopy, built: Built, command: str) -> Watcher:
    pages = pages_of_an_earlier_run(built)
    allowed = {name: {built.before.seeds[name], seed} for name, seed in built.after.seeds.items()}
    allowed |= {name: {pages[name], page} for name, page in built.after.pages.items()}
    counts = {len(state.rows["speed"]) for state in (built.before, built.after)}
    return Watcher(copy.folder, allowed, copy.database if command == "make" else None, counts)


def assert_that_it_can_be_read(copy: ProjectCopy, command: str) -> None:
    with duckdb.connect(copy.database, read_only=True) as connection:
        assert connection.execute("select count(*) from duckdb_tables()").fetchone() > (0,)
    if command == "make":
        assert not Path(f"{copy.database}.wal").exists()


def assert_that_it_is_as_after_a_clean_run(copy: ProjectCopy, built: Built, command: str) -> None:
    # The other two leave the database alone.
    if command in {"make", "dbt build"}:
        wanted = built.after.rows if command == "make" else built.rows_with_own
        assert differences(rows_of(copy.database), wanted) == []
    # Nor is any of a killed run's parts left, in seeds or in the site.
    assert copy.seeds() == built.after.seeds
    assert copy.pages() == (built.after.pages if command in {"make", "render.py"} else pages_of_an_earlier_run(built))
    assert not Path(f"{copy.database}.wal").exists()
    assert list(copy.folder.glob(".timm.duckdb.part/*")) == []


def kill_again_and_again(copy: ProjectCopy, built: Built, command: str, chance: Random) -> Tally:
    tally = Tally()
    kills, at_a_time = KILLS[command]
    put_what_was_before(copy, built, command)
    copy.complete(command)
    started = time.monotonic()
    copy.complete(command)
    duration = time.monotonic() - started
    while tally.kills < kills:
        put_what_was_before(copy, built, command)
        watcher = watcher_of(copy, built, command)
        with watcher.watching():
            for _ in range(at_a_time):
                started = time.monotonic()
                # Half of the moments lie in the last quarter, where most is written.
                if copy.kill(command, after=duration * (1 - chance.random() ** 2)):
                    tally.kills += 1
                else:
                    duration = min(duration, time.monotonic() - started)
                assert_that_it_can_be_read(copy, command)
            copy.complete(command)
        assert watcher.wrong == set()
        assert_that_it_is_as_after_a_clean_run(copy, built, command)
        tally.compared += 1
        tally.reads += watcher.reads
    return tally


@pytest.fixture(scope="module")
def tallies(
    built: Built, tmp_path_factory: pytest.TempPathFactory, figures: list[str]
) -> Iterator[dict[str, Future[Tally]]]:
    seed = int(os.environ.get("HARD_USE_SEED", SystemRandom().randrange(10**6)))
    figures += [
        f"\n| HARD_USE_SEED={seed} | killed | runs to the end that equal a clean one | reads by others meanwhile |",
        "|---|---:|---:|---:|",
    ]
    folder = tmp_path_factory.mktemp("killed runs")
    with ThreadPoolExecutor(max_workers=2) as pool:
        yield {
            command: pool.submit(
                kill_again_and_again,
                ProjectCopy(folder / command, built.upstream),
                built,
                command,
                Random(f"{seed} {command}"),  # noqa: S311
            )
            for command in KILLS
        }


@pytest.mark.parametrize("command", KILLS)
def test_the_run_after_killed_ones_completes_and_equals_a_clean_one(
    command: str, tallies: dict[str, Future[Tally]], figures: list[str]
) -> None:
    tally = tallies[command].result()
    figures.append(f"| {command} | {tally.kills} | {tally.compared} | {tally.reads} |")


def test_there_were_enough_of_them(tallies: dict[str, Future[Tally]]) -> None:
    assert sum(run.result().kills for run in tallies.values()) >= FEWEST_KILLS
    assert sum(run.result().compared for run in tallies.values()) >= FEWEST_COMPARED


def mount(*arguments: str | Path, unmount: bool = False) -> None:
    rights = [] if os.geteuid() == 0 else ["sudo", "-n"]
    command = "umount" if unmount else "mount"
    subprocess.run([*rights, command, *arguments], check=True, capture_output=True, text=True)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "a disk"
    disk.mkdir()
    try:
        mount("-t", "tmpfs", "-o", "size=64m,mode=777", "tmpfs", disk)
    except (OSError, subprocess.CalledProcessError) as error:
        reason = f"no disk can be mounted: {getattr(error, 'stderr', error)}"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    yield disk
    mount(disk, unmount=True)


# What dbt itself writes into target/ still fits.
ROOM = {"make": 5000, "dbt build": 4500, "import": 5000, "render.py": 100}
WRITES_INTO = {"make": "data", "dbt build": "data", "import": "seeds", "render.py": "site"}


@contextmanager
def full(copy: ProjectCopy, command: str) -> Iterator[str]:
    filler = copy.folder / "filler"
    disk = os.statvfs(copy.folder)
    filler.write_bytes(bytes(disk.f_bavail * disk.f_frsize - 1024 * ROOM[command]))
    try:
        yield "No space left on device"
    finally:
        filler.unlink()


@contextmanager
def read_only(copy: ProjectCopy, command: str) -> Iterator[str]:
    folder = copy.folder / WRITES_INTO[command]
    mount("--bind", folder, folder)
    mount("-o", "remount,bind,ro", folder)
    try:
        yield "Read-only file system"
    finally:
        mount(folder, unmount=True)


@pytest.mark.parametrize("command", KILLS)
@pytest.mark.parametrize("fault", [full, read_only])
def test_the_run_after_the_fault_completes_and_equals_a_clean_one(
    fault: Callable[[ProjectCopy, str], AbstractContextManager[str]], command: str, small_disk: Path, built: Built
) -> None:
    copy = ProjectCopy(small_disk / "timm_picker", built.upstream, database="data/timm.duckdb")
    put_what_was_before(copy, built, command)
    watcher = watcher_of(copy, built, command)
    with fault(copy, command) as complaint, watcher.watching():
        status, output = copy.run(command)
        assert status != 0
        assert complaint in output
        assert_that_it_can_be_read(copy, command)
    assert watcher.wrong == set()
    copy.complete(command)
    assert_that_it_is_as_after_a_clean_run(copy, built, command)


def test_half_written_files_of_dbt_do_no_harm(built: Built, tmp_path: Path) -> None:
    copy = ProjectCopy(tmp_path / "timm_picker", built.upstream)
    put_what_was_before(copy, built, "import")
    copy.complete("import")
    put_what_was_before(copy, built, "import")
    for path in [*copy.folder.glob("target/*.*"), copy.folder / "seeds/tmp_speeds.csv"]:
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2] if path.exists() else b"release,ru")
    copy.complete("import")
    assert_that_it_is_as_after_a_clean_run(copy, built, "import")
    (copy.folder / "seeds/tmp_speeds.csv").write_text("release,ru")
    listed = subprocess.check_output(
        ["dbt", "--quiet", "list", "--resource-type", "seed"], cwd=copy.folder, env=copy.environment, text=True
    )
    assert "timm_picker.speeds" in listed
    assert "tmp_" not in listed


LOG_LEFT_BEHIND = """
import duckdb, os, signal, sys
connection = duckdb.connect(sys.argv[1])
connection.execute("pragma disable_checkpoint_on_shutdown")
connection.execute(f"create table {sys.argv[2]} as from range(3)")
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_database_brings_its_own_log_and_no_other(tmp_path: Path) -> None:
    old, new = tmp_path / "timm.duckdb", tmp_path / "new" / "timm.duckdb"
    new.parent.mkdir()
    for database, table in ((old, "killed"), (new, "built")):
        subprocess.run([sys.executable, "-c", LOG_LEFT_BEHIND, database, table], check=False)
        assert Path(f"{database}.wal").exists()
    put_in_place(new, old)
    assert list(tmp_path.glob("*.wal")) == []
    with duckdb.connect(old, read_only=True) as connection:
        assert connection.execute("select table_name, estimated_size from duckdb_tables()").fetchall() == [("built", 3)]


A_PYTHON = """#!/bin/sh
# In place of `python -m venv .venv`; the pip in it takes its time.
mkdir -p .venv/bin
printf '#!/bin/sh\\nsleep $SECONDS_OF_PIP\\n' > .venv/bin/pip
chmod +x .venv/bin/pip
"""


def test_an_environment_that_was_half_made_is_made_anew(built: Built, tmp_path: Path) -> None:
    copy = ProjectCopy(tmp_path / "timm_picker", built.upstream)
    python = copy.folder / "python"
    python.write_text(A_PYTHON)
    python.chmod(0o755)
    copy.commands["environment"] = ["make", "environment", "PYTHON=./python"]
    copy.environment["SECONDS_OF_PIP"] = "60"
    assert copy.kill("environment", after=2)
    (copy.folder / ".venv/half").write_text("")
    assert (copy.folder / ".venv/bin/pip").exists()
    assert not (copy.folder / ".venv/installed").exists()
    copy.environment["SECONDS_OF_PIP"] = "0"
    copy.complete("environment")
    assert (copy.folder / ".venv/installed").exists()
    assert not (copy.folder / ".venv/half").exists()
