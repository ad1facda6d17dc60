"""dbt within this process, which reads the project once for many commands."""

import gc
import io
import json
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner


@dataclass
class Outcome:
    success: bool
    output: str


class DbtProcess:
    def __init__(self, project: Path, **variables: str) -> None:
        self.options = ["--project-dir", str(project), "--profiles-dir", str(project), "--quiet"]
        self.options += ["--vars", json.dumps(variables)]
        self.runner = dbtRunner(manifest=dbtRunner().invoke(["parse", *self.options]).result)

    def run(self, *command: str) -> Outcome:
        output = io.StringIO()
        with redirect_stdout(output), redirect_stderr(output):
            success = self.runner.invoke([*command, *self.options]).success
        # What failed would hold the database open.
        DuckDBConnectionManager.close_all_connections()
        gc.collect()
        return Outcome(success, output.getvalue())

    def run_operation(self, operation: str, **arguments: str) -> Outcome:
        return self.run("run-operation", operation, "--args", json.dumps(arguments))
