"""Each row of an own benchmark is taken, or rejected with file, line and reason; or one line says why none is read."""

import csv
import json
import re
import shutil
import subprocess
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dbt_process import DbtProcess, Outcome
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

BOARD = """\
model,infer_samples_per_sec,infer_step_time,infer_batch_size,infer_img_size,infer_gmacs,infer_macts,param_count
resnet50.a1_in1k,2500.5,409.5,1024,224,4.11,11.11,25.56
mobilenetv3_small_100,9000.25,113.75,1024,224,0.06,1.42,2.54
levit_128s,8000.75,128.0,1024,224,0.31,1.88,7.78
"""
OPTIONAL = ("infer_step_time", "infer_batch_size", "infer_gmacs", "infer_macts", "param_count")
TWICE = {5: "resnet50 at infer_img_size 224 stands there a second time"}
QUOTE = "a quote that is not closed, or that stands within a value"


def wrong(column: str, value: str, what: str) -> tuple[Spoil, dict[int, str]]:
    return cell(3, column, value), {3: f"{column}: '{value}' {what}"}


def named(name: str) -> tuple[Spoil, dict[int, str]]:
    return cell(3, "model", name), {3: f"model: '{name[:40]}' is no architecture of timm's"}


# What is done to the board, and which lines are rejected for it; all others are taken. The kind is the file's name.
READ: dict[str, tuple[Spoil, dict[int, str]]] = {
    "columns in another order": (backwards, {}),
    "columns in another case": (put(BOARD.partition("\n")[0], BOARD.partition("\n")[0].upper()), {}),
    "column that may be missing": (without("infer_step_time"), {}),
    "no column that may be missing at all": (in_turn(*map(without, OPTIONAL)), {}),
    "column of another's": (beside("note", f'{HOSTILE} "quoted", and a comma'), {}),
    "columns of another's that end in a number": (
        in_turn(beside("infer_p99.5", "1"), beside("infer_p99.9", "2"), beside("acc.224", "3"), beside("acc.256", "4")),
        {},
    ),
    "columns of another's that share a name": (
        in_turn(beside("note", "a"), beside("note", "b"), beside("note.1", "c"), beside("", "d"), beside("", "e")),
        {},
    ),
    "notes that a header would have": (in_turn(beside("note", "model"), beside("see", "x_samples_per_sec")), {}),
    "hundred thousand columns": (wide, {}),
    "byte order mark": (encoded("utf-8-sig"), {}),
    "line ends of Windows": (line_ends("\r\n"), {}),
    "line ends of old": (line_ends("\r"), {}),
    "line ends mixed": (line_ends("\r\n", "\n", "\r"), {}),
    "no last line end": (lambda text: text.removesuffix("\n"), {}),
    "blank lines": (line_ends("\n", "\n   \n"), {}),
    "every value in quotes": (with_all_in_quotes, {}),
    "blanks around names and numbers": (lambda text: text.replace(",", " ,  "), {}),
    "size as pandas writes it": (cell(3, "infer_img_size", "224.0"), {}),
    "number with an exponent": (cell(3, "infer_samples_per_sec", "9.1e3"), {}),
    "no value where none is needed": (cell(3, "param_count", ""), {}),
    "header again": (first_line_again, {3: "the header again"}),
    "header again in capitals and quotes": (
        beneath('"' + BOARD.partition("\n")[0].upper().replace(",", '","') + '"'),
        {5: "the header again"},
    ),
    "failed row whose note is a column's name": (
        in_turn(beside("note", ""), beneath("resnet18,,,,,,,,model"), beneath("resnet34,,,,,,,,'infer_img_size'")),
        {5: "no infer_samples_per_sec", 6: "no infer_samples_per_sec"},
    ),
    "words for numbers": (
        beneath("resnet18,failed,OOM,,n/a,,,"),
        {5: f"infer_samples_per_sec: 'failed' {MEASURE}"},
    ),
    "failed row of an unknown network": (beneath("my_net,OOM,,,,,,"), {5: "no infer_img_size"}),
    "row of words that mean nothing": (
        beneath("my_net,None,None,None,None,None,None,"),
        {5: f"infer_samples_per_sec: 'None' {MEASURE}"},
    ),
    "header again behind a byte order mark": (beneath("\ufeff" + BOARD.partition("\n")[0]), {5: "the header again"}),
    "header of a narrower table": (
        in_turn(beneath('rank,"Model "'), beneath("1,resnet18")),
        {5: "2 values under a header of 8", 6: "2 values under a header of 8"},
    ),
    "no rate": (cell(3, "infer_samples_per_sec", ""), {3: "no infer_samples_per_sec"}),
    "no size": (cell(3, "infer_img_size", " "), {3: "no infer_img_size"}),
    "commas alone": (beneath(",,,,,,,"), {5: "no infer_samples_per_sec"}),
    "rate a text": wrong("infer_samples_per_sec", "fast", MEASURE),
    "rate nan": wrong("infer_samples_per_sec", "nan", MEASURE),
    "rate inf": wrong("infer_samples_per_sec", "inf", MEASURE),
    "rate 1e999": wrong("infer_samples_per_sec", "1e999", MEASURE),
    "rate negative": wrong("infer_samples_per_sec", "-3", MEASURE),
    "rate zero": wrong("infer_samples_per_sec", "0.0", MEASURE),
    "rate whose inverse is inf": wrong("infer_samples_per_sec", "1e-320", MEASURE),
    "rate beyond all": wrong("infer_samples_per_sec", "1e13", MEASURE),
    "rate with its unit": wrong("infer_samples_per_sec", "12 img/s", MEASURE),
    "rate in Arabic digits": wrong("infer_samples_per_sec", "١٢", MEASURE),
    "thousands separators": wrong("infer_samples_per_sec", "9,000.25", MEASURE),
    "decimal comma": wrong("infer_samples_per_sec", "9000,25", MEASURE),
    "decimal comma without quotes": (put("9000.25", "9000,25"), {3: "9 values under a header of 8"}),
    "step time negative": wrong("infer_step_time", "-113.75", MEASURE),
    "step time nan": wrong("infer_step_time", "NaN", MEASURE),
    "parameters zero": wrong("param_count", "0", MEASURE),
    "gmacs inf": wrong("infer_gmacs", "-inf", MEASURE),
    "macts a text": wrong("infer_macts", "n/a", MEASURE),
    "size of 11 digits": wrong("infer_img_size", "99999999999", WHOLE),
    "size with a half": wrong("infer_img_size", "224.5", WHOLE),
    "size zero": wrong("infer_img_size", "0", WHOLE),
    "size of both sides": wrong("infer_img_size", "224x224", WHOLE),
    "batch of 1e30": wrong("infer_batch_size", "1e30", WHOLE),
    "batch with a half": wrong("infer_batch_size", "0.5", WHOLE),
    "line cut off": (lambda text: text[:-30], {4: "3 values under a header of 8"}),
    "value too few": (beneath("resnet18,1,1,1,224,1,1"), {5: "7 values under a header of 8"}),
    "value too many": (beneath("resnet18,1,1,1,224,1,1,1,1"), {5: "9 values under a header of 8"}),
    "quote not closed": (put("9000.25", '"9000.25'), {3: QUOTE}),
    "quote within a value": (put("mobilenetv3", 'mobile"netv3'), {3: QUOTE}),
    "row that is torn in two": (
        beneath('"resnet18\n",1",1,1,224,1,1,1'),
        {5: QUOTE, 6: "7 values under a header of 8"},
    ),
    "failed row with words for numbers": (
        beneath('my_net,OOM,,,"[3, 224, 224]",,,'),
        {5: f"infer_samples_per_sec: 'OOM' {MEASURE}"},
    ),
    "row twice": (beneath("resnet50,1.0,1.0,1,224,1,1,1"), TWICE),
    "row twice in another spelling": (beneath('" resnet50.x",1,1,1, 224.00,1,1,1'), TWICE),
    "name in another case": named("MobileNetV3_small_100"),
    "name empty": named(""),
    "name with a quote": named("it's"),
    "name with semicolons": named("resnet50;resnet18"),
    "name of SQL": named(HOSTILE),
    "name of Jinja": named("{{ 1 / 0 }}{% endif %}"),
    "name of HTML": named("<script>alert(1)</script>"),
    "name of a formula": named("=cmd|' /C calc'!A0"),
    "name of a shell": named("$(touch /tmp/x);`id`"),
    "name of 100 kB": named("x" * 100_000),
    "name that moves a terminal": (
        cell(3, "model", "\x1b[2Jresnet18"),
        {3: "model: '�[2Jresnet18' is no architecture of timm's"},
    ),
    f"file of SQL {HOSTILE}": (cell(3, "infer_samples_per_sec", "9.5"), {}),
    "file with a \\ in its name": (cell(3, "infer_samples_per_sec", "9.5"), {}),
    'file, "quoted" {{ 1 }} <b>': (cell(3, "infer_samples_per_sec", "9.5"), {}),
}

NO_ROW = "no row of this table; remove it, or make a file of what stands below if it is another header"
NO_TABLE = "line 1: this is no table of timm's benchmark.py, whose first line names model and infer_img_size"
UNREADABLE = "a NUL byte, or bytes that are not UTF-8; save the file as UTF-8 text"
# What is done to the board, and why the build then reads nothing.
REFUSED: dict[str, tuple[Spoil, str]] = {
    "model missing": (without("model"), ", line 1, column (model): the column is missing"),
    "size missing": (without("infer_img_size"), ", line 1, column (infer_img_size): the column is missing"),
    "rate misspelt": (
        cell(1, "infer_samples_per_sec", "infer_sampels_per_sec"),
        ", line 1, column (infer_samples_per_sec): the column is missing",
    ),
    "size of one task missing": (
        beside("train_samples_per_sec", "40.0"),
        ", line 1, column (train_img_size): the column is missing",
    ),
    "rate of one task missing": (
        in_turn(beside("train_img_size", "224"), beside("train_step_time", "25.0")),
        ", line 1, column (train_samples_per_sec): the column is missing",
    ),
    "column twice": (beside("param_count", "1"), ", line 1, column 9 (param_count): the column stands there twice"),
    "semicolons for commas": (lambda text: text.replace(",", ";"), f", {NO_TABLE}"),
    "no header": (lambda text: text.partition("\n")[2], f", {NO_TABLE}"),
    "header below a blank line": (lambda text: "\n" + text, f", {NO_TABLE}"),
    "header with an open quote": (put("infer_gmacs", '"infer_gmacs'), f", line 1: {QUOTE}"),
    "header alone": (lambda text: text.partition("\n")[0], ", line 1: a header without a row"),
    "another header": (followed_by_itself_backwards, f", line 5: {NO_ROW}"),
    "another header in capitals": (lambda text: text + backwards(text).upper(), f", line 5: {NO_ROW}"),
    "another header of which a name begins with a digit": (
        in_turn(beside("95th_ms", "1.5"), followed_by_itself_backwards),
        f", line 5: {NO_ROW}",
    ),
    "another header with two columns changed": (
        lambda text: text + text.replace("gmacs,infer_macts", "macts,infer_gmacs"),
        f", line 5: {NO_ROW}",
    ),
    "another header behind a byte order mark": (
        lambda text: text + "\ufeff" + backwards(text),
        f", line 5: {NO_ROW}",
    ),
    "another header behind a #": (lambda text: text + "# " + backwards(text), f", line 5: {NO_ROW}"),
    "another header behind the last value": (
        lambda text: text.removesuffix("\n") + backwards(text),
        f", line 4: {NO_ROW}",
    ),
    "another header between semicolons": (
        beneath("model;infer_img_size;infer_samples_per_sec"),
        f", line 5: {NO_ROW}",
    ),
    "another header in one pair of quotes": (
        beneath('"model,infer_img_size,infer_samples_per_sec"'),
        f", line 5: {NO_ROW}",
    ),
    "header again with a column more of ours": (
        in_turn(beside("note", ""), lambda text: text + text.replace("note", "infer_top1")),
        f", line 5: {NO_ROW}",
    ),
    "header of fewer names than values": (
        in_turn(beneath("name,infer_img_size,rate"), beneath("resnet18,224,1,1,450,1,1,1")),
        f", line 5: {NO_ROW}",
    ),
    "header of another table, in another script": (
        in_turn(beneath("модель,размер,a,b,скорость,c,d,e"), beneath("resnet18,224,1,1,450,1,1,1")),
        f", line 5: {NO_ROW}",
    ),
    "units below the rows": (beneath("-,img/s,ms,images,px,G,M,M"), f", line 5: {NO_ROW}"),
    "header of another table": (
        in_turn(beneath("model,img_size,top1,a,b,c,d,e"), beneath("resnet18,224,69.76,1,1,1,1,1")),
        f", line 5: {NO_ROW}",
    ),
    "header of another table, in words of its own": (
        in_turn(beneath("name,ms,2,3,size,6,7,8"), beneath("resnet18,9.5,1,1,224,1,1,1")),
        f", line 5: {NO_ROW}",
    ),
    "header of another table, of numbers": (
        in_turn(beneath("model,128,160,192,224,256,288,320"), beneath("resnet18,9.5,9,9,9,9,9,9")),
        f", line 5: {NO_ROW}",
    ),
    "two tables side by side": (
        in_turn(beside("model.1", "resnet18"), beside("train_samples_per_sec", "9.5"), beside("train_img_size", "224")),
        ", line 1, column 9 (model.1): the column stands there twice",
    ),
    "empty": (lambda _: "", " is empty"),
    "blanks alone": (lambda _: "  \n\n", f", {NO_TABLE}"),
    "binary": (lambda _: BINARY, f", line 1, column 1: {UNREADABLE}"),
    "NUL byte": (put("9000.25", "9000\0.25"), f", line 3, column 2: {UNREADABLE}"),
    "NUL byte behind a comma in quotes": (
        in_turn(beside("note", "one, two"), beside("other note", "\0")),
        f", line 2, column 10: {UNREADABLE}",
    ),
    "NUL byte within quotes": (beside("note", "one, two\0"), f", line 2, column 9: {UNREADABLE}"),
    "NUL bytes of a crash": (lambda text: text + "\0" * 4096, f", line 5, column 1: {UNREADABLE}"),
    "UTF-16": (encoded("utf-16"), f", line 1, column 1: {UNREADABLE}"),
    "UTF-16 unmarked": (encoded("utf-16-le"), f", line 1, column 1: {UNREADABLE}"),
    "Latin-1": (in_turn(beside("note", "im Büro"), encoded("latin-1")), f", line 2, column 9: {UNREADABLE}"),
    "Latin-1 with old line ends": (
        in_turn(cell(3, "model", "Büro"), line_ends("\r"), encoded("latin-1")),
        f", line 3, column 1: {UNREADABLE}",
    ),
    "line of 200 MB": (with_a_long_line, ", line 5: a line of more than 10 million bytes"),
}


class Project:
    """A copy, whose own benchmarks lie in a folder that has to be quoted everywhere."""

    pattern = 'it\'s; a "folder"/*.csv'

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = folder / "timm.duckdb"
        self.runs = folder / Path(self.pattern).parent
        self.runs.mkdir()

    def build(self, pattern: str = pattern) -> subprocess.CompletedProcess[str]:
        command = ["dbt", "build", "--vars", json.dumps({"own_benchmarks": pattern})]
        return subprocess.run(without_privileges(command), cwd=self.folder, capture_output=True, text=True, check=False)

    def put(self, files: dict[str, str | bytes]) -> None:
        shutil.rmtree(self.runs)
        self.runs.mkdir()
        for name, text in files.items():
            write(self.runs / f"{name}.csv", text)

    def ask(self, sql: str, *values: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(self.database, read_only=True) as connection:
            return connection.execute(sql, values).fetchall()

    def seeds(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in (self.folder / "seeds").iterdir()}

    def marts(self) -> dict[str, list[tuple[Any, ...]]]:
        names = {path.stem for path in (self.folder / "models/marts").glob("*.sql")} - {"pick", "whole_build"}
        return {name: self.ask(f"select count(*), bit_xor(hash(r)) from {name} as r") for name in names}


@pytest.fixture(scope="module")
def own(copy_of_project: Path) -> Iterator[Project]:
    own = Project(copy_of_project)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TIMM_PICKER_DATABASE", str(own.database))
        patch.chdir(own.folder)
        yield own


@pytest.fixture(scope="module")
def built(own: Project) -> Project:
    own.put({kind: spoil(BOARD) for kind, (spoil, _) in READ.items()})
    answer = own.build()
    assert answer.returncode == 0, answer.stdout
    return own


def lines_of(text: str | bytes) -> dict[int, str]:
    decoded = text.decode("utf-8-sig") if isinstance(text, bytes) else text
    return {line: content for line, content in enumerate(re.split("\r\n|\r|\n", decoded), 1) if content.strip()}


def rows_of(lines: dict[int, str]) -> dict[int, dict[str, str]]:
    header, *_ = csv.reader([lines[1]])
    names = [name.strip().lower() for name in header]
    return {line: dict(zip(names, next(csv.reader([content])), strict=False)) for line, content in lines.items()}


FIGURES = "architecture, img_size, samples_per_sec, param_count"


def figures(row: dict[str, str]) -> tuple[str, float, float, float | None]:
    parameters = float(row["param_count"]) if row.get("param_count", "").strip() else None
    rate, size = float(row["infer_samples_per_sec"]), float(row["infer_img_size"])
    return row["model"].strip().partition(".")[0], size, rate, parameters


@pytest.mark.parametrize("kind", READ)
def test_rows_in_are_rows_taken_and_rows_rejected(kind: str, built: Project) -> None:
    spoil, reasons = READ[kind]
    assert spoil(BOARD) != BOARD
    lines = lines_of(spoil(BOARD))
    rejected = built.ask(
        "select line, reason, source_row from rejected_rows where ends_with(source, ?) order by line",
        f"/{kind}.csv",
    )
    assert rejected == [(line, reason, lines[line]) for line, reason in reasons.items()]
    taken = built.ask(f"select {FIGURES} from speed where run = ?", f"infer-{kind}")
    assert Counter(taken) == Counter(
        figures(row) for line, row in rows_of(lines).items() if line != 1 and line not in reasons
    )
    assert len(taken) + len(rejected) == len(lines) - 1


QUOTED = """\
model,infer_samples_per_sec,infer_img_size,error
resnet50,2500.5,224,"RuntimeError: expected

model,infer_img_size ""x"", got"
resnet34,9.5,224,
"resnet18
resnet18",1,224,
resnet18,,,"a
resnet26,1,224,x
b"
resnet50,1.0,224,"again
"
levit_128s,3.5,224,
"""


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_within_quotes(end: str, built: Project, dbt: DbtProcess) -> None:
    built.put({"quoted": QUOTED.replace("\n", end).encode("utf-8-sig")})
    outcome = dbt.run("run", "--select", "stg_own_texts+", "--exclude", "trusted_speeds+")
    assert outcome.success, outcome.output
    assert built.ask("select architecture, samples_per_sec from speed where release = 'own' order by all") == [
        ("levit_128s", 3.5),
        ("resnet34", 9.5),
        ("resnet50", 2500.5),
    ]
    lines = QUOTED.splitlines()
    assert built.ask("select line, reason, source_row from rejected_rows where line > 0 order by line") == [
        (6, "model: 'resnet18�resnet18' is no architecture of timm's", "\n".join(lines[5:7])),
        (8, "no infer_samples_per_sec", "\n".join(lines[7:10])),
        (11, TWICE[5], "\n".join(lines[10:12])),
    ]


def test_no_text_of_a_file_is_run(built: Project, database: duckdb.DuckDBPyConnection) -> None:
    # Own benchmarks make views of these two.
    kind = "if(table_name in ('speed', 'benchmarks'), null, table_type)"
    relations = f"select table_name, {kind} from information_schema.tables order by all"
    assert built.ask(relations) == database.execute(relations).fetchall()
    ours = built.ask("select count(*) from speed where release != 'own'")
    assert ours == database.execute("select count(*) from speed").fetchall()


@pytest.mark.parametrize(
    ("path", "pattern", "complaint"),
    [
        ("board.csv", "*.csv", "may not be read: ask for the right to, or leave it out"),
        ("closed", "*/*.csv", "may not be opened: ask for the right to read it, or leave it out"),
        ("closed", "**/*.csv", "may not be opened: ask for the right to read it, or leave it out"),
        ("closed", "**", "may not be opened: ask for the right to read it, or leave it out"),
    ],
)
def test_what_may_not_be_read(path: str, pattern: str, complaint: str, built: Project) -> None:
    built.put({"a": BOARD, "board": BOARD})
    for folder in ("closed", "open"):
        (built.runs / folder).mkdir()
        write(built.runs / folder / f"{folder}.csv", BOARD)
    (built.runs / path).chmod(0)
    before, seeds = built.marts(), built.seeds()
    answer = built.build(f"{built.runs.name}/{pattern}")
    (built.runs / path).chmod(0o700)
    assert answer.returncode == 1
    assert f"own_benchmarks: {built.runs.name}/{path} {complaint}" in answer.stdout
    assert "Traceback" not in answer.stdout
    assert built.marts() == before
    assert built.seeds() == seeds


@pytest.fixture(scope="module")
def dbt(built: Project) -> DbtProcess:
    return DbtProcess(built.folder, own_benchmarks=built.pattern)


def assert_that_nothing_is_read(built: Project, dbt: DbtProcess, complaint: str) -> None:
    before = built.marts()
    outcome = dbt.run("run", "--select", "stg_own_texts+")
    assert not outcome.success
    said = [line for line in outcome.output.splitlines() if "own_benchmarks: " in line]
    assert said
    assert all(f"own_benchmarks: {complaint}" in line for line in said)
    assert "Traceback" not in outcome.output
    assert built.marts() == before


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_refused_leaves_the_marts_as_they_were(kind: str, built: Project, dbt: DbtProcess) -> None:
    spoil, complaint = REFUSED[kind]
    built.put({"a": BOARD, "board": spoil(BOARD)})
    assert_that_nothing_is_read(built, dbt, f"{built.runs.name}/board.csv{complaint}")


@pytest.mark.parametrize("kind", NO_FILES)
def test_what_is_no_file(kind: str, built: Project, dbt: DbtProcess) -> None:
    make, complaint = NO_FILES[kind]
    built.put({"a": BOARD})
    make(built.runs / "board.csv")
    assert_that_nothing_is_read(built, dbt, f"{built.runs.name}/board.csv {complaint}")


@pytest.mark.parametrize("name", NO_NAMES)
def test_name_that_is_no_text(name: str, built: Project, dbt: DbtProcess) -> None:
    built.put({"a": BOARD, name: BOARD})
    complaint = f"{built.runs.name}/{NO_NAMES[name]}.csv has a name that is not UTF-8, or holds a line end"
    assert_that_nothing_is_read(built, dbt, complaint)


def test_links_back_to_their_folder_have_an_end(built: Project) -> None:
    built.put({"a": BOARD})
    for name in ("x", "y"):
        (built.runs / name).symlink_to(".")
    (built.runs / "dead.csv").symlink_to("/nowhere/at/all.csv")
    for pattern in ("**/*.csv", "**"):
        dbt = DbtProcess(built.folder, own_benchmarks=f"{built.runs.name}/{pattern}")
        assert_that_nothing_is_read(built, dbt, f"{built.runs.name}/dead.csv is a link to nothing")


def test_links_that_stars_do_not_follow(built: Project) -> None:
    built.put({})
    folders = [built.runs / "rack/one", built.runs / "elsewhere", built.runs / "empty"]
    for folder in folders:
        folder.mkdir(parents=True)
    for folder in folders[:2]:
        write(folder / f"{folder.name}.csv", BOARD)
    (built.runs / "rack/latest").symlink_to("one")
    (built.runs / "rack/none").symlink_to("../empty")
    every = DbtProcess(built.folder, own_benchmarks=f"{built.runs.name}/rack/**/*.csv")
    assert every.run("run", "--select", "stg_own_texts").success
    assert built.ask("select parse_filename(file) from stg_own_texts") == [("one.csv",)]

    (built.runs / "rack/two").symlink_to("../elsewhere")
    assert_that_nothing_is_read(built, every, f"{built.runs.name}/rack/two is a link to a folder, and ** follows none")
    by_name = DbtProcess(built.folder, own_benchmarks=f"{built.runs.name}/rack/[ot]*/*.csv")
    assert by_name.run("run", "--select", "stg_own_texts").success
    found = built.ask("select parse_filename(file) from stg_own_texts order by all")
    assert found == [("elsewhere.csv",), ("one.csv",)]


def test_linked_file_that_stars_leave_out(built: Project) -> None:
    built.put({"a": BOARD})
    (built.runs / "linked.csv").symlink_to("a.csv")
    dbt = DbtProcess(built.folder, own_benchmarks=f"{built.runs.name}/**")
    assert_that_nothing_is_read(built, dbt, f"{built.runs.name}/linked.csv is a link, and ** at the end of a pattern")


def test_folder_that_duckdb_takes_for_a_column(built: Project) -> None:
    built.put({"a": BOARD})
    for folder in ("Filename=x", "release=2022-07-27"):
        (built.runs / folder).mkdir()
        write(built.runs / folder / f"{folder}.csv", BOARD)
    dbt = DbtProcess(built.folder, own_benchmarks=f"{built.runs.name}/*/*.csv")
    complaint = f"{built.runs.name}/Filename=x/Filename=x.csv lies in a folder whose name begins with filename="
    assert_that_nothing_is_read(built, dbt, complaint)
    shutil.rmtree(built.runs / "Filename=x")
    assert dbt.run("run", "--select", "stg_own_texts+").success
    assert built.ask("select distinct release, run from speed where run like '%=%'") == [
        ("own", "infer-release=2022-07-27")
    ]


def test_stars_twice(built: Project) -> None:
    built.put({"a": BOARD})
    pattern = f"{built.runs.name}/**/**/*.csv"
    assert_that_nothing_is_read(built, DbtProcess(built.folder, own_benchmarks=pattern), f"{pattern} has ** twice")


def test_path_written_as_an_address(built: Project) -> None:
    built.put({"a": BOARD})
    (built.runs / "dead.csv").symlink_to("/nowhere/at/all.csv")
    for address in ("file:", "file://", "file://localhost"):
        dbt = DbtProcess(built.folder, own_benchmarks=f"{address}{built.runs}/*.csv")
        assert_that_nothing_is_read(built, dbt, f"{built.runs}/dead.csv is a link to nothing")


def test_link_into_a_folder_that_may_not_be_opened(built: Project) -> None:
    built.put({"a": BOARD})
    closed = built.folder / "closed"
    closed.mkdir()
    write(closed / "board.csv", BOARD)
    (built.runs / "board.csv").symlink_to(closed / "board.csv")
    closed.chmod(0)
    answer = built.build()
    closed.chmod(0o700)
    assert answer.returncode == 1
    assert f"own_benchmarks: {built.runs.name}/board.csv leads into a folder that may not be opened" in answer.stdout
    assert "pathlib" not in answer.stdout


def test_home_of_nobody(built: Project) -> None:
    pattern = "~nobody_of_this_name/*.csv"
    assert_that_nothing_is_read(built, DbtProcess(built.folder, own_benchmarks=pattern), f"{pattern} matches no file")


def test_folder_alone(built: Project) -> None:
    built.put({"a": BOARD})
    dbt = DbtProcess(built.folder, own_benchmarks=built.runs.name)
    assert_that_nothing_is_read(built, dbt, f"{built.runs.name} is a folder: name the files in it")


def test_folders_beside_files(built: Project) -> None:
    built.put({"a": BOARD})
    (built.runs / "older").mkdir()
    assert DbtProcess(built.folder, own_benchmarks=f"{built.runs.name}/*").run("run", "-s", "stg_own_texts").success
    assert built.ask("select parse_filename(file) from stg_own_texts") == [("a.csv",)]


def test_nothing_that_matches(built: Project, dbt: DbtProcess) -> None:
    built.put({})
    assert_that_nothing_is_read(built, dbt, f"{built.pattern} matches no file")


def test_no_pattern(built: Project) -> None:
    built.put({"a": BOARD})
    assert_that_nothing_is_read(built, DbtProcess(built.folder, own_benchmarks=""), " matches no file")


def test_file_that_changes_meanwhile(built: Project, dbt: DbtProcess) -> None:
    """Its rows are those of one moment, and so is what is said of a row that stands there twice."""
    board = BOARD + "resnet50,1.0,1.0,1,224,1,1,1\n"
    slower = str(backwards(board.replace("00.", "01.").replace("1.0,1.0", "2.0,2.0")))
    in_turns, is_over = cycle([slower, board]), threading.Event()

    def change() -> None:
        while not is_over.wait(0.01):
            write(built.folder / "next.csv", next(in_turns))
            (built.folder / "next.csv").replace(built.runs / "board.csv")

    def state() -> tuple[Counter[tuple[Any, ...]], list[tuple[Any, ...]]]:
        taken = Counter(built.ask(f"select {FIGURES} from speed where release = 'own'"))
        return taken, built.ask("select source_row, reason from rejected_rows where line is not null")

    def expected(text: str) -> tuple[Counter[tuple[Any, ...]], list[tuple[Any, ...]]]:
        lines = lines_of(text)
        return Counter(figures(row) for line, row in rows_of(lines).items() if 1 < line < 5), [(lines[5], TWICE[5])]

    def build() -> Outcome:
        return dbt.run("run", "--select", "own_files+", "--exclude", "trusted_speeds+")

    built.put({"board": board})
    assert build().success
    states = [state()]
    assert states == [expected(board)]
    with ThreadPoolExecutor() as pool:
        pool.submit(change)
        try:
            for _ in range(8):
                outcome = build()
                assert outcome.success or "board.csv changes meanwhile; build again" in outcome.output
                states.append(state())
                assert states[-1] in ([expected(board), expected(slower)] if outcome.success else states[-2:-1])
        finally:
            is_over.set()
    assert build().success


def test_file_without_a_name(built: Project) -> None:
    built.put({"a": BOARD, "": BOARD})
    dbt = DbtProcess(built.folder, own_benchmarks=f"{built.runs.name}/.csv")
    assert_that_nothing_is_read(built, dbt, f"{built.runs.name}/.csv: the name of a file is that of its device")


def test_two_files_of_one_run(built: Project, dbt: DbtProcess) -> None:
    run = "infer-amp-nchw-pt210-cu121-rtx3090"
    built.put({run: BOARD, f"benchmark-{run}": BOARD})
    both = f"{built.runs.name}/benchmark-{run}.csv and {built.runs.name}/{run}.csv"
    assert_that_nothing_is_read(built, dbt, f"{both} both give the run {run}: rename one")
