"""A seed that was spoilt by hand fails the build, with the project's word for its columns and dbt's for its values."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest

from dbt_process import DbtProcess
from hard_use.spoiling import (
    BINARY,
    Spoil,
    backwards,
    beside,
    cell,
    encoded,
    first_line_again,
    line_ends,
    put,
    without,
    write,
)

LICENSES = "seeds/licenses.csv, line 1: the columns have to be license,class"
NO_NUMBER = "Error when converting column"

# Refused before a table has changed.
UNREADABLE: dict[str, tuple[str, Spoil, str]] = {
    "column missing": ("licenses", without("class"), LICENSES),
    "column too many": ("licenses", beside("note", "x"), LICENSES),
    "columns in another order": ("licenses", backwards, LICENSES),
    "column in another case": ("licenses", cell(1, "class", "Class"), LICENSES),
    "no header": ("licenses", lambda text: text.partition("\n")[2], LICENSES),
    "semicolons for commas": ("licenses", lambda text: text.replace(",", ";"), LICENSES),
    "empty": ("licenses", lambda _: "", LICENSES),
    "binary": ("licenses", lambda _: BINARY, "seeds/licenses.csv' as valid UTF-8 encoded text"),
    "UTF-16": ("licenses", encoded("utf-16"), "seeds/licenses.csv' as valid UTF-8 encoded text"),
    "text for a number": (
        "anchors",
        cell(3, "img_size", "big"),
        f'{NO_NUMBER} "img_size". Could not convert string "big"',
    ),
    "second header": ("anchors", first_line_again, f'{NO_NUMBER} "img_size". Could not convert string "img_size"'),
    "size of 11 digits": ("anchors", cell(3, "img_size", "99999999999"), f'{NO_NUMBER} "img_size". Could not convert'),
    "decimal comma": ("accuracies", cell(9, "top1", "80,1"), f'{NO_NUMBER} "top1". Could not convert string "80,1"'),
    "value too many": ("anchors", put("288\n", "288,1\n"), "Expected Number of Columns: 2 Found: 3"),
}

# Refused by a test of the seed, or of the first relation that reads it.
UNTRUE: dict[str, tuple[str, Spoil, str]] = {
    "class that does not exist": ("licenses", cell(3, "class", "free"), "licenses_meets_its_rules"),
    "row twice": ("licenses", lambda text: text + text.splitlines()[-1] + "\n", "licenses_meets_its_rules"),
    "no key": ("licenses", cell(3, "license", ""), "licenses_meets_its_rules"),
    "no images": ("test_sets", cell(3, "images", "0"), "test_sets_meets_its_rules"),
    "clean test set that does not exist": ("test_sets", cell(3, "clean_test_set", "x"), "test_sets_meets_its_rules"),
    "direction that does not exist": ("param_count_causes", cell(2, "direction", "up"), "param_count_causes_meets_its"),
    "accuracy twice": (
        "accuracies",
        lambda text: text + text.splitlines()[-1] + "\n",
        "stg_accuracies_meets_its_rules",
    ),
    "rate negative": ("speeds", cell(3, "samples_per_sec", "-1"), "speed_meets_its_rules"),
    "rate inf": ("speeds", cell(3, "samples_per_sec", "inf"), "speed_meets_its_rules"),
    "run named like none": ("speeds", cell(3, "run", "infer-'); drop table speed; --"), "runs_meets_its_rules"),
}
READERS = {"accuracies": ["stg_accuracies"], "speeds": ["stg_speeds", "runs", "speed"]}

TAKEN: dict[str, Spoil] = {
    "line ends of Windows": line_ends("\r\n"),
    "byte order mark": encoded("utf-8-sig"),
    "no last line end": lambda text: text.removesuffix("\n"),
}


@pytest.fixture(scope="module")
def copy(copy_of_project: Path) -> Iterator[Path]:
    shutil.copy(os.environ["TIMM_PICKER_DATABASE"], copy_of_project / "timm.duckdb")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TIMM_PICKER_DATABASE", str(copy_of_project / "timm.duckdb"))
        yield copy_of_project


@pytest.fixture(scope="module")
def dbt(copy: Path) -> DbtProcess:
    return DbtProcess(copy)


@contextmanager
def spoilt(copy: Path, seed: str, spoil: Spoil) -> Iterator[None]:
    path = copy / f"seeds/{seed}.csv"
    good = path.read_bytes()
    assert spoil(good.decode()) != good.decode()
    write(path, spoil(good.decode()))
    yield
    path.write_bytes(good)


def tables(copy: Path) -> dict[str, tuple]:
    with duckdb.connect(copy / "timm.duckdb", read_only=True) as connection:
        names = connection.execute("select table_name from duckdb_tables()").fetchall()
        rows = "select count(*), bit_xor(hash(r)) from {} as r"
        return {name: connection.execute(rows.format(name)).fetchone() for (name,) in names}


@pytest.mark.parametrize("kind", UNREADABLE)
def test_what_is_unreadable_changes_no_table(kind: str, copy: Path, dbt: DbtProcess) -> None:
    seed, spoil, complaint = UNREADABLE[kind]
    before = tables(copy)
    with spoilt(copy, seed, spoil):
        outcome = dbt.run("build", "--select", f"{seed}+")
    assert not outcome.success
    assert complaint in outcome.output
    assert "Traceback" not in outcome.output
    assert tables(copy) == before


@pytest.mark.parametrize("kind", UNTRUE)
def test_what_is_untrue_fails_a_test(kind: str, copy: Path, dbt: DbtProcess) -> None:
    seed, spoil, test = UNTRUE[kind]
    with spoilt(copy, seed, spoil):
        outcome = dbt.run("build", "--select", seed, *READERS.get(seed, []))
    assert not outcome.success
    assert f"Failure in test {test}" in outcome.output


@pytest.mark.parametrize("kind", TAKEN)
def test_what_is_spelt_otherwise_is_the_same(kind: str, copy: Path, dbt: DbtProcess) -> None:
    assert dbt.run("seed", "--select", "licenses").success
    before = tables(copy)
    with spoilt(copy, "licenses", TAKEN[kind]):
        outcome = dbt.run("build", "--select", "licenses")
    assert outcome.success, outcome.output
    assert tables(copy) == before
