"""Each question of analysis/ is asked in words first, and has an answer."""

import subprocess
from pathlib import Path

import duckdb
import pytest

QUESTIONS = sorted(path.stem for path in (Path(__file__).parents[2] / "analysis").glob("*.sql"))


@pytest.fixture(scope="session")
def compiled(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("compiled")
    options = ["--quiet", "--target-path", str(target), "--log-path", str(target)]
    subprocess.run(["dbt", "compile", "--select", "resource_type:analysis", *options], cwd=project, check=True)
    return target / "compiled/timm_picker/analysis"


@pytest.mark.parametrize("question", QUESTIONS)
def test_question_is_asked_and_answered(
    question: str, project: Path, compiled: Path, database: duckdb.DuckDBPyConnection
) -> None:
    first_line = (project / f"analysis/{question}.sql").read_text().splitlines()[0]
    assert first_line.startswith("-- ")
    assert first_line.endswith("?")
    answer = database.execute((compiled / f"{question}.sql").read_text()).fetchall()
    assert len(answer) >= 5


def test_there_are_ten_questions() -> None:
    assert len(QUESTIONS) >= 10
