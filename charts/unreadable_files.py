"""Gives SQL a function that names what a pattern of files matches and cannot be read: a plugin of dbt-duckdb.

DuckDB's glob leaves out links to nothing, folders, all that it may not open and the links below a ** without a word,
and would wait for a pipe. A build says so instead, since rows that are missing look like rows that were never there.
"""

import os
import re
from collections.abc import Iterator
from glob import escape, glob, has_magic
from pathlib import Path

import duckdb
from dbt.adapters.duckdb.plugins import BasePlugin

# Controls, and the bytes of a name that is not UTF-8.
NO_TEXT = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
# DuckDB takes such a folder for a column of read_blob's.
COLUMN = re.compile("^(filename|content)=", re.IGNORECASE)
# The address of what is a path as well.
LOCAL = re.compile("^file:(//(localhost)?)?(?=/)")


class Plugin(BasePlugin):
    def configure_connection(self, conn: duckdb.DuckDBPyConnection) -> None:
        conn.create_function("unreadable_files", unreadable_files, ["VARCHAR"], "VARCHAR[]")


def unreadable_files(pattern: str) -> list[str]:
    """What is wrong with each, in the order of their paths."""
    pattern = LOCAL.sub("", pattern)
    # A web server or an object store has nothing of the kind, and no pattern is no folder.
    if "://" in pattern or not pattern:
        return []
    if pattern.split("/").count("**") > 1:
        return [f"{pattern} has ** twice: write * for one of them"]
    # Path.expanduser stops at a user that does not exist.
    path = Path(os.path.expanduser(pattern))  # noqa: PTH111
    # ** alone stands for all that lies below.
    names = path / "*" if path.name == "**" else path
    complaints = sorted([*of_folders(names), *of_matches(names), *of_links(path)])
    return [f"{NO_TEXT.sub('�', str(path))} {complaint}" for path, complaint in complaints]


def matches(pattern: Path) -> Iterator[Path]:
    # Path.glob knows patterns only below a folder.
    if "**" not in pattern.parts:
        yield from map(Path, glob(str(pattern), include_hidden=True))  # noqa: PTH207
        return
    # glob's own ** follows links, unlike DuckDB's, and has no end where two lead back.
    tops, below = parted(pattern)
    for top in matches(tops):
        for folder, *_ in os.walk(top):
            yield from matches(Path(escape(folder)) / (below if below.parts else "*"))


def parted(pattern: Path) -> tuple[Path, Path]:
    """What stands in front of ** and behind it."""
    place = pattern.parts.index("**")
    return Path(*pattern.parts[:place]), Path(*pattern.parts[place + 1 :])


def of_folders(pattern: Path) -> Iterator[tuple[Path, str]]:
    for part in (pattern, *pattern.parents):
        needed = os.R_OK | os.X_OK if has_magic(str(part)) else os.X_OK
        for folder in matches(part.parent):
            # Path.is_dir stops at a link into a folder that may not be opened.
            if os.path.isdir(folder) and not os.access(folder, needed):  # noqa: PTH112
                yield folder, "may not be opened: ask for the right to read it, or leave it out"


def of_matches(pattern: Path) -> Iterator[tuple[Path, str]]:
    for path in matches(pattern):
        try:
            complaint = complaint_of(path, is_named=path == pattern)
        except PermissionError:
            complaint = "leads into a folder that may not be opened: ask for the right to, or leave it out"
        if complaint:
            yield path, complaint


def of_links(pattern: Path) -> Iterator[tuple[Path, str]]:
    if "**" not in pattern.parts:
        return
    tops, below = parted(pattern)
    for top in matches(tops):
        for folder, folders, files in os.walk(top):
            # Path.is_symlink stops in a folder that may not be entered.
            for link in filter(os.path.islink, map(Path(folder).joinpath, folders)):
                # What a link within the top leads to is found without it.
                leads_out = not link.resolve().is_relative_to(top.resolve())
                if leads_out and any(matches(Path(escape(str(link))) / "**" / below)):
                    yield link, "is a link to a folder, and ** follows none: write * for each folder on the way"
            for link in filter(os.path.islink, map(Path(folder).joinpath, [] if below.parts else files)):
                yield link, "is a link, and ** at the end of a pattern leaves it out: write **/*"


def complaint_of(path: Path, *, is_named: bool) -> str | None:
    if NO_TEXT.search(str(path)):
        return "has a name that is not UTF-8, or holds a line end or the like: rename it"
    if any(map(COLUMN.match, path.parent.parts)):
        return "lies in a folder whose name begins with filename= or content=: rename it"
    if path.is_dir():
        # A pattern may well match folders that nobody takes for files.
        return "is a folder: name the files in it, or rename it" if is_named or path.suffix == ".csv" else None
    if path.is_file():
        return None if os.access(path, os.R_OK) else "may not be read: ask for the right to, or leave it out"
    return "is a link to nothing: mend or remove it" if path.is_symlink() else "is no file: leave it out"
