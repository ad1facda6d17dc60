"""Each question of analysis/ is asked in words first, and has an answer."""

from pathlib import Path

import duckdb
import pytest

QUESTIONS = sorted(path.stem for path in (Path(__file__).parents[2] / "analysis").glob("*.sql"))


@pytest.mark.parametrize("question", QUESTIONS)
def test_question_is_asked_and_answered(
    question: str, project: Path, compiled_analyses: Path, database: duckdb.DuckDBPyConnection
) -> None:
    first_line = (project / f"analysis/{question}.sql").read_text().splitlines()[0]
    assert first_line.startswith("-- ")
    assert first_line.endswith("?")
    answer = database.execute((compiled_analyses / f"{question}.sql").read_text()).fetchall()
    assert len(answer) >= 5


def test_there_are_ten_questions() -> None:
    assert len(QUESTIONS) >= 10
