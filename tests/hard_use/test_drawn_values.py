"""Of any values, many in a file, SQL takes those that Python takes."""

import csv
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from dbt_process import DbtProcess
from hard_use import oracle

RELEASE = "2025-02-03"
RESULTS = {
    "model": "resnet50.a1_in1k",
    "img_size": "224",
    "top1": "80.218",
    "top5": "94.58",
    "param_count": "25.56",
    "crop_pct": "0.95",
    "interpolation": "bicubic",
}
IMPORTED: dict[str, tuple[st.SearchStrategy[str], Callable[[str], bool]]] = {
    "model": (oracle.names, oracle.is_model),
    "img_size": (oracle.numbers, oracle.is_size),
    "top1": (oracle.numbers, oracle.is_percentage),
    "param_count": (oracle.numbers, oracle.is_measure_with_thousands),
    "interpolation": (oracle.names, oracle.is_text),
}
BOARD = {
    "model": "resnet50.a1_in1k",
    "infer_samples_per_sec": "2500.5",
    "infer_step_time": "409.5",
    "infer_batch_size": "1024",
    "infer_img_size": "224",
    "param_count": "25.56",
}
OWN: dict[str, Callable[[str], bool]] = {
    "infer_samples_per_sec": oracle.is_measure,
    "infer_img_size": oracle.is_count,
    "infer_step_time": lambda text: text == "" or oracle.is_measure(text),
    "infer_batch_size": lambda text: text == "" or oracle.is_count(text),
    "param_count": lambda text: text == "" or oracle.is_measure(text),
}
# An example is a run of dbt, and its values say enough without being made fewer.
drawn = settings(max_examples=30, deadline=None, phases=[Phase.generate])


class Copy:
    def __init__(self, folder: Path) -> None:
        self.database = folder / "timm.duckdb"
        shutil.copy(os.environ["TIMM_PICKER_DATABASE"], self.database)
        self.accuracies = folder / "seeds/accuracies.csv"
        self.files = folder / "files"

    def put(self, name: str, rows: list[dict[str, str]]) -> None:
        shutil.rmtree(self.files, ignore_errors=True)
        self.files.mkdir()
        with (self.files / name).open("w", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(rows)

    def imported(self) -> list[dict[str, str]]:
        with self.accuracies.open() as file:
            return [row for row in csv.DictReader(file) if row["release"] == RELEASE]

    def ask(self, sql: str) -> list[tuple]:
        with duckdb.connect(self.database, read_only=True) as connection:
            return connection.execute(sql).fetchall()


@pytest.fixture(scope="module")
def copy(copy_with_short_seeds: Path) -> Copy:
    return Copy(copy_with_short_seeds)


@pytest.fixture(scope="module")
def dbt(copy: Copy, copy_with_short_seeds: Path) -> Iterator[DbtProcess]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TIMM_PICKER_DATABASE", str(copy.database))
        yield DbtProcess(copy_with_short_seeds, own_benchmarks=str(copy.files / "*.csv"))


@pytest.fixture(scope="module")
def text_of(dbt: DbtProcess) -> str:
    """The macro, compiled: dbt once, DuckDB for each example."""
    return dbt.run("compile", "--inline", "{{ text_of('content') }}").output


@pytest.fixture(scope="module")
def architectures(project: Path) -> list[str]:
    """All that timm knows, or knew."""
    columns = {"checkpoints": "model", "renamed_models": "old_model", "accuracies": "model", "speeds": "architecture"}
    names = set()
    for seed, column in columns.items():
        with (project / f"seeds/{seed}.csv").open() as file:
            names |= {row[column].partition(".")[0] for row in csv.DictReader(file)}
    return sorted(names)


@drawn
@given(column=st.sampled_from(list(IMPORTED)), data=st.data())
def test_the_import(copy: Copy, dbt: DbtProcess, column: str, data: st.DataObject) -> None:
    texts, is_allowed = IMPORTED[column]
    texts |= oracle.cells
    if data.draw(st.booleans()):
        texts = texts.filter(is_allowed)
    values = data.draw(st.lists(texts, min_size=1, max_size=60, unique=True))
    copy.put("results-a.csv", [RESULTS | {"model": f"m{n}", column: value} for n, value in enumerate(values)])
    before = copy.accuracies.read_bytes()
    outcome = dbt.run_operation("import_timm_results", folder=str(copy.files), release=RELEASE)
    wrong = [line for line, value in enumerate(values, 2) if not is_allowed(value)]
    if wrong:
        *_, said = outcome.output.strip().splitlines()
        place = f"line {wrong[0]}, column {list(RESULTS).index(column) + 1} ({column}): '"
        assert f"Nothing was imported. results-a.csv, {place}" in said
        assert len(wrong) == 1 or said.endswith(f" (and {len(wrong) - 1} more)")
        assert copy.accuracies.read_bytes() == before
    else:
        assert outcome.success, outcome.output
        assert Counter(oracle.plain(row[column]) for row in copy.imported()) == Counter(map(oracle.plain, values))


@drawn
@given(column=st.sampled_from(["model", *OWN]), data=st.data())
def test_own_benchmarks(
    copy: Copy, dbt: DbtProcess, architectures: list[str], column: str, data: st.DataObject
) -> None:
    texts = (oracle.names if column == "model" else oracle.numbers) | oracle.cells
    values = [text.strip(" ") for text in data.draw(st.lists(texts, min_size=1, max_size=300))]
    # No two are of one network and one size, whichever of the two is drawn.
    keys = ({"model": name, "infer_img_size": str(size)} for size, name in enumerate(architectures, 32))
    copy.put("board.csv", [BOARD | key | {column: f" {value} "} for value, key in zip(values, keys, strict=False)])
    outcome = dbt.run("run", "--select", "stg_own_texts", "own_files", "own_speeds")
    assert outcome.success, outcome.output
    if column == "model":
        names = [value.partition(".")[0] for value in values]
        expected = [(line, name in architectures, name) for line, name in enumerate(names, 2)]
        judged = copy.ask("select line, reason is null, architecture from own_speeds order by line")
    else:
        numbers = [float(value) if value and OWN[column](value) else None for value in values]
        expected = list(zip(range(2, len(values) + 2), map(OWN[column], values), numbers, strict=True))
        found = f"if(reason is null, {column.removeprefix('infer_')}, null)"
        judged = copy.ask(f"select line, reason is null, {found} from own_speeds order by line")
    assert judged == expected


@settings(max_examples=3000, deadline=None)
@given(content=oracle.files)
def test_the_text_of_a_file(text_of: str, content: bytes) -> None:
    (text,) = duckdb.execute(f"select {text_of} from (select ?::blob as content)", [content]).fetchone()
    assert text == oracle.text_of(content)
