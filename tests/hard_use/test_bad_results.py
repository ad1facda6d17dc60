"""The imports take every row of a folder, or say in one line why they take none, and leave everything as it was."""

import csv
import json
import re
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import duckdb
import pytest

from dbt_process import DbtProcess, Outcome
from hard_use import oracle
from hard_use.oracle import MEASURE, WHOLE
from hard_use.spoiling import (
    BINARY,
    HOSTILE,
    NO_FILES,
    NO_NAMES,
    Spoil,
    backwards,
    beneath,
    beside,
    cell,
    encoded,
    first_line_again,
    followed_by_itself_backwards,
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

# What is done to which file without harm.
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

NO_COMMA = "no comma; the columns have to stand between commas"
UNKNOWN = "a column that this import does not know"
TWICE = "the column stands there twice"
SECOND_HEADER = "a second header; make a file of what stands below"
QUOTE = "a quote that is not closed, or that stands within a value"
UNREADABLE = "a NUL byte, or bytes that are not UTF-8; save the file as UTF-8 text"
SHARE = "is not a number from 0 to 100"
MODEL = "is not a model's name (architecture or architecture.tag)"
ARCHITECTURE = "is not an architecture (letters, digits, - and _; a benchmark's names have no tag)"
TEXT = "is not a text of letters, digits and -_./:"


def wrong(file: str, line: int, column: str, value: str, what: str) -> tuple[str, Spoil, str]:
    position = GOOD[file].partition("\n")[0].split(",").index(column) + 1
    return file, cell(line, column, value), f"line {line}, column {position} ({column}): '{value[:40]}' {what}"


# What is done to which file, and what the import then says of it.
REFUSED: dict[str, tuple[str, Spoil, str]] = {
    "column missing": (IMAGENET, without("top5"), "line 1, column (top5): the column is missing"),
    "column of a benchmark missing": (BENCHMARK, without("infer_batch_size"), "line 1, column (infer_batch_size): the"),
    "column of the registry missing": (REGISTRY, without("license"), "line 1, column (license): the column is missing"),
    "column unknown": (IMAGENET, beside("colour", "red"), f"line 1, column 10 (colour): {UNKNOWN}"),
    "column twice": (IMAGENET, beside("top1", "1"), f"line 1, column 10 (top1): {TWICE}"),
    "column in two spellings": (IMAGENET, beside("cropt_pct", "1"), f"line 1, column 10 (cropt_pct): {TWICE}"),
    "column in another case": (IMAGENET, cell(1, "model", "Model"), f"line 1, column 1 (Model): {UNKNOWN}"),
    "column with a blank behind": (IMAGENET, cell(1, "top1", "top1 "), f"line 1, column 3 (top1 ): {UNKNOWN}"),
    "columns of the other task": (
        BENCHMARK,
        lambda text: text.replace("infer_", "train_"),
        f"line 1, column 2 (train_img_size): {UNKNOWN}",
    ),
    "hundred thousand columns": (IMAGENET, wide, f"line 1, column 10 (c0): {UNKNOWN}"),
    "semicolons for commas": (BENCHMARK, lambda text: text.replace(",", ";"), f"line 1: {NO_COMMA}"),
    "tabs for commas": (IMAGENET, lambda text: text.replace(",", "\t"), f"line 1: {NO_COMMA}"),
    "second header": (IMAGENET, first_line_again, f"line 3: {SECOND_HEADER}"),
    "second header of a benchmark": (BENCHMARK, first_line_again, f"line 3: {SECOND_HEADER}"),
    "second header of the registry": (REGISTRY, first_line_again, f"line 3: {SECOND_HEADER}"),
    "second header of the renames": (RENAMED, first_line_again, f"line 3: {SECOND_HEADER}"),
    "another header of the registry": (REGISTRY, followed_by_itself_backwards, f"line 4: {SECOND_HEADER}"),
    "header of the registry in capitals": (
        REGISTRY,
        lambda text: text + text.partition("\n")[0].upper() + "\n",
        f"line 4: {SECOND_HEADER}",
    ),
    "header of the registry in words of its own": (
        REGISTRY,
        beneath("name,license,module,hub,papers"),
        f"line 4: {SECOND_HEADER}",
    ),
    "another header of the renames": (RENAMED, followed_by_itself_backwards, f"line 3: {SECOND_HEADER}"),
    "header alone": (IMAGENET, lambda text: text.partition("\n")[0], "line 1: a header without a row"),
    "empty file": (IMAGENET, lambda _: "", "line 1: the file is empty"),
    "blanks alone": (BENCHMARK, lambda _: " \n\r\n\n", "line 1: the file is empty"),
    "text for a number": wrong(IMAGENET, 3, "top1", "high", SHARE),
    "no value": wrong(IMAGENET, 3, "top1", "", SHARE),
    "no text": wrong(IMAGENET, 3, "interpolation", "", TEXT),
    "nan": wrong(IMAGENET, 3, "top1", "NaN", SHARE),
    "inf": wrong(BENCHMARK, 2, "infer_samples_per_sec", "inf", MEASURE),
    "1e999": wrong(BENCHMARK, 2, "infer_step_time", "1e999", MEASURE),
    "negative": wrong(BENCHMARK, 2, "param_count", "-25.56", MEASURE),
    "negative share": wrong(IMAGENET, 3, "top5", "-1", SHARE),
    "zero": wrong(BENCHMARK, 2, "infer_samples_per_sec", "0", MEASURE),
    "zero pixels": wrong(IMAGENET, 2, "img_size", "0", WHOLE),
    "half a pixel": wrong(IMAGENET, 2, "img_size", "224.5", WHOLE),
    "over 100 percent": wrong(IMAGENET, 3, "top1", "100.1", SHARE),
    "percent sign": wrong(IMAGENET, 3, "top1", "80.2%", SHARE),
    "size of 11 digits": wrong(IMAGENET, 3, "img_size", "99999999999", WHOLE),
    "size in another spelling": wrong(IMAGENET, 3, "img_size", "0224", WHOLE),
    "size in hexadecimal": wrong(IMAGENET, 3, "img_size", "0x50", WHOLE),
    "batch of 1e30": wrong(BENCHMARK, 2, "infer_batch_size", "1e30", WHOLE),
    "rate whose inverse is inf": wrong(BENCHMARK, 2, "infer_samples_per_sec", "1e-320", MEASURE),
    "thousands without a point": wrong(IMAGENET, 2, "param_count", "1,014", MEASURE),
    "thousands of nothing": wrong(IMAGENET, 2, "param_count", "0,014.45", MEASURE),
    "decimal comma": wrong(IMAGENET, 3, "param_count", "25,56", MEASURE),
    "decimal comma without quotes": (
        IMAGENET,
        put("80.218", "80,218"),
        "line 3, column 10: 10 values under a header of 9",
    ),
    "line cut off": (IMAGENET, lambda text: text[:-30], "line 4, column 5: 4 values under a header of 9"),
    "quote not closed": (IMAGENET, put('"1,014.45"', '"1,014.45'), f"line 2, column 7: {QUOTE}"),
    "quote within a value": (IMAGENET, put("resnet50", 'res"net50'), f"line 3, column 1: {QUOTE}"),
    "line end within quotes": (REGISTRY, put("476,arXiv", "476,\narXiv"), f"line 2, column 5: {QUOTE}"),
    "NUL byte": (IMAGENET, put("80.218", "80\0.218"), f"line 3, column 3: {UNREADABLE}"),
    "UTF-16": (IMAGENET, encoded("utf-16"), f"line 1, column 1: {UNREADABLE}"),
    "UTF-16 unmarked": (BENCHMARK, encoded("utf-16-be"), f"line 1, column 1: {UNREADABLE}"),
    "Latin-1": (
        IMAGENET,
        in_turn(cell(3, "interpolation", "cubique à deux dimensions"), encoded("latin-1")),
        f"line 3, column 9: {UNREADABLE}",
    ),
    "binary": (BENCHMARK, lambda _: BINARY, f"line 1, column 1: {UNREADABLE}"),
    "line of 200 MB": (IMAGENET, with_a_long_line, "line 5: a line of more than 10 million bytes"),
    "row twice": (
        IMAGENET,
        beneath("resnet50.a1_in1k,224,80.3,19.7,94.58,5.42,25.56,0.95,bicubic"),
        "line 5: resnet50.a1_in1k at 224 stands there a second time",
    ),
    "timing twice": (
        BENCHMARK,
        beneath("resnet50,224,1024,2600.5,393.8,4.11,11.11,25.56"),
        "line 5: resnet50 at 224 stands there a second time",
    ),
    "name of old twice": (RENAMED, beneath("resnet50_old,resnet50"), "line 3: resnet50_old stands there a second time"),
    "name with a blank behind": wrong(IMAGENET, 3, "model", "resnet50.a1_in1k ", MODEL),
    "name with a quote": wrong(IMAGENET, 3, "model", "it's", MODEL),
    "name with a semicolon": wrong(BENCHMARK, 3, "model", "a;b", ARCHITECTURE),
    "name of SQL": wrong(IMAGENET, 3, "model", HOSTILE, MODEL),
    "name of Jinja": wrong(BENCHMARK, 3, "model", "{{ 1 / 0 }}", ARCHITECTURE),
    "name of HTML": wrong(REGISTRY, 2, "module", "<script>alert(1)</script>", TEXT),
    "name empty": wrong(REGISTRY, 2, "model", "", MODEL),
    "name of 100 kB": wrong(IMAGENET, 3, "model", " " + "x" * 100_000, MODEL),
}


@pytest.fixture(scope="module")
def copy(copy_with_short_seeds: Path) -> Iterator[Path]:
    """With a database and a page, which no import may touch."""
    folder = copy_with_short_seeds
    with duckdb.connect(folder / "timm.duckdb") as connection:
        connection.execute("create table speed as select 1 as secs")
    (folder / "site").mkdir()
    (folder / "site/index.html").write_text("a page")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TIMM_PICKER_DATABASE", str(folder / "timm.duckdb"))
        yield folder


@pytest.fixture(scope="module")
def dbt(copy: Path) -> DbtProcess:
    return DbtProcess(copy)


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


def contents(copy: Path) -> dict[str, bytes]:
    kept = [*copy.glob("seeds/*"), *copy.glob("site/*"), *copy.glob("*.duckdb*")]
    return {str(path.relative_to(copy)): path.read_bytes() for path in kept}


def comparable(row: dict[str, str], columns: Iterable[str]) -> tuple[str | float, ...]:
    return tuple(oracle.plain(row[column]) for column in columns)


def rows_sent(text: str | bytes, columns: Iterable[str]) -> Counter[tuple]:
    decoded = text.decode("utf-8-sig") if isinstance(text, bytes) else text
    lines = [line for line in re.split("\r\n|\r|\n", decoded) if line.strip()]
    return Counter(comparable(row, columns) for row in csv.DictReader(lines))


def rows_arrived(copy: Path, seed: str, columns: Iterable[str]) -> Counter[tuple]:
    with (copy / f"seeds/{seed}.csv").open() as file:
        rows = [row for row in csv.DictReader(file) if row.get("release", RELEASE) == RELEASE]
    return Counter(comparable(row, columns) for row in rows)


@pytest.mark.parametrize("kind", TAKEN)
def test_rows_in_are_rows_taken(kind: str, upstream: Path, copy: Path, dbt: DbtProcess) -> None:
    file, spoil = TAKEN[kind]
    seed, columns = ARRIVES[file]
    text = spoil(GOOD[file])
    assert text != GOOD[file]
    write(upstream / file, text)
    outcome = run_import(dbt, file, upstream)
    assert outcome.success, outcome.output
    sent = rows_sent(text, columns.values())
    assert rows_arrived(copy, seed, columns) == sent
    assert f"Read {sent.total()} rows of " in outcome.output


def assert_refused(outcome: Outcome, complaint: str) -> None:
    assert not outcome.success
    *before, said = outcome.output.strip().splitlines()
    assert complaint in said
    assert len(before) <= 1
    assert "Traceback" not in outcome.output


def assert_that_nothing_is_imported(copy: Path, dbt: DbtProcess, file: str, upstream: Path, complaint: str) -> None:
    before = contents(copy)
    assert_refused(run_import(dbt, file, upstream), f"Nothing was imported. {complaint}")
    assert contents(copy) == before


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_refused_leaves_all_as_it_was(kind: str, upstream: Path, copy: Path, dbt: DbtProcess) -> None:
    file, spoil, complaint = REFUSED[kind]
    write(upstream / file, spoil(GOOD[file]))
    assert_that_nothing_is_imported(copy, dbt, file, upstream, f"{file}, {complaint}")


def test_an_empty_file_lacks_no_columns_besides(upstream: Path, dbt: DbtProcess) -> None:
    write(upstream / IMAGENET, "")
    assert run_import(dbt, IMAGENET, upstream).output.rstrip().endswith(f"{IMAGENET}, line 1: the file is empty")


def test_files_named_to_harm(upstream: Path, copy: Path, dbt: DbtProcess) -> None:
    name = f"""{HOSTILE} a,b "c" {{{{ 1 }}}}"""
    write(upstream / f"results-{name}.csv", RESULTS)
    outcome = run_import(dbt, IMAGENET, upstream)
    assert outcome.success, outcome.output
    with (copy / "seeds/accuracies.csv").open() as file:
        test_sets = [row["test_set"] for row in csv.DictReader(file) if row["release"] == RELEASE]
    assert test_sets == [name] * 3 + ["imagenet"] * 3


@pytest.mark.parametrize("name", [f"benchmark-{HOSTILE}.csv", BENCHMARK.replace("infer", "my-infer")])
def test_file_named_like_no_benchmark(name: str, upstream: Path, copy: Path, dbt: DbtProcess) -> None:
    (upstream / BENCHMARK).rename(upstream / name)
    complaint = f"{name} is named like no benchmark"
    assert_that_nothing_is_imported(copy, dbt, IMAGENET, upstream, complaint)


@pytest.mark.parametrize("file", [IMAGENET, "results-b.csv", BENCHMARK])
@pytest.mark.parametrize("kind", NO_FILES)
def test_what_is_no_file(kind: str, file: str, upstream: Path, copy: Path, dbt: DbtProcess) -> None:
    make, complaint = NO_FILES[kind]
    (upstream / file).unlink(missing_ok=True)
    make(upstream / file)
    assert_that_nothing_is_imported(copy, dbt, file, upstream, f"{upstream / file} {complaint}")


@pytest.mark.parametrize("kind", NO_FILES)
def test_registry_that_is_no_file(kind: str, upstream: Path, copy: Path, dbt: DbtProcess) -> None:
    make, complaint = NO_FILES[kind]
    (upstream / RENAMED).unlink()
    make(upstream / RENAMED)
    assert_that_nothing_is_imported(copy, dbt, RENAMED, upstream, f"{upstream / RENAMED} {complaint}")


def test_registry_without_a_file(upstream: Path, copy: Path, dbt: DbtProcess) -> None:
    (upstream / RENAMED).unlink()
    assert_that_nothing_is_imported(copy, dbt, RENAMED, upstream, f"{upstream / RENAMED} does not exist")


def test_folder_with_a_slash_behind(upstream: Path, dbt: DbtProcess) -> None:
    for outcome in (
        dbt.run_operation("import_timm_registry", folder=f"{upstream}/"),
        dbt.run_operation("import_timm_registry", folder=f"file://{upstream}"),
        dbt.run_operation("import_timm_results", folder=f"{upstream}/", release=RELEASE),
    ):
        assert outcome.success, outcome.output


@pytest.mark.parametrize("name", NO_NAMES)
def test_name_that_is_no_text(name: str, upstream: Path, copy: Path, dbt: DbtProcess) -> None:
    write(upstream / f"results-{name}.csv", GOOD[IMAGENET])
    complaint = f"{upstream}/results-{NO_NAMES[name]}.csv has a name that is not UTF-8, or holds a line end"
    assert_that_nothing_is_imported(copy, dbt, IMAGENET, upstream, complaint)


def test_file_that_may_not_be_read(upstream: Path, copy: Path) -> None:
    (upstream / BENCHMARK).chmod(0)
    before = contents(copy)
    arguments = json.dumps({"folder": str(upstream), "release": RELEASE})
    command = without_privileges(["dbt", "--quiet", "run-operation", "import_timm_results", "--args", arguments])
    answer = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)
    assert answer.returncode == 1
    complaint = f"Nothing was imported. {upstream / BENCHMARK} may not be read: ask for the right to, or leave it out"
    assert_refused(Outcome(success=False, output=answer.stdout), complaint)
    assert contents(copy) == before
