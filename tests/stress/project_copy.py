"""A copy of the project whose commands a test may kill, and all that people read of it."""

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import duckdb

from copy_project import copy_project

FILES = {
    "own/board.csv": """\
model,infer_samples_per_sec,infer_batch_size,infer_img_size,param_count
resnet50,100.0,32,224,25.56
mobilenetv3_small_100,500.0,32,224,2.54
levit_128s,400.0,32,224,7.78
regnetx_002,450.0,32,224,2.68
vit_tiny_patch16_224,300.0,32,224,5.72
""",
    "results/results-imagenet.csv": """\
model,img_size,top1,top1_err,top5,top5_err,param_count,crop_pct,interpolation
resnet50.a1_in1k,224,80.218,19.782,94.580,5.420,25.56,0.950,bicubic
""",
    "results/benchmark-infer-amp-nhwc-pt270-cu126-h100.csv": """\
model,infer_samples_per_sec,infer_step_time,infer_batch_size,infer_img_size,param_count
resnet50,3000.0,341.3,1024,224,25.56
""",
}
COLUMNS = "select schema_name, table_name, column_name, data_type, comment from duckdb_columns() where not internal"
Rows = dict[str, list[str]]


class ProjectCopy:
    def __init__(self, folder: Path) -> None:
        self.folder = copy_project(folder)
        self.database = folder / "timm.duckdb"
        self.log = folder / "timm.duckdb.wal"
        self.commands = {
            "make": ["make", "--old-file=.venv/installed"],
            "dbt build": ["dbt", "build", "--vars", f"{{own_benchmarks: '{folder}/own/*.csv'}}"],
            "import": [
                *("dbt", "run-operation", "import_timm_results"),
                *("--args", f"{{folder: '{folder}/results', release: 2026-11-01}}"),
            ],
            "render.py": ["python", "charts/render.py"],
        }
        # What an outer make or the tests set is of another project.
        others = {"DBT_PROFILES_DIR", "MAKEFLAGS", "MAKELEVEL", "TIMM_PICKER_DATABASE"}
        self.environment = {name: value for name, value in os.environ.items() if name not in others}
        self.environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        self.put({name: content.encode() for name, content in FILES.items()})

    def start(self, command: str, *options: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [*self.commands[command], *options],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def run(self, command: str, *options: str) -> tuple[int, str]:
        process = self.start(command, *options)
        output, _ = process.communicate()
        return process.returncode, output

    def complete(self, command: str, *options: str) -> str:
        status, output = self.run(command, *options)
        assert status == 0, f"{command}:\n{output}"
        return output

    def kill(self, command: str, after: float) -> bool:
        """Whether it was killed; else it had ended before, and well."""
        process = self.start(command)
        try:
            output, _ = process.communicate(timeout=after)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            # The pipe ends with the last of the group.
            process.communicate()
            return True
        assert process.returncode == 0, f"{command}:\n{output}"
        return False

    def seeds(self) -> dict[str, bytes]:
        return contents(self.folder, "seeds/*.csv")

    def pages(self) -> dict[str, bytes]:
        return contents(self.folder, "site/*")

    def rows(self) -> Rows:
        """Of every relation, as texts."""
        with duckdb.connect(self.database, read_only=True) as connection:
            relations = connection.execute(
                "select table_schema || '.' || table_name from information_schema.tables "
                "where table_catalog = current_catalog()"
            )
            queries = {"columns": COLUMNS, "pick": "from pick()"}
            queries |= {name: f"from {name}" for (name,) in relations.fetchall()}
            as_texts = "select found::varchar from ({}) as found order by 1"
            answers = {name: connection.execute(as_texts.format(sql)).fetchall() for name, sql in queries.items()}
        return {name: [text for (text,) in rows] for name, rows in answers.items()}

    def put(self, files: Mapping[str, bytes]) -> None:
        for name, content in files.items():
            path = self.folder / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)

    def put_database(self, content: bytes) -> None:
        self.log.unlink(missing_ok=True)
        self.database.write_bytes(content)


def contents(folder: Path, pattern: str) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.glob(pattern))}


def differences(found: Rows, wanted: Rows) -> list[str]:
    """Two-sided: what is missing, and what should not be there."""
    return [
        f"{name}: {count} times {what} {row}"
        for name in sorted(found.keys() | wanted.keys())
        for what, these, those in (("missing", wanted, found), ("too many", found, wanted))
        for row, count in (Counter(these.get(name, ["no such relation"])) - Counter(those.get(name, []))).items()
    ]
