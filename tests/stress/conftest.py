import time
from dataclasses import dataclass

import pytest

from stress.project_copy import ProjectCopy, Rows


@dataclass(frozen=True)
class State:
    """The database as bytes and as rows, and the pages drawn from it."""

    database: bytes
    rows: Rows
    pages: dict[str, bytes]


@dataclass(frozen=True)
class Clean:
    """What runs leave that nobody kills and nobody runs beside."""

    copy: ProjectCopy
    seconds: dict[str, float]
    seeds: dict[str, bytes]
    seeds_after_import: dict[str, bytes]
    made: State
    with_own: State


@pytest.fixture(scope="session")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Clean:
    copy = ProjectCopy(tmp_path_factory.mktemp("a copy") / "timm_picker")
    seconds: dict[str, float] = {}

    def complete(command: str) -> None:
        started = time.monotonic()
        copy.complete(command)
        seconds[command] = time.monotonic() - started

    seeds = copy.seeds()
    complete("import")
    seeds_after_import = copy.seeds()
    copy.put(seeds)
    complete("make")
    made = state(copy)
    copy.database.unlink()
    complete("dbt build")
    complete("render.py")
    return Clean(copy, seconds, seeds, seeds_after_import, made, state(copy))


def state(copy: ProjectCopy) -> State:
    return State(copy.database.read_bytes(), copy.rows(), copy.pages())
