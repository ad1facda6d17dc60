"""What the command says, and what it leaves alone when it cannot go on."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from figure import Figure

Render = Callable[..., subprocess.CompletedProcess[str]]
HOLD = """
import duckdb, sys
connection = duckdb.connect(sys.argv[1])
print("held", flush=True)
sys.stdin.read()
"""


def test_some_charts_are_drawn_in_some_formats(render: Render, tmp_path: Path, figures: dict[str, Figure]) -> None:
    names = ["inference-family-counts", "training-subset-benchmark"]
    answer = render(*names, "--out", tmp_path / "a" / "b", "--format", "png", "--format=svg")
    assert answer.returncode == 0, answer.stderr
    for name in names:
        assert (tmp_path / f"a/b/{name}.png").read_bytes().startswith(b"\x89PNG")
        picture = (tmp_path / f"a/b/{name}.svg").read_text()
        assert picture.startswith("<svg")
        assert figures[name].title.split()[0] in picture
    assert len(list((tmp_path / "a/b").iterdir())) == 4
    assert [name in line for name, line in zip(names, answer.stdout.splitlines(), strict=True)] == [True, True]


@pytest.mark.parametrize(
    ("arguments", "database", "words"),
    [
        ([], "timm.duckdb", ["timm.duckdb does not exist", "`dbt build`", "`python charts/render.py`"]),
        ([], "empty.duckdb", ["page", "run `dbt build`"]),
        ([], "text.duckdb", ["text.duckdb cannot be read"]),
        (["no-such-chart"], None, ["no-such-chart", "inference-benchmark"]),
        (["--format", "html,gif"], None, ["gif", "svg"]),
        (["--no-such-option"], None, ["--no-such-option", "--help"]),
        (["--out", "text.duckdb"], None, ["text.duckdb cannot be written to"]),
    ],
)
def test_one_line_says_what_is_wrong(
    arguments: list[str], database: str | None, words: list[str], render: Render, tmp_path: Path
) -> None:
    duckdb.connect(tmp_path / "empty.duckdb").close()
    (tmp_path / "text.duckdb").write_text("a text\n" * 9999)
    before = sorted(tmp_path.iterdir())
    answer = render(*arguments, cwd=tmp_path, database=database)
    assert answer.returncode != 0
    assert answer.stdout == ""
    assert answer.stderr.endswith("\n")
    assert answer.stderr.count("\n") == 1, answer.stderr
    assert [word for word in words if word not in answer.stderr] == []
    assert sorted(tmp_path.iterdir()) == before


def test_it_says_who_writes_the_database(render: Render, tmp_path: Path) -> None:
    held = tmp_path / "held.duckdb"
    command = [sys.executable, "-c", HOLD, held]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout.readline() == b"held\n"
        message = render(database=held, cwd=tmp_path).stderr
        holder.stdin.close()
    assert f"(PID {holder.pid}): run this again" in message
    assert message.count("\n") == 1
