"""Reads all that people read, over and over, while something writes it."""

import time
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Event, Thread

import duckdb

Allowed = dict[str, Collection[bytes]]
"""Each file's whole contents: as it was before, and as it will be after."""


class Watcher:
    def __init__(self, folder: Path, allowed: Allowed, database: Path | None, counts: Collection[int]) -> None:
        self.folder = folder
        self.allowed = allowed
        self.database = database
        self.counts = counts
        self.reads = 0
        self.wrong: set[str] = set()
        self.ended = Event()

    @contextmanager
    def watching(self) -> Iterator[None]:
        threads = [Thread(target=self.watch_files)]
        if self.database:
            threads.append(Thread(target=self.watch_database))
        with ExitStack() as stack:
            opened = {name: stack.enter_context((self.folder / name).open("rb")) for name in self.allowed}
            for thread in threads:
                thread.start()
            try:
                yield
            finally:
                self.ended.set()
                for thread in threads:
                    thread.join()
            self.look_at_files({})
            # Who had opened a file keeps the whole of it, however short the moment of writing was.
            for name, file in opened.items():
                self.judge(name, file.read(), "read through a file opened before")

    def watch_files(self) -> None:
        seen: dict[str, tuple[int, int, int]] = {}
        while not self.ended.is_set():
            self.look_at_files(seen)
            time.sleep(0.001)

    def look_at_files(self, seen: dict[str, tuple[int, int, int]]) -> None:
        for name in self.allowed:
            try:
                state = (self.folder / name).stat()
                mark = state.st_ino, state.st_size, state.st_mtime_ns
                if seen.get(name) != mark:
                    self.judge(name, (self.folder / name).read_bytes(), "read")
                    seen[name] = mark
            except FileNotFoundError:
                self.wrong.add(f"{name} is gone")

    def judge(self, name: str, content: bytes, how: str) -> None:
        self.reads += 1
        if content not in self.allowed[name]:
            self.wrong.add(f"{name}, {how}: {len(content)} bytes, neither as before nor as after")

    def watch_database(self) -> None:
        """Without patience: where the database is replaced whole, nobody waits."""
        while not self.ended.is_set():
            try:
                with duckdb.connect(self.database, read_only=True) as connection:
                    (count,) = connection.execute("select count(*) from speed").fetchone()
                self.reads += 1
                if count not in self.counts:
                    self.wrong.add(f"speed has {count} rows, neither as before nor as after")
            except duckdb.Error as error:
                self.wrong.add(f"the database: {error}")
            time.sleep(0.1)
