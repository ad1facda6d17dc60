"""Builds the database beside the one in use and puts it in its place whole: `make` runs it.

What stands behind the command goes to `dbt build`. Who reads keeps reading the old one, and waits for nothing.
"""

import os
import shutil
import subprocess
import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import duckdb

from in_turn import Patience, connect_at_the_door, turn


def main() -> None:
    address = os.environ.get("TIMM_PICKER_DATABASE", "timm.duckdb")
    if address.startswith("ducklake:"):
        # Readers of a lake see whole builds alone.
        sys.exit(subprocess.run(["dbt", "build", *sys.argv[1:]], check=False).returncode)
    database = Path(address).absolute()
    part = database.with_name(f".{database.name}.part")
    try:
        part.mkdir(parents=True, exist_ok=True)
        with turn(part, Patience(part)):
            build_beside(database, part / "new")
    except (OSError, duckdb.Error, subprocess.CalledProcessError) as error:
        sys.exit(f"{database} stays as it was: {error}")
    except KeyboardInterrupt:
        sys.exit(f"{database} stays as it was")


def build_beside(database: Path, folder: Path) -> None:
    # What a killed run left.
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    # dbt takes the database's name from the file's, and the views hold it.
    new = folder / database.name
    # Of its own, since dbt reads every model anew where the profile's path is another than in the run before.
    command = ["dbt", "build", "--target-path", "target/make", *sys.argv[1:]]
    try:
        subprocess.run(command, env=os.environ | {"TIMM_PICKER_DATABASE": str(new)}, check=True)
        put_in_place(new, database)
    finally:
        shutil.rmtree(folder)


def put_in_place(new: Path, database: Path) -> None:
    # What still stands in the log beside it would be lost.
    with duckdb.connect(new) as built:
        built.execute("checkpoint")
    patience = Patience(database)
    with turn(database.parent, patience), reading(database, patience):
        # DuckDB would read the log that a killed `dbt build` left into the new database.
        database.with_name(f"{database.name}.wal").unlink(missing_ok=True)
        new.replace(database)


def reading(database: Path, patience: Patience) -> AbstractContextManager:
    """While it is read, no `dbt build` writes it."""
    try:
        return connect_at_the_door(database, patience, read_only=True)
    except duckdb.Error:
        # There is none, or none that anybody could build in.
        return nullcontext()


if __name__ == "__main__":
    main()
