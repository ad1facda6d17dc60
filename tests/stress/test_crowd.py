"""Readers beside builds: nobody fails, and what a reader is told is of one build."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from stress.conftest import Clean
from stress.project_copy import ProjectCopy, differences

READERS = 3
BUILDS = 2
ASK = """
import duckdb
with duckdb.connect("timm.duckdb", read_only=True) as database:
    for relation in ("speed", "benchmarks", "page.frames", "pick()"):
        print(database.execute(f"select count(*), bit_xor(hash(asked)) from {relation} as asked").fetchone())
"""
HOLD = """
import duckdb, time
with duckdb.connect("timm.duckdb", read_only=True):
    print("held", flush=True)
    time.sleep(600)
"""


@pytest.fixture
def copy(clean: Clean) -> ProjectCopy:
    """With a database that the next `make` changes."""
    clean.copy.put_database(clean.with_own.database)
    clean.copy.commands["ask"] = ["python", "-c", ASK]
    return clean.copy


@pytest.mark.minutes
def test_a_crowd_beside_make(copy: ProjectCopy, clean: Clean, tmp_path: Path) -> None:
    def read(site: Path) -> tuple[str, dict[str, bytes]]:
        answer = copy.complete("ask")
        copy.complete("render.py", "--out", str(site))
        return answer, {path.name: path.read_bytes() for path in site.iterdir()}

    def read_on(site: Path) -> list[tuple[str, dict[str, bytes]]]:
        seen = []
        while not builds.done():
            seen.append(read(site))
        return seen

    old = read(tmp_path / "old")
    with ThreadPoolExecutor(max_workers=READERS + 1) as pool:
        builds = pool.submit(lambda: [copy.complete("make") for _ in range(BUILDS)])
        readers = [pool.submit(read_on, tmp_path / str(number)) for number in range(READERS)]
    builds.result()
    new = read(tmp_path / "new")
    answers, sites = zip(*(seen for reader in readers for seen in reader.result()), strict=True)
    assert set(answers) == {old[0], new[0]}
    assert [site for site in sites if site not in (old[1], new[1])] == []
    assert differences(copy.rows(), clean.made.rows) == []


def test_dbt_build_waits_for_a_reader_and_names_it(copy: ProjectCopy) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLD], cwd=copy.folder, stdout=subprocess.PIPE) as holder:
        assert holder.stdout.readline() == b"held\n"
        started = time.monotonic()
        status, output = copy.run("dbt build")
        waited = time.monotonic() - started
        holder.kill()
    assert status != 0
    assert 15 < waited < 60
    assert f"(PID {holder.pid})" in output
    assert "Traceback" not in output
