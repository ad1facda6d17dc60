"""What the command says, and what it leaves alone when it cannot go on."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

Render = Callable[..., subprocess.CompletedProcess[str]]
HOLD = """
import duckdb, sys, time
connection = duckdb.connect(sys.argv[1])
print("held", flush=True)
time.sleep(float(sys.argv[2]))
"""


def one_line(answer: subprocess.CompletedProcess[str]) -> str:
    assert answer.returncode != 0
    assert answer.stdout == ""
    assert answer.stderr.endswith("\n")
    assert answer.stderr.count("\n") == 1, answer.stderr
    return answer.stderr


def environment(**changes: str | Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "TIMM_PICKER_DATABASE"}
    return kept | {name: str(value) for name, value in changes.items()}


def test_some_charts_are_drawn_in_some_formats(render: Render, tmp_path: Path) -> None:
    names = ["training-subset-benchmark", "inference-family-counts"]
    answer = render(*names, "--out", tmp_path / "a" / "b", "--format", "png", "--format=svg")
    assert answer.returncode == 0, answer.stderr
    assert {path.name for path in (tmp_path / "a" / "b").iterdir()} == {
        f"{name}.{form}" for name in names for form in ("png", "svg")
    }
    assert len(answer.stdout.splitlines()) == len(names)
    assert all(name in answer.stdout for name in names)


def test_from_another_folder_it_says_where_to_go(render: Render, tmp_path: Path) -> None:
    message = one_line(render(cwd=tmp_path, env=environment()))
    assert "timm.duckdb" in message
    assert "dbt build" in message
    assert "python charts/render.py" in message
    assert list(tmp_path.iterdir()) == []


def test_before_dbt_build_it_says_to_build(render: Render, tmp_path: Path) -> None:
    duckdb.connect(tmp_path / "empty.duckdb").close()
    answer = render("--out", tmp_path / "out", env=environment(TIMM_PICKER_DATABASE=tmp_path / "empty.duckdb"))
    message = one_line(answer)
    assert "page" in message
    assert "run `dbt build`" in message
    assert not (tmp_path / "out").exists()


def test_a_file_that_is_not_a_database_is_named(render: Render, tmp_path: Path) -> None:
    (tmp_path / "timm.duckdb").write_text("a text\n" * 9999)
    assert "timm.duckdb" in one_line(render("--out", tmp_path / "out", cwd=tmp_path, env=environment()))


@pytest.mark.parametrize(
    ("arguments", "wrong", "right"),
    [
        (["no-such-chart"], "no-such-chart", "inference-benchmark"),
        (["--format", "html,gif"], "gif", "svg"),
        (["--no-such-option"], "--no-such-option", "--help"),
    ],
)
def test_what_it_does_not_know_it_names(
    render: Render, tmp_path: Path, arguments: list[str], wrong: str, right: str
) -> None:
    message = one_line(render(*arguments, "--out", tmp_path / "out"))
    assert wrong in message
    assert right in message
    assert not (tmp_path / "out").exists()


def test_where_it_cannot_write_it_says_so(render: Render, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert str(tmp_path / "file") in one_line(render("--out", tmp_path / "file"))


@pytest.fixture
def held(tmp_path: Path) -> Callable[[float], Path]:
    """An empty database that another process holds open for writing."""
    holders = []

    def hold(seconds: float) -> Path:
        database = tmp_path / "held.duckdb"
        holder = subprocess.Popen([sys.executable, "-c", HOLD, database, str(seconds)], stdout=subprocess.PIPE)
        holders.append(holder)
        assert holder.stdout.readline() == b"held\n"
        return database

    yield hold
    for holder in holders:
        holder.kill()
        holder.wait()


def test_it_says_who_writes_the_database(held: Callable[[float], Path], render: Render) -> None:
    message = one_line(render(env=environment(TIMM_PICKER_DATABASE=held(30))))
    assert "PID" in message
    assert "again" in message
