"""A copy of the project that a test may break, and all that people read of it."""

import csv
import os
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

PROJECT = Path(__file__).parents[2]
NOT_COPIED = shutil.ignore_patterns(
    ".git", ".venv", ".*_cache", ".*.part", "__pycache__", "target", "logs", "runs", "site", "*.duckdb*"
)
RELEASE = "2026-11-01"
OWN = """\
model,infer_samples_per_sec,infer_batch_size,infer_img_size,param_count
resnet50,100.0,32,224,25.56
mobilenetv3_small_100,500.0,32,224,2.54
levit_128s,400.0,32,224,7.78
regnetx_002,450.0,32,224,2.68
vit_tiny_patch16_224,300.0,32,224,5.72
"""


@dataclass(frozen=True)
class State:
    """What people read: seeds and pages as bytes, the database's relations as rows."""

    seeds: dict[str, bytes]
    pages: dict[str, bytes]
    database: bytes
    rows: dict[str, list[str]]


@dataclass(frozen=True)
class Built:
    """Clean runs: what there is before a release is imported and built, and after."""

    upstream: Path
    before: State
    after: State
    rows_with_own: dict[str, list[str]]


class ProjectCopy:
    def __init__(self, folder: Path, upstream: Path, database: str = "timm.duckdb") -> None:
        self.folder = folder
        self.database = folder / database
        self.commands = {
            "make": ["make", "--old-file=.venv/installed"],
            "dbt build": ["dbt", "build", "--vars", "{own_benchmarks: 'own/*.csv'}"],
            "import": [
                *("dbt", "run-operation", "import_timm_results"),
                *("--args", f"{{folder: '{upstream}', release: {RELEASE}}}"),
            ],
            "render.py": ["python", "charts/render.py"],
        }
        # What an outer make or the tests set is of another project.
        others = {"DBT_PROFILES_DIR", "MAKEFLAGS", "MAKELEVEL"}
        self.environment = {name: value for name, value in os.environ.items() if name not in others}
        self.environment["TIMM_PICKER_DATABASE"] = database
        self.environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        shutil.copytree(PROJECT, folder, ignore=NOT_COPIED)
        self.put({"own/board.csv": OWN.encode()})

    def start(self, command: str, **options: Any) -> subprocess.Popen[str]:  # noqa: ANN401
        return subprocess.Popen(
            self.commands[command],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            **options,
        )

    def run(self, command: str) -> tuple[int, str]:
        process = self.start(command)
        output, _ = process.communicate()
        return process.returncode, output

    def complete(self, command: str) -> None:
        status, output = self.run(command)
        assert status == 0, f"{command}:\n{output}"

    def kill(self, command: str, after: float) -> bool:
        """Whether it was killed, and not at its end before."""
        process = self.start(command)
        try:
            process.communicate(timeout=after)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            # The pipe ends with the last of the group.
            process.communicate()
            return True
        return False

    def seeds(self) -> dict[str, bytes]:
        return contents(self.folder, "seeds/*.csv")

    def pages(self) -> dict[str, bytes]:
        return contents(self.folder, "site/*")

    def state(self) -> State:
        return State(self.seeds(), self.pages(), self.database.read_bytes(), rows_of(self.database))

    def put(self, files: Mapping[str, bytes]) -> None:
        """Each whole, as the project itself writes."""
        for name, content in files.items():
            path = self.folder / name
            path.parent.mkdir(exist_ok=True)
            spare = self.folder / "spare"
            spare.write_bytes(content)
            spare.replace(path)

    def put_database(self, content: bytes) -> None:
        Path(f"{self.database}.wal").unlink(missing_ok=True)
        self.put({str(self.database.relative_to(self.folder)): content})


def contents(folder: Path, pattern: str) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.glob(pattern))}


def rows_of(database: Path) -> dict[str, list[str]]:
    queries = {
        "its columns": "select table_name, column_name, data_type, comment from duckdb_columns() where not internal",
        "pick": "from pick()",
    }
    with duckdb.connect(database, read_only=True) as connection:
        relations = connection.execute(
            "select table_name from duckdb_tables() union all select view_name from duckdb_views() where not internal"
        )
        queries |= {name: f'from "{name}"' for (name,) in relations.fetchall()}
        as_texts = "select found::varchar from ({}) as found order by 1"
        answers = {name: connection.execute(as_texts.format(sql)).fetchall() for name, sql in queries.items()}
    return {name: [text for (text,) in rows] for name, rows in answers.items()}


def differences(found: dict[str, list[str]], wanted: dict[str, list[str]]) -> list[str]:
    """Two-sided: what is missing, and what should not be there."""
    return [
        f"{name}: {count} times {what} {row}"
        for name in sorted(found.keys() | wanted.keys())
        for what, these, those in (("missing", wanted, found), ("too many", found, wanted))
        for row, count in (Counter(these.get(name, ["no such relation"])) - Counter(those.get(name, []))).items()
    ]


def write_release(seeds: Path, folder: Path) -> None:
    """Files like upstream's, out of the oldest release in the seeds."""
    folder.mkdir()
    for seed, key, prefix in (("accuracies", "test_set", "results"), ("speeds", "run", "benchmark")):
        with (seeds / f"{seed}.csv").open() as file:
            rows = list(csv.DictReader(file))
        oldest = min(row["release"] for row in rows)
        for part in sorted({row[key] for row in rows if row["release"] == oldest}):
            chosen = [row for row in rows if row["release"] == oldest and row[key] == part]
            columns = {column: upstream_column(column, part) for column in rows[0] if column not in {"release", key}}
            with (folder / f"{prefix}-{part}.csv").open("w") as file:
                writer = csv.writer(file)
                writer.writerow(columns.values())
                writer.writerows([row[column] for column in columns] for row in chosen)


def upstream_column(column: str, part: str) -> str:
    task = part.partition("-")[0]
    if column == "architecture":
        return "model"
    if task in {"infer", "train"} and column != "param_count":
        return f"{task}_{column}"
    return column
