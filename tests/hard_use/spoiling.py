"""Ways to spoil a good CSV file: each makes of its text what is written in its place."""

import csv
import io
import os
from collections.abc import Callable
from itertools import cycle
from pathlib import Path

Rows = list[list[str]]
Spoil = Callable[[str], str | bytes]

HOSTILE = "'); drop table speed; --"
BINARY = b"\x1f\x8b\x08\x00" + bytes(range(256)) * 4


def put(old: str, new: str) -> Spoil:
    def spoil(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return spoil


def of_rows(change: Callable[[Rows], Rows]) -> Spoil:
    def spoil(text: str) -> str:
        spoilt = io.StringIO()
        csv.writer(spoilt, lineterminator="\n").writerows(change(list(csv.reader(io.StringIO(text)))))
        return spoilt.getvalue()

    return spoil


def cell(line: int, column: str, value: str) -> Spoil:
    def change(rows: Rows) -> Rows:
        rows[line - 1][rows[0].index(column)] = value
        return rows

    return of_rows(change)


def without(column: str) -> Spoil:
    def change(rows: Rows) -> Rows:
        place = rows[0].index(column)
        return [row[:place] + row[place + 1 :] for row in rows]

    return of_rows(change)


def beside(column: str, value: str) -> Spoil:
    """With a further column."""
    return of_rows(lambda rows: [[*rows[0], column], *([*row, value] for row in rows[1:])])


def beneath(line: str) -> Spoil:
    return lambda text: f"{text}{line}\n"


def first_line_again(text: str) -> str:
    header, *rows = text.splitlines()
    return "\n".join([header, rows[0], header, *rows[1:], ""])


def line_ends(*ends: str) -> Spoil:
    return lambda text: "".join(line + end for line, end in zip(text.splitlines(), cycle(ends), strict=False))


def encoded(codec: str) -> Spoil:
    return lambda text: text.encode(codec)


def in_turn(*spoils: Spoil) -> Spoil:
    def spoil(text: str) -> str | bytes:
        for each in spoils:
            text = each(text)
        return text

    return spoil


backwards = of_rows(lambda rows: [row[::-1] for row in rows])
followed_by_itself_backwards = of_rows(lambda rows: [*rows, *(row[::-1] for row in rows)])


def with_all_in_quotes(text: str) -> str:
    spoilt = io.StringIO()
    csv.writer(spoilt, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(csv.reader(io.StringIO(text)))
    return spoilt.getvalue()


# Ways that only the text as a whole has a part in, whatever its columns are.
def wide(text: str) -> str:
    names = ",".join(f"c{number}" for number in range(100_000))
    header, *rows = text.splitlines()
    return "\n".join([f"{header},{names}", *(row + "," * 100_000 for row in rows), ""])


def with_a_long_line(text: str) -> str:
    return text + "x" * 200_000_000 + "\n"


def write(path: Path, text: str | bytes) -> None:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())


def without_privileges(command: list[str]) -> list[str]:
    """Root may read what nobody may: so may it not, once its capabilities are gone."""
    return command if os.geteuid() else ["setpriv", "--bounding-set=-all", "--inh-caps=-all", *command]


# What may lie where a file should, and what is said of it.
NO_FILES: dict[str, tuple[Callable[[Path], None], str]] = {
    "folder": (Path.mkdir, "is a folder: name the files in it, or rename it"),
    "link to nothing": (lambda path: path.symlink_to("/nowhere/at/all.csv"), "is a link to nothing: mend or remove it"),
    "link to itself": (lambda path: path.symlink_to(path), "is a link to nothing: mend or remove it"),
    "pipe": (os.mkfifo, "is no file: leave it out"),
}
# What a file may be called, and how that is said.
NO_NAMES = {"a\nb": "a�b", "a\x1b[2Jb": "a�[2Jb", os.fsdecode(b"a\xffb"): "a�b"}
