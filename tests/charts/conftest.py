import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from charts import CHARTS
from database import as_rows, open_database
from figure import Figure, read_figure, read_words

RENDER = Path(__file__).parents[2] / "charts/render.py"


@pytest.fixture(scope="session")
def figures() -> dict[str, Figure]:
    with open_database() as connection:
        words = read_words(connection)
        return {chart.name: read_figure(connection, chart, words) for chart in CHARTS}


@pytest.fixture(scope="session")
def rows_of(figures: dict[str, Figure]) -> dict[str, list[dict[str, Any]]]:
    return {name: as_rows(figure.columns) for name, figure in figures.items()}


@pytest.fixture(scope="session")
def ask(database: duckdb.DuckDBPyConnection) -> Callable[[str], list[tuple[Any, ...]]]:
    return lambda sql: database.cursor().execute(sql).fetchall()


@pytest.fixture(scope="session")
def render() -> Callable[..., subprocess.CompletedProcess[str]]:
    """The command as a user starts it."""

    def start(*arguments: str | Path, database: Path | None = None, **options: Any) -> subprocess.CompletedProcess[str]:  # noqa: ANN401
        environment = os.environ | ({"TIMM_PICKER_DATABASE": str(database)} if database else {})
        command = [sys.executable, RENDER, *arguments]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, **options)

    return start


@pytest.fixture(scope="session")
def site(render: Callable[..., Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    answer = render("--out", folder)
    assert answer.returncode == 0, answer.stderr
    return folder
