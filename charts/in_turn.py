"""One at a time through a folder's door, and so to a database: who has to wait says so, and not for ever.

DuckDB lets one process write a file or many read it, and queues nobody: readers that keep coming would shut a build
out. So each stands at the folder's door until it has the file open, builds and readers alike.
"""

import os
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

try:
    import fcntl
except ImportError:  # Windows has no lock on a folder: there, luck decides who is next.
    fcntl = None

PATIENCE = 600.0
PAUSE = 0.02
# A shorter wait is nobody's concern.
SILENCE = 0.5


class Patience:
    def __init__(self, path: Path, seconds: float = PATIENCE) -> None:
        self.path = path
        self.seconds = seconds
        self.start = time.monotonic()
        self.is_silent = True

    def wait(self, holder: str = "") -> None:
        waited = time.monotonic() - self.start
        if waited > self.seconds:
            message = f"{self.path} has been in use{holder} for {self.seconds:g} s: run this again when that has ended"
            raise TimeoutError(message)
        if self.is_silent and waited > SILENCE:
            print(f"{self.path} is in use{holder}: waiting, {self.seconds:g} s at most", file=sys.stderr, flush=True)
            self.is_silent = False
        time.sleep(PAUSE)


@contextmanager
def turn(folder: Path, patience: Patience) -> Iterator[None]:
    """The system takes the lock back however its holder ends, so nothing is ever left to clear away."""
    if fcntl is None:
        yield
        return
    door = os.open(folder, os.O_RDONLY)
    try:
        while not is_locked(door):
            patience.wait()
        yield
    finally:
        os.close(door)


def is_locked(door: int) -> bool:
    try:
        fcntl.flock(door, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # A network share without locks: there is no turn to wait for.
        return True
    return True


def connect(path: str | Path, *, patience: float = PATIENCE, **options: Any) -> duckdb.DuckDBPyConnection:  # noqa: ANN401
    """`duckdb.connect`, waiting while others use the file in a way that shuts this one out."""
    waiting = Patience(Path(path), patience)
    with turn(Path(path).absolute().parent, waiting):
        return connect_at_the_door(path, waiting, **options)


def connect_at_the_door(path: str | Path, patience: Patience, **options: Any) -> duckdb.DuckDBPyConnection:  # noqa: ANN401
    while True:
        try:
            return duckdb.connect(path, **options)
        except duckdb.IOException as error:
            if "Could not set lock" not in str(error):
                raise
            holder = re.search(r"held in (.+? \(PID \d+\))", str(error))
            patience.wait(f" by {holder[1]}" if holder else "")
