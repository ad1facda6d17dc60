"""Reads own files with Python's csv module.

No file raises an error here, because dbt would show a traceback: int_own_speeds stops the build with each `problem`.
"""

import csv
import io
from collections.abc import Iterator
from glob import glob, has_magic
from operator import itemgetter
from os.path import expanduser
from pathlib import Path
from typing import Any

NEEDED = ("samples_per_sec", "img_size")
MEASURES = (*NEEDED, "step_time", "batch_size", "gmacs", "macts")
TASKS = ("infer", "train")
VALUES = ("model", *(f"{task}_{measure}" for task in TASKS for measure in MEASURES), "param_count")
NUMBERS = ("line", "cells", "header_cells")
COLUMNS = ("file", "line", "problem", "source_row", "cells", "header_cells", *VALUES)


class UnreadableError(Exception):
    """The line at fault, if it is a single one, and why the file cannot be read."""


def model(dbt: Any, session: Any) -> Any:  # noqa: ANN401
    pattern = dbt.config.get("own_benchmarks")
    if pattern is None:
        types = ", ".join(f"null::{'bigint' if name in NUMBERS else 'varchar'} as {name}" for name in COLUMNS)
        return session.sql(f"select {types} where false")
    # Imported here so that a build without own files does not wait for it.
    from pandas import DataFrame, concat  # noqa: PLC0415

    types = {name: "Int64" if name in NUMBERS else "string" for name in COLUMNS}
    return concat(DataFrame(rows, columns=COLUMNS).astype(types) for rows in files_matching(str(pattern)))


def files_matching(pattern: str) -> Iterator[list[tuple]]:
    found = sorted(glob(expanduser(pattern), recursive=True))  # noqa: PTH111, PTH207
    # A pattern like runs/* matches folders too.
    files = [file for file in found if file.endswith(".csv") or not (has_magic(pattern) and Path(file).is_dir())]
    if not files:
        problem = "matches no file; name a file, or a pattern of files like runs/*.csv"
        yield [problem_row(pattern, None, f"{pattern or 'an empty pattern'} {problem}")]
    yield from map(rows_or_problem, files)


def rows_or_problem(file: str) -> list[tuple]:
    try:
        return list(rows_of(file, text_of(file)))
    except UnreadableError as error:
        line, reason = error.args
        return [problem_row(file, line, f"{file}, line {line}: {reason}" if line else f"{file}: {reason}")]


def problem_row(file: str, line: int | None, problem: str) -> tuple:
    return (printable(file), line, printable(problem), *[None] * (len(COLUMNS) - 3))


def printable(text: str) -> str:
    """Without control characters and without the bytes of a name that is not UTF-8."""
    return "".join(character if character.isprintable() else "�" for character in text)


def text_of(file: str) -> str:
    if not file.isprintable():
        raise UnreadableError(None, "an unprintable character in its name; rename it")
    try:
        content = Path(file).read_bytes()
        text = content.decode().removeprefix("\ufeff")
    except IsADirectoryError:
        raise UnreadableError(None, f"a folder; name the files in it, like {file}/*.csv") from None
    except OSError as error:
        raise UnreadableError(None, f"cannot be read ({error.strerror}); fix it or leave it out") from None
    except UnicodeDecodeError as error:
        line = len(content[: error.start + 1].splitlines())
        raise UnreadableError(line, "not UTF-8; save it as UTF-8 text") from None
    if "\0" in text:
        line = len(content[: content.index(b"\0") + 1].splitlines())
        raise UnreadableError(line, "a NUL byte; save it as UTF-8 text")
    if text.lstrip().startswith(("{", "[")):
        raise UnreadableError(None, "JSON, not CSV; let benchmark.py write CSV: --results-file NAME.csv")
    return text


def rows_of(file: str, text: str) -> Iterator[tuple]:
    rows = csv_rows(text)
    line, header, cells = next(rows, (None, "", []))
    names = names_in(cells)
    check_header(line, header, names)
    width = len(names)
    # The None at the end is for columns that the file does not have; a missing value is ''.
    values_of = itemgetter(*(names.index(name) if name in names else -1 for name in VALUES))
    is_alone = True
    for line, source_row, cells in rows:
        # Below another header, values would be read under the wrong names.
        if "model" in source_row.lower() and "model" in (others := names_in(cells)) and others != names:
            raise UnreadableError(line, "another header; move it and the rows below it to a file of their own")
        values = values_of([*cells[:width], *[""] * (width - len(cells)), None])
        yield (file, line, None, source_row, len(cells), width, *values)
        is_alone = False
    if is_alone:
        raise UnreadableError(None, "a header without rows")


def csv_rows(text: str) -> Iterator[tuple[int, str, list[str]]]:
    """Each row that is not blank: the line where it starts, its text and its cells."""
    lines = list(io.StringIO(text, newline=""))
    reader = csv.reader(lines, strict=True)
    before = 0
    try:
        for cells in reader:
            if any(map(str.strip, cells)):
                yield before + 1, "".join(lines[before : reader.line_num]).rstrip("\r\n"), cells
            before = reader.line_num
    except csv.Error as error:
        reason = f"a quote is never closed, or is inside a quoted value ({error})"
        raise UnreadableError(before + 1, reason) from None


def names_in(cells: list[str]) -> list[str]:
    return [cell.strip(" \ufeff").lower() for cell in cells]


def check_header(line: int | None, header: str, names: list[str]) -> None:
    if line is None:
        raise UnreadableError(None, "empty")
    timed = [task for task in TASKS if any(f"{task}_{measure}" in names for measure in MEASURES)]
    if not timed:
        like = "a header like model,infer_samples_per_sec,infer_img_size"
        raise UnreadableError(line, f"not a table written by benchmark.py: expected {like}, found {header:.60}")
    needed = ["model", *(f"{task}_{measure}" for task in timed for measure in NEEDED)]
    if missing := [name for name in needed if name not in names]:
        raise UnreadableError(line, f"no column {' or '.join(missing)}")
    if duplicates := [name for name in VALUES if names.count(name) > 1]:
        raise UnreadableError(line, f"duplicate column {', '.join(duplicates)}")
