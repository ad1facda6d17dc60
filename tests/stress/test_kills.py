"""A killed run leaves everything old or new, and the next run leaves what one that was never killed would leave."""

import subprocess
import sys
from pathlib import Path

import pytest

from stress.conftest import Clean
from stress.project_copy import ProjectCopy, differences

# Shares of a whole run's time.
MOMENTS = (0.2, 0.4, 0.6, 0.8, 0.95)
# A killed `dbt build`: what it wrote last is in the log beside the file.
KILLED_WRITER = """
import duckdb, os, signal, sys
connection = duckdb.connect(sys.argv[1])
connection.execute("create table killed as from range(3)")
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize(
    "command",
    [
        pytest.param("make", marks=pytest.mark.minutes),
        pytest.param("dbt build", marks=pytest.mark.minutes),
        "import",
        "render.py",
    ],
)
def test_five_kills(command: str, clean: Clean) -> None:
    copy = clean.copy
    put_what_was_before(command, clean)
    old_database, old_pages = copy.database.read_bytes(), copy.pages()
    duration = clean.seconds[command]
    for moment in MOMENTS:
        # On a machine that has become less busy it may end before.
        while not copy.kill(command, after=moment * duration):
            duration *= 0.8
            put_what_was_before(command, clean)
        seeds, pages = copy.seeds(), copy.pages()
        for name, old in clean.seeds.items():
            assert seeds[name] in (old, clean.seeds_after_import[name])
        for name, old in old_pages.items():
            assert pages[name] in (old, clean.made.pages[name])
        if command == "make" and copy.database.read_bytes() != old_database:
            assert differences(copy.rows(), clean.made.rows) == []
    copy.complete(command)
    assert_as_clean(command, clean, old_pages)


def put_what_was_before(command: str, clean: Clean) -> None:
    copy = clean.copy
    copy.put(clean.seeds)
    copy.put(dict.fromkeys(clean.made.pages, b"<!-- an earlier run's -->"))
    copy.put_database(clean.made.database)
    if command == "make":
        copy.database.unlink()
        subprocess.run([sys.executable, "-c", KILLED_WRITER, copy.database], check=False)
        assert copy.log.exists()


def assert_as_clean(command: str, clean: Clean, old_pages: dict[str, bytes]) -> None:
    copy = clean.copy
    # Nor is a killed run's part of a file left.
    assert copy.seeds() == (clean.seeds_after_import if command == "import" else clean.seeds)
    assert copy.pages() == (clean.made.pages if command in {"make", "render.py"} else old_pages)
    assert not copy.log.exists()
    assert differences(copy.rows(), (clean.with_own if command == "dbt build" else clean.made).rows) == []


A_PYTHON = """#!/bin/sh
# In place of `python -m venv .venv`: an environment whose pip takes its time.
mkdir -p .venv/bin
printf '#!/bin/sh\\nsleep $SECONDS_OF_PIP\\n' > .venv/bin/pip
printf '#!/bin/sh\\n' > .venv/bin/uv
chmod +x .venv/bin/*
"""


def test_an_environment_that_was_half_made_is_made_anew(tmp_path: Path) -> None:
    copy = ProjectCopy(tmp_path / "timm_picker")
    python = copy.folder / "python"
    python.write_text(A_PYTHON)
    python.chmod(0o755)
    copy.commands["environment"] = ["make", "environment", "PYTHON=./python"]
    copy.environment["SECONDS_OF_PIP"] = "60"
    assert copy.kill("environment", after=2)
    (copy.folder / ".venv/half").touch()
    assert (copy.folder / ".venv/bin/pip").exists()
    copy.environment["SECONDS_OF_PIP"] = "0"
    copy.complete("environment")
    assert (copy.folder / ".venv/installed").exists()
    assert not (copy.folder / ".venv/half").exists()
