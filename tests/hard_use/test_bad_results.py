"""The imports take every row of a folder, or say in one line why they take none, and leave everything as it was."""

import csv
import io
import json
import re
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator
from math import isnan
from pathlib import Path

import duckdb
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from dbt_process import DbtProcess, Outcome
from hard_use import oracle
from hard_use.oracle import MEASURE, WHOLE
from hard_use.spoiling import (
    BINARY,
    HOSTILE,
    Spoil,
    backwards,
    beneath,
    beside,
    cell,
    encoded,
    first_line_again,
    in_turn,
    line_ends,
    put,
    wide,
    with_a_long_line,
    with_all_in_quotes,
    without,
    without_privileges,
    write,
)

RESULTS = """\
model,img_size,top1,top1_err,top5,top5_err,param_count,crop_pct,interpolation
eva_giant_patch14_560.m30m_ft_in22k_in1k,560,89.79,10.21,98.99,1.01,"1,014.45",1.0,bicubic
resnet50.a1_in1k,224,80.218,19.782,94.58,5.42,25.56,0.95,bicubic
levit_128s.fb_dist_in1k,224,76.53,23.47,92.87,7.13,7.78,0.9,bicubic
"""
SPEEDS = """\
model,infer_img_size,infer_batch_size,infer_samples_per_sec,infer_step_time,infer_gmacs,infer_macts,param_count
resnet50,224,1024.0,2500.5,409.5,4.11,11.11,25.56
levit_128s,224,1024,8000.75,128.0,0.31,1.88,7.78
eva_giant_patch14_560,560,,,,1132.46,497.58,1014.45
"""
CHECKPOINTS = """\
model,module,license,hf_hub_id,paper_ids
resnet50.a1_in1k,resnet,apache-2.0,timm/resnet50.a1_in1k,"arXiv:2110.00476,arXiv:1512.03385"
levit_128s.fb_dist_in1k,levit,mit,timm/levit_128s.fb_dist_in1k,arXiv:2104.01136
"""
RENAMES = "old_model,model\nresnet50_old,resnet50.a1_in1k\n"

IMAGENET = "results-imagenet.csv"
BENCHMARK = "benchmark-infer-amp-nchw-pt210-cu121-rtx3090.csv"
REGISTRY = "checkpoints.csv"
RENAMED = "renamed_models.csv"
GOOD = {IMAGENET: RESULTS, BENCHMARK: SPEEDS, REGISTRY: CHECKPOINTS, RENAMED: RENAMES}
RELEASE = "2025-02-03"
# What of a file goes into which seed, and what upstream calls it.
ARRIVES = {
    IMAGENET: (
        "accuracies",
        {name: name for name in ("model", "img_size", "top1", "top5", "param_count", "crop_pct", "interpolation")},
    ),
    BENCHMARK: (
        "speeds",
        {
            "architecture": "model",
            "param_count": "param_count",
            **{name: f"infer_{name}" for name in ("img_size", "batch_size", "samples_per_sec", "step_time")},
        },
    ),
    REGISTRY: ("checkpoints", {name: name for name in ("model", "module", "license", "hf_hub_id", "paper_ids")}),
    RENAMED: ("renamed_models", {"old_model": "old_model", "model": "model"}),
}

TAKEN: dict[str, tuple[str, Spoil]] = {
    "columns in another order": (IMAGENET, backwards),
    "columns in another order, benchmark": (BENCHMARK, backwards),
    "no column that follows from others": (IMAGENET, without("top1_err")),
    "no column that a benchmark may lack": (BENCHMARK, without("infer_gmacs")),
    "byte order mark": (IMAGENET, encoded("utf-8-sig")),
    "line ends of Windows": (IMAGENET, line_ends("\r\n")),
    "line ends of old": (BENCHMARK, line_ends("\r")),
    "line ends mixed": (IMAGENET, line_ends("\r\n", "\n", "\r")),
    "no last line end": (IMAGENET, lambda text: text.removesuffix("\n")),
    "blank lines": (IMAGENET, line_ends("\n\n", "\n   \r\n")),
    "every value in quotes": (IMAGENET, with_all_in_quotes),
    "name in another case": (IMAGENET, cell(4, "model", "ResNet50.a1_in1k")),
    "number with an exponent": (IMAGENET, cell(3, "top1", "8.0218e1")),
    "anything in a column left out": (IMAGENET, cell(3, "top1_err", HOSTILE)),
    "hostile text where any is allowed": (REGISTRY, cell(2, "paper_ids", f'{HOSTILE} "{{{{ 1 / 0 }}}}" <script>')),
}

REFUSED: dict[str, tuple[str, Spoil, str]] = {
    "column missing": (IMAGENET, without("top5"), "line 1, column (top5): the column is missing"),
    "column missing, benchmark": (
        BENCHMARK,
        without("infer_batch_size"),
        "line 1, column (infer_batch_size): the column is missing",
    ),
    "column missing, registry": (REGISTRY, without("license"), "line 1, column (license): the column is missing"),
    "column unknown": (IMAGENET, beside("colour", "red"), "line 1, column 10 (colour): a column that this import does"),
    "column twice": (IMAGENET, beside("top1", "1"), "line 1, column 10 (top1): the column stands there twice"),
    "column in two spellings": (
        IMAGENET,
        beside("cropt_pct", "1"),
        "line 1, column 10 (cropt_pct): the column stands there twice",
    ),
    "column in another case": (IMAGENET, cell(1, "model", "Model"), "line 1, column 1 (Model): a column that this"),
    "column with a blank": (IMAGENET, cell(1, "top1", "top1 "), "line 1, column 3 (top1 ): a column that this"),
    "columns of the other task": (
        BENCHMARK,
        lambda text: text.replace("infer_", "train_"),
        "line 1, column 2 (train_img_size): a column that this import does not know",
    ),
    "hundred thousand columns": (IMAGENET, wide, "line 1, column 10 (c0): a column that this import does not know"),
    "semicolons for commas": (
        BENCHMARK,
        lambda text: text.replace(",", ";"),
        "line 1, column 1 (model;infer_img_size;infer_batch_size;in): a column that this import does not know",
    ),
    "second header": (IMAGENET, first_line_again, f"line 3, column 2 (img_size): 'img_size' {WHOLE}"),
    "second header, benchmark": (
        BENCHMARK,
        first_line_again,
        f"line 3, column 2 (infer_img_size): 'infer_img_size' {WHOLE}",
    ),
    "header alone": (IMAGENET, lambda text: text.splitlines()[0], "line 1: a header without a row"),
    "empty file": (IMAGENET, lambda _: "", "line 1: the file is empty"),
    "blanks alone": (BENCHMARK, lambda _: " \n\r\n\n", "line 1: the file is empty"),
    "text": (IMAGENET, cell(3, "top1", "high"), "line 3, column 3 (top1): 'high' is not a number from 0 to 100"),
    "no value": (IMAGENET, cell(3, "top1", ""), "line 3, column 3 (top1): '' is not a number from 0 to 100"),
    "no text": (IMAGENET, cell(3, "interpolation", ""), "line 3, column 9 (interpolation): '' is not a text"),
    "nan": (IMAGENET, cell(3, "top1", "NaN"), "line 3, column 3 (top1): 'NaN' is not a number from 0 to 100"),
    "inf": (
        BENCHMARK,
        cell(2, "infer_samples_per_sec", "inf"),
        f"line 2, column 4 (infer_samples_per_sec): 'inf' {MEASURE}",
    ),
    "1e999": (BENCHMARK, cell(2, "infer_step_time", "1e999"), f"line 2, column 5 (infer_step_time): '1e999' {MEASURE}"),
    "negative": (BENCHMARK, cell(2, "param_count", "-25.56"), f"line 2, column 8 (param_count): '-25.56' {MEASURE}"),
    "negative percentage": (IMAGENET, cell(3, "top5", "-1"), "line 3, column 5 (top5): '-1' is not a number from 0 to"),
    "zero": (
        BENCHMARK,
        cell(2, "infer_samples_per_sec", "0"),
        f"line 2, column 4 (infer_samples_per_sec): '0' {MEASURE}",
    ),
    "zero pixels": (IMAGENET, cell(2, "img_size", "0"), f"line 2, column 2 (img_size): '0' {WHOLE}"),
    "half a pixel": (IMAGENET, cell(2, "img_size", "224.5"), f"line 2, column 2 (img_size): '224.5' {WHOLE}"),
    "over 100 percent": (
        IMAGENET,
        cell(3, "top1", "100.1"),
        "line 3, column 3 (top1): '100.1' is not a number from 0 to",
    ),
    "percent sign": (
        IMAGENET,
        cell(3, "top1", "80.2%"),
        "line 3, column 3 (top1): '80.2%' is not a number from 0 to 100",
    ),
    "size of 11 digits": (
        IMAGENET,
        cell(3, "img_size", "99999999999"),
        f"line 3, column 2 (img_size): '99999999999' {WHOLE}",
    ),
    "batch of 1e30": (
        BENCHMARK,
        cell(2, "infer_batch_size", "1e30"),
        f"line 2, column 3 (infer_batch_size): '1e30' {WHOLE}",
    ),
    "rate of 1e-320": (
        BENCHMARK,
        cell(2, "infer_samples_per_sec", "1e-320"),
        f"line 2, column 4 (infer_samples_per_sec): '1e-320' {MEASURE}",
    ),
    "hexadecimal": (IMAGENET, cell(3, "img_size", "0x50"), f"line 3, column 2 (img_size): '0x50' {WHOLE}"),
    "size in another spelling": (IMAGENET, cell(3, "img_size", "0224"), f"line 3, column 2 (img_size): '0224' {WHOLE}"),
    "thousands without a point": (
        IMAGENET,
        cell(2, "param_count", "1,014"),
        f"line 2, column 7 (param_count): '1,014' {MEASURE}",
    ),
    "decimal comma": (IMAGENET, cell(3, "param_count", "25,56"), f"line 3, column 7 (param_count): '25,56' {MEASURE}"),
    "decimal comma without quotes": (
        IMAGENET,
        put("80.218", "80,218"),
        "line 3, column 10: 10 values under a header of 9",
    ),
    "line cut off": (IMAGENET, lambda text: text[:-30], "line 4, column 5: 4 values under a header of 9"),
    "quote not closed": (
        IMAGENET,
        put('"1,014.45"', '"1,014.45'),
        "line 2, column 7: a quote that is not closed, or that",
    ),
    "quote within a value": (
        IMAGENET,
        put("resnet50", 'res"net50'),
        "line 3, column 1: a quote that is not closed, or that",
    ),
    "line end within quotes": (
        REGISTRY,
        put("476,arXiv", "476,\narXiv"),
        "line 2, column 5: a quote that is not closed, or",
    ),
    "NUL byte": (
        IMAGENET,
        put("80.218", "80\0.218"),
        "line 3, column 3: a NUL byte, or bytes that are not UTF-8; save",
    ),
    "UTF-16": (
        IMAGENET,
        encoded("utf-16"),
        "line 1, column 1: a NUL byte, or bytes that are not UTF-8; save the file as",
    ),
    "UTF-16 unmarked": (BENCHMARK, encoded("utf-16-be"), "line 1, column 1: a NUL byte, or bytes that are not UTF-8"),
    "Latin-1": (
        IMAGENET,
        in_turn(cell(3, "interpolation", "cubique à deux dimensions"), encoded("latin-1")),
        "line 3, column 9: a NUL byte, or bytes that are not UTF-8; save the file as UTF-8 text",
    ),
    "binary": (BENCHMARK, lambda _: BINARY, "line 1, column 1: a NUL byte, or bytes that are not UTF-8"),
    "line of 200 MB": (IMAGENET, with_a_long_line, "line 5: a line of more than 10 million bytes"),
    "row twice": (
        IMAGENET,
        beneath("resnet50.a1_in1k,224,80.3,19.7,94.58,5.42,25.56,0.95,bicubic"),
        "line 5: resnet50.a1_in1k at 224 stands there a second time",
    ),
    "row twice, registry": (
        RENAMED,
        beneath("resnet50_old,resnet50.a2_in1k"),
        "line 3: resnet50_old stands there a second",
    ),
    "name with a blank behind": (
        IMAGENET,
        cell(3, "model", "resnet50.a1_in1k "),
        "line 3, column 1 (model): 'resnet50.a1_in1k ' is not a model's name",
    ),
    "name with a quote": (IMAGENET, cell(3, "model", "it's"), "line 3, column 1 (model): 'it's' is not a model's name"),
    "name with a semicolon": (
        BENCHMARK,
        cell(3, "model", "a;b"),
        "line 3, column 1 (model): 'a;b' is not an architecture",
    ),
    "name of SQL": (
        IMAGENET,
        cell(3, "model", HOSTILE),
        f"line 3, column 1 (model): '{HOSTILE}' is not a model's name",
    ),
    "name of Jinja": (BENCHMARK, cell(3, "model", "{{ 1 / 0 }}"), "line 3, column 1 (model): '{{ 1 / 0 }}' is not an"),
    "name of HTML": (REGISTRY, cell(2, "module", "<b>"), "line 2, column 2 (module): '<b>' is not a text"),
    "name empty": (REGISTRY, cell(2, "model", ""), "line 2, column 1 (model): '' is not a model's name"),
    "name of a megabyte": (
        IMAGENET,
        cell(3, "model", " " + "x" * 1_000_000),
        f"line 3, column 1 (model): ' {'x' * 39}' is not a model's name",
    ),
}


@pytest.fixture(scope="module")
def small_project(copy_of_project: Path) -> Iterator[Path]:
    """With a database and a page, which no import may touch."""
    for seed in ("accuracies", "speeds"):
        path = copy_of_project / f"seeds/{seed}.csv"
        path.write_text("".join(path.read_text().splitlines(keepends=True)[:6]))
    database = copy_of_project / "timm.duckdb"
    with duckdb.connect(database) as connection:
        connection.execute("create table speed as select 1 as secs")
    (copy_of_project / "site").mkdir()
    (copy_of_project / "site/index.html").write_text("a page")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TIMM_PICKER_DATABASE", str(database))
        yield copy_of_project


@pytest.fixture(scope="module")
def dbt(small_project: Path) -> DbtProcess:
    return DbtProcess(small_project)


@pytest.fixture
def upstream(tmp_path: Path) -> Path:
    folder = tmp_path / f"re'sults {HOSTILE}"
    folder.mkdir()
    for name, text in GOOD.items():
        write(folder / name, text)
    return folder


def run_import(dbt: DbtProcess, file: str, folder: Path) -> Outcome:
    if file in {REGISTRY, RENAMED}:
        return dbt.run_operation("import_timm_registry", folder=str(folder))
    return dbt.run_operation("import_timm_results", folder=str(folder), release=RELEASE)


def contents(project: Path) -> dict[str, bytes]:
    kept = [*project.glob("seeds/*"), *project.glob("site/*"), *project.glob("*.duckdb*")]
    return {str(path.relative_to(project)): path.read_bytes() for path in kept}


def comparable(row: dict[str, str], columns: Iterable[str]) -> tuple[str | float, ...]:
    """A number in any spelling is the same."""
    numbers = (oracle.number(row[column].replace(",", "")) for column in columns)
    return tuple(row[column] if isnan(number) else number for column, number in zip(columns, numbers, strict=True))


def rows_sent(text: str | bytes, columns: Iterable[str]) -> Counter[tuple]:
    decoded = text.decode("utf-8-sig") if isinstance(text, bytes) else text
    lines = [line for line in re.split("\r\n|\r|\n", decoded) if line.strip()]
    return Counter(comparable(row, columns) for row in csv.DictReader(lines))


def rows_arrived(project: Path, seed: str, columns: Iterable[str]) -> Counter[tuple]:
    with (project / f"seeds/{seed}.csv").open() as file:
        rows = [row for row in csv.DictReader(file) if row.get("release", RELEASE) == RELEASE]
    return Counter(comparable(row, columns) for row in rows)


@pytest.mark.parametrize("kind", TAKEN)
def test_rows_in_are_rows_taken(kind: str, upstream: Path, small_project: Path, dbt: DbtProcess) -> None:
    file, spoil = TAKEN[kind]
    seed, columns = ARRIVES[file]
    text = spoil(GOOD[file])
    assert text != GOOD[file]
    write(upstream / file, text)
    outcome = run_import(dbt, file, upstream)
    assert outcome.success, outcome.output
    sent = rows_sent(text, columns.values())
    assert rows_arrived(small_project, seed, columns) == sent
    assert f"Read {sent.total()} rows of " in outcome.output


def assert_refused(outcome: Outcome, complaint: str) -> None:
    assert not outcome.success
    *before, said = outcome.output.strip().splitlines()
    assert complaint in said
    assert len(before) <= 1
    assert "Traceback" not in outcome.output


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_refused_leaves_all_as_it_was(kind: str, upstream: Path, small_project: Path, dbt: DbtProcess) -> None:
    file, spoil, complaint = REFUSED[kind]
    write(upstream / file, spoil(GOOD[file]))
    before = contents(small_project)
    assert_refused(run_import(dbt, file, upstream), f"Nothing was imported. {file}, {complaint}")
    assert contents(small_project) == before


def test_files_named_to_harm(upstream: Path, small_project: Path, dbt: DbtProcess) -> None:
    name = f"""{HOSTILE} a,b "c" {{{{ 1 }}}}"""
    write(upstream / f"results-{name}.csv", RESULTS)
    outcome = run_import(dbt, IMAGENET, upstream)
    assert outcome.success, outcome.output
    with (small_project / "seeds/accuracies.csv").open() as file:
        test_sets = [row["test_set"] for row in csv.DictReader(file) if row["release"] == RELEASE]
    assert test_sets == [name] * 3 + ["imagenet"] * 3


def test_file_named_like_no_benchmark(upstream: Path, small_project: Path, dbt: DbtProcess) -> None:
    (upstream / BENCHMARK).rename(upstream / f"benchmark-{HOSTILE}.csv")
    before = contents(small_project)
    assert_refused(run_import(dbt, IMAGENET, upstream), f"benchmark-{HOSTILE}.csv is named like no benchmark")
    assert contents(small_project) == before


@pytest.mark.parametrize("file", [IMAGENET, BENCHMARK, REGISTRY])
def test_folder_named_like_a_file(file: str, upstream: Path, small_project: Path, dbt: DbtProcess) -> None:
    inner = upstream / "inner.csv"
    (upstream / file).rename(inner)
    (upstream / file).mkdir()
    inner.rename(upstream / file / file)
    before = contents(small_project)
    outcome = run_import(dbt, file, upstream)
    complaint = "does not exist" if file == REGISTRY else "is a folder; it has to be a file, or named otherwise"
    assert_refused(outcome, f"Nothing was imported. {upstream / file} {complaint}")
    assert contents(small_project) == before


@pytest.mark.parametrize(
    ("file", "complaint"), [(IMAGENET, " holds no file results-*.csv"), (RENAMED, f"/{RENAMED} does not exist")]
)
def test_link_to_nothing(file: str, complaint: str, upstream: Path, small_project: Path, dbt: DbtProcess) -> None:
    (upstream / file).unlink()
    (upstream / file).symlink_to("/nowhere/at/all.csv")
    before = contents(small_project)
    assert_refused(run_import(dbt, file, upstream), f"Nothing was imported. {upstream}{complaint}")
    assert contents(small_project) == before


def test_file_that_may_not_be_read(upstream: Path, small_project: Path) -> None:
    (upstream / BENCHMARK).chmod(0)
    before = contents(small_project)
    arguments = json.dumps({"folder": str(upstream), "release": RELEASE})
    command = without_privileges(["dbt", "--quiet", "run-operation", "import_timm_results", "--args", arguments])
    answer = subprocess.run(command, cwd=small_project, capture_output=True, text=True, check=False)
    assert answer.returncode == 1
    assert_refused(Outcome(success=False, output=answer.stdout), f'"{upstream / BENCHMARK}": Permission denied')
    assert contents(small_project) == before


VALUES = {
    "model": (1, oracle.names, oracle.is_model),
    "img_size": (2, oracle.numbers, oracle.is_size),
    "top1": (3, oracle.numbers, oracle.is_percentage),
    "param_count": (7, oracle.numbers, oracle.is_measure_with_thousands),
    "interpolation": (9, oracle.names, oracle.is_text),
}


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("drawn")


# An example is a run of dbt, and a list of values says enough without being made smaller.
@settings(max_examples=40, deadline=None, phases=[Phase.generate])
@given(st.data())
def test_any_value_is_taken_or_refused_as_python_would(
    drawn: Path, small_project: Path, dbt: DbtProcess, data: st.DataObject
) -> None:
    column = data.draw(st.sampled_from(list(VALUES)))
    position, texts, is_allowed = VALUES[column]
    texts = st.one_of(texts, oracle.cells)
    if data.draw(st.booleans()):
        texts = texts.filter(is_allowed)
    values = data.draw(st.lists(texts, min_size=1, max_size=60, unique=True))
    header, row, *_ = csv.reader(io.StringIO(RESULTS))
    rows = [[f"m{number}", *row[1:]] for number in range(len(values))]
    for changed, value in zip(rows, values, strict=True):
        changed[position - 1] = value
    with (drawn / IMAGENET).open("w", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    before = contents(small_project)
    outcome = run_import(dbt, IMAGENET, drawn)
    wrong = [line for line, value in enumerate(values, 2) if not is_allowed(value)]
    if wrong:
        place = f"{IMAGENET}, line {wrong[0]}, column {position} ({column}): "
        assert_refused(outcome, f"Nothing was imported. {place}")
        assert f" (and {len(wrong) - 1} more)" in outcome.output or len(wrong) == 1
        assert contents(small_project) == before
    else:
        assert outcome.success, outcome.output
        seed, columns = ARRIVES[IMAGENET]
        sent = (dict(zip(header, row, strict=True)) for row in rows)
        assert rows_arrived(small_project, seed, columns) == Counter(comparable(row, columns) for row in sent)
