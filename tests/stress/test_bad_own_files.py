"""Each row of an own file is taken, or rejected with file, line and reason; or one line names every unreadable file."""

import csv
import io
import json
import os
import re
import resource
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

HEADER = (
    "model,infer_samples_per_sec,infer_step_time,infer_batch_size,infer_img_size,infer_gmacs,infer_macts,param_count"
)
GOOD = f"""\
{HEADER}
resnet50.a1_in1k,2500.5,409.5,1024,224,4.11,11.11,25.56
mobilenetv3_small_100,9000.25,113.75,1024,224,0.06,1.42,2.54
levit_128s,8000.75,128.0,1024,224,0.31,1.88,7.78
"""
BACKWARDS = "".join(",".join(reversed(line.split(","))) + "\n" for line in GOOD.splitlines())
SQL = "'); drop table speed; --"

MEASURE = "is not a number above 0 (1e-9 to 1e12)"
WHOLE = "is not a whole number (1 to 999999999)"
UNKNOWN = "is not an architecture of timm's"
NOT_MEASURES = ("fast", "nan", "inf", "1e999", "-3", "0.0", "1e-320", "1e13", "12 img/s", "١٢", "9,000.25")
NOT_WHOLE = ("99999999999", "224.5", "0", "224x224", "1e30")
NOT_KNOWN = ("MobileNetV3_small_100", "", "it's", 'mobile"netv3', SQL, "{{ 1 / 0 }}{% endif %}", "=cmd|' /C calc'!A0")
# Rows, and why each is rejected.
REJECTED = {
    HEADER: "the header again",
    '"' + HEADER.upper().replace(",", '","') + '"': "the header again",
    "\ufeff" + HEADER: "the header again",
    "resnet18,1,1,1,224,1,1": "expected 8 values, found 7",
    "resnet18,9000,25,1,1,224,1,1,1": "expected 8 values, found 9",
    "resnet18,failed,OOM,,n/a,,,": f"infer_samples_per_sec: 'failed' {MEASURE}",
    "my_net,OOM,,,,,,": "no infer_img_size",
    "resnet18, ,1,1,224,1,1,1": "no infer_samples_per_sec",
    "resnet50.another,1,1,1, 224.0,1,1,1": "duplicate row: resnet50 at infer_img_size 224",
    "\x1b[2Jresnet18,1,1,1,224,1,1,1": f"model: '�[2Jresnet18' {UNKNOWN}",
    f"{'x' * 100_000},1,1,1,224,1,1,1": f"model: '{'x' * 40}' {UNKNOWN}",
    **{f"{name},1,1,1,224,1,1,1": f"model: '{name}' {UNKNOWN}" for name in NOT_KNOWN},
    **{f'resnet18,"{rate}",1,1,224,1,1,1': f"infer_samples_per_sec: '{rate}' {MEASURE}" for rate in NOT_MEASURES},
    **{f"resnet18,1,1,1,{size},1,1,1": f"infer_img_size: '{size}' {WHOLE}" for size in NOT_WHOLE},
    "resnet18,1,-113.75,1,224,1,1,1": f"infer_step_time: '-113.75' {MEASURE}",
    "resnet18,1,1,0.5,224,1,1,1": f"infer_batch_size: '0.5' {WHOLE}",
    "resnet18,1,1,1,224,-inf,1,1": f"infer_gmacs: '-inf' {MEASURE}",
    "resnet18,1,1,1,224,1,n/a,1": f"infer_macts: 'n/a' {MEASURE}",
    "resnet18,1,1,1,224,1,1,0": f"param_count: '0' {MEASURE}",
}
QUOTED = """\
model,infer_samples_per_sec,infer_img_size,error
resnet50,2500.5,224,"RuntimeError: expected

infer_img_size ""x"", got"
"resnet18
resnet18",1,224,
resnet18,,,"a
resnet26,1,224,x
b"
levit_128s,3.5,224,
"""
# Files that are read, and which of their lines are rejected; all others are taken.
READ: dict[str, tuple[str | bytes, dict[int, str]]] = {
    "rejected rows": (GOOD + "\n".join(REJECTED), dict(enumerate(REJECTED.values(), 5))),
    "columns in another order": (BACKWARDS, {}),
    "columns in another case": (GOOD.replace(HEADER, HEADER.upper().replace(",", " , ")), {}),
    "needed columns alone": ("model,infer_samples_per_sec,infer_img_size\nresnet50,1.0,224\n", {}),
    "columns of other tools": (GOOD.replace("model", "note,note,,model").replace("\n", f"\n{SQL},b,c,", 3), {}),
    "hundred thousand columns": ("".join(line + "," * 100_000 + "\n" for line in GOOD.splitlines()), {}),
    "byte order mark": (GOOD.encode("utf-8-sig"), {}),
    "line ends of Windows": (GOOD.replace("\n", "\r\n"), {}),
    "line ends of old Macs": (GOOD.replace("\n", "\r"), {}),
    "line ends mixed": (GOOD.replace("\n", "\r\n", 1).replace("\n", "\r", 1), {}),
    "no last line end": (GOOD.removesuffix("\n"), {}),
    "blank lines": (GOOD.replace("\n", "\n   \n,,,,,,,\n\n"), {}),
    "values in quotes": ('"' + GOOD.replace(",", '","').replace("\n", '"\n"').removesuffix('"'), {}),
    "blanks around values": (GOOD.replace(",", " ,  "), {}),
    "no value where none is needed": (GOOD + "resnet18,9.1e3,,,224.0,,,\n", {}),
    f"file of {SQL}": (GOOD, {}),
    'file, "quoted" {{ 1 }} <b> \\': (GOOD, {}),
    "benchmark-infer-amp-nchw-pt210-cu121-3090": (GOOD, {}),
    **{
        f"quoted {end!r}": (
            QUOTED.replace("\n", end),
            {5: f"model: 'resnet18{'�' * len(end)}resnet18' {UNKNOWN}", 7: "no infer_samples_per_sec"},
        )
        for end in ("\n", "\r", "\r\n")
    },
}

NO_TABLE = (
    "not a table written by benchmark.py: expected a header like model,infer_samples_per_sec,infer_img_size, found"
)
NOT_CSV = "JSON, not CSV; let benchmark.py write CSV: --results-file NAME.csv"
QUOTE = "a quote is never closed, or is inside a quoted value"
ANOTHER = "another header; move it and the rows below it to a file of their own"
# Files that cannot be read, and what the line says behind their names.
REFUSED: dict[str, tuple[str | bytes, str]] = {
    "empty": ("", ": empty"),
    "blanks": ("  \n\n", ": empty"),
    "header": (HEADER, ": a header without rows"),
    "json": ('{\n"model": "resnet50"}', f": {NOT_CSV}"),
    "json of several": ('[{"model":"resnet50"}]', f": {NOT_CSV}"),
    "console": ("--result\n[]\n", f", line 1: {NO_TABLE} --result"),
    "another tool's table": ("Backbone,Top-1\nresnet18,69.8%\n", f", line 1: {NO_TABLE} Backbone,Top-1"),
    "failed": ("model,error\nresnet18,OOM\n", f", line 1: {NO_TABLE} model,error"),
    "no header": ("resnet50,1,224\n", f", line 1: {NO_TABLE} resnet50,1,224"),
    "semicolons": (GOOD.replace(",", ";"), f", line 1: {NO_TABLE} {HEADER[:60].replace(',', ';')}"),
    "no model": ("\n" + GOOD.replace("model", "name", 1), ", line 2: no column model"),
    "no size": (GOOD.replace("infer_img_size", "size"), ", line 1: no column infer_img_size"),
    "no train": (
        GOOD.replace("infer_gmacs", "train_gmacs"),
        ", line 1: no column train_samples_per_sec or train_img_size",
    ),
    "duplicate": (GOOD.replace("infer_gmacs", "PARAM_COUNT"), ", line 1: duplicate column param_count"),
    "another header": (GOOD + BACKWARDS, f", line 5: {ANOTHER}"),
    "another header in capitals": (GOOD + BACKWARDS.upper(), f", line 5: {ANOTHER}"),
    "another table": (GOOD + "rank, Model,top1\n1,resnet18,69.8\n", f", line 5: {ANOTHER}"),
    "open quote": (GOOD.replace("9000", '"9000'), f", line 3: {QUOTE} (unexpected end of data)"),
    "quote within": (GOOD + 'resnet18,"1"2,1,1,224,1,1,1\n', f", line 5: {QUOTE} (',' expected after '\"')"),
    "endless": (GOOD + "x" * 200_000, f", line 5: {QUOTE} (field larger than field limit (131072))"),
    "latin-1": (GOOD.replace("levit", "Büro").encode("latin-1"), ", line 4: not UTF-8; save it as UTF-8 text"),
    "latin-1 with line ends of old Macs": (
        GOOD.replace("levit", "Büro").replace("\n", "\r").encode("latin-1"),
        ", line 4: not UTF-8; save it as UTF-8 text",
    ),
    "utf-16": (GOOD.encode("utf-16"), ", line 1: not UTF-8; save it as UTF-8 text"),
    "nul": (GOOD + "\0", ", line 5: a NUL byte; save it as UTF-8 text"),
    "name\x1b[2J": (GOOD, ": an unprintable character in its name; rename it"),
    os.fsdecode(b"name\xff"): (GOOD, ": an unprintable character in its name; rename it"),
}
RUN = "infer-amp-nchw-pt210-cu121-rtx3090"
NO_MATCH = "matches no file; name a file, or a pattern of files like runs/*.csv"


class Project:
    """A copy, whose own files are in a folder that has to be quoted everywhere."""

    runs = 'it\'s; a "folder" {{ 1 }}'

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = folder / "timm.duckdb"

    def put(self, files: dict[str, str | bytes]) -> Path:
        runs = self.folder / self.runs
        if runs.exists():
            runs.rename(self.folder / f"{time.monotonic()}")
        runs.mkdir()
        for name, content in files.items():
            (runs / f"{name}.csv").write_bytes(content if isinstance(content, bytes) else content.encode())
        return runs

    def build(self, pattern: str = f"{runs}/*.csv") -> subprocess.CompletedProcess[str]:
        command = ["dbt", "build", "--vars", json.dumps({"own_benchmarks": pattern})]
        # Root may read what nobody may, unless it is without its capabilities.
        plain = [] if os.geteuid() else ["setpriv", "--bounding-set=-all", "--inh-caps=-all"]
        return subprocess.run([*plain, *command], cwd=self.folder, capture_output=True, text=True, check=False)

    def ask(self, sql: str, *values: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(self.database, read_only=True) as connection:
            return connection.execute(sql, values).fetchall()

    def marts(self) -> dict[str, list[tuple[Any, ...]]]:
        names = {path.stem for path in (self.folder / "models/marts").glob("*.sql")} - {"pick"}
        return {name: self.ask(f"select count(*), bit_xor(hash(r)) from {name} as r") for name in names}


@pytest.fixture(scope="module")
def own(copy_of_project: Path) -> Iterator[Project]:
    with pytest.MonkeyPatch.context() as patch:
        project = Project(copy_of_project)
        patch.setenv("TIMM_PICKER_DATABASE", str(project.database))
        yield project


@pytest.fixture(scope="module")
def built(own: Project) -> Project:
    own.put({name: content for name, (content, _) in READ.items()})
    answer = own.build()
    assert answer.returncode == 0, answer.stdout
    return own


def cells_of(text: str) -> list[tuple[str, ...]]:
    rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    return [tuple(cell.strip() for cell in row) for row in rows if any(map(str.strip, row))]


def figures(row: dict[str, str]) -> tuple[str, float, float, float | None]:
    parameters = float(row["param_count"]) if row.get("param_count") else None
    return row["model"].partition(".")[0], float(row["infer_img_size"]), float(row["infer_samples_per_sec"]), parameters


@pytest.mark.parametrize("name", READ)
def test_rows_in_are_rows_taken_and_rows_rejected(name: str, built: Project) -> None:
    content, reasons = READ[name]
    header, *rows = cells_of(content if isinstance(content, str) else content.decode())
    rejected = built.ask(
        "select line, reason, source_row from rejected_rows where source = ? order by line",
        f"{built.runs}/{name}.csv",
    )
    assert {line: reason for line, reason, _ in rejected} == reasons
    left = Counter(rows) - Counter(cells_of("".join(f"{row}\n" for _, _, row in rejected)))
    assert left.total() == len(rows) - len(rejected)
    run = f"infer-{name}".replace("infer-benchmark-infer-", "infer-")
    taken = built.ask("select architecture, img_size, samples_per_sec, param_count from speed where run = ?", run)
    names = [cell.lower() for cell in header]
    assert Counter(taken) == Counter(figures(dict(zip(names, row, strict=True))) for row in left.elements())


def test_no_text_of_a_file_is_run(built: Project, database: duckdb.DuckDBPyConnection) -> None:
    # Own files make views of these two.
    kind = "if(table_name in ('speed', 'benchmarks'), null, table_type)"
    relations = f"select table_schema, table_name, {kind} from information_schema.tables order by all"
    assert built.ask(relations) == database.execute(relations).fetchall()
    ours = built.ask("select count(*) from speed where release != 'own'")
    assert ours == database.execute("select count(*) from speed").fetchall()


def assert_refused(built: Project, complaint: str, *pattern: str) -> None:
    """In one line, without a traceback, and the marts are as they were."""
    before = built.marts()
    answer = built.build(*pattern)
    assert answer.returncode == 1
    said = [line.strip() for line in answer.stdout.splitlines() if "own_benchmarks: " in line]
    assert said == [f"Invalid Input Error: own_benchmarks: {complaint}"]
    assert "Traceback" not in answer.stdout + answer.stderr
    assert built.marts() == before


def test_every_unreadable_file_is_named_at_once(built: Project) -> None:
    good = ("a", "z", "closed", RUN, f"benchmark-{RUN}")
    runs = built.put({name: content for name, (content, _) in REFUSED.items()} | dict.fromkeys(good, GOOD))
    (runs / "closed.csv").chmod(0)
    (runs / "folder.csv").mkdir()
    (runs / "older").mkdir()
    (runs / "link.csv").symlink_to("/nowhere/at/all.csv")
    complaints = {name: complaint for name, (_, complaint) in REFUSED.items()} | {
        "closed": ": cannot be read (Permission denied); fix it or leave it out",
        "folder": f": a folder; name the files in it, like {built.runs}/folder.csv/*.csv",
        "link": ": cannot be read (No such file or directory); fix it or leave it out",
        f"benchmark-{RUN}": f" and {built.runs}/{RUN}.csv give the same run {RUN}: rename one",
    }
    files = {re.sub("[\x1b\udcff]", "�", f"{name}.csv"): complaint for name, complaint in complaints.items()}
    sentences = [f"{built.runs}/{file}{complaint}" for file, complaint in sorted(files.items())]
    assert_refused(built, "; ".join(sentences), f"{built.runs}/*")


@pytest.mark.parametrize(
    ("pattern", "complaint"),
    [
        ("nowhere/*.csv", f"nowhere/*.csv {NO_MATCH}"),
        ("", f"an empty pattern {NO_MATCH}"),
        ("~nobody_of_this_name/*.csv", f"~nobody_of_this_name/*.csv {NO_MATCH}"),
        ("models", "models: a folder; name the files in it, like models/*.csv"),
        ("profiles.yml", f"profiles.yml, line 1: {NO_TABLE} timm_picker:"),
    ],
)
def test_pattern_without_a_file_of_ours(pattern: str, complaint: str, built: Project) -> None:
    assert_refused(built, complaint, pattern)


def test_a_million_rows(built: Project, capsys: pytest.CaptureFixture[str]) -> None:
    networks = built.ask("select distinct architecture, img_size from speed where release != 'own' limit 1600")
    rows = [f"{architecture},{size}" for architecture, size in networks]
    needed = "model,infer_img_size,infer_samples_per_sec,infer_step_time,param_count\n"
    files = {
        f"{number}": needed
        + "".join(f"{row},{number + place}.5,{place}.25,25.5\n" for place, row in enumerate(rows, 1))
        for number in range(625)
    }
    built.put({name: content + rows[0] + ",1.0,1.0,1.0\n" for name, content in files.items()})
    start = time.monotonic()
    answer = built.build()
    seconds, peak = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024**2
    assert answer.returncode == 0, answer.stdout
    with capsys.disabled():
        print(f"\ndbt build with a million own rows: {seconds:.0f} s, {peak:.1f} GB")
    assert built.ask("select count(*) from speed where release = 'own'") == [(625 * 1600,)]
    duplicates = "reason like 'duplicate row: %' and line = 1602"
    assert built.ask(f"select count(*) from rejected_rows where {duplicates}") == [(625,)]
    assert built.ask("select count(*) from rejected_rows where line is not null") == [(625,)]
