"""The pages need nothing but the script beside them, and no name in the data can become a part of them."""

import json
import os
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import duckdb
import pytest

from catalogue import CHARTS

NAMES = [chart.name for chart in CHARTS]
HOSTILE = "</script><img src=x onerror=alert(1)><!--<script>\u2028&amp;'\""


class Page(HTMLParser):
    def __init__(self, path: Path) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.feed(path.read_text())

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attributes)))

    def handle_data(self, text: str) -> None:
        if self.tags and self.tags[-1][0] == "script" and text.strip():
            self.scripts.append(text)

    def references(self) -> set[str]:
        named = ("src", "href", "srcset", "data", "action", "poster")
        return {value for _, attributes in self.tags for name in named if (value := attributes.get(name))}


def test_a_page_for_each_chart_an_index_and_one_script(site: Path) -> None:
    assert {path.name for path in site.iterdir()} == {f"{name}.html" for name in [*NAMES, "index"]} | {"vega.js"}


@pytest.mark.parametrize("name", [*NAMES, "index"])
def test_page_references_nothing_outside_itself(name: str, site: Path) -> None:
    page, text = Page(site / f"{name}.html"), (site / f"{name}.html").read_text()
    assert page.references() == {"vega.js"} | ({f"{chart}.html" for chart in NAMES} if name == "index" else set())
    assert not re.search(r"https?:|//\w+\.\w|@import|url\(", text)
    for script in page.scripts:
        assert '"url"' not in script
    policy = next(tag["content"] for _, tag in page.tags if tag.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'; script-src 'self' file:;")
    assert "unsafe-eval" not in policy


@pytest.mark.parametrize("name", NAMES)
def test_page_holds_the_spec_and_every_row(name: str, site: Path, figures: dict[str, Any]) -> None:
    spec = json.loads(Page(site / f"{name}.html").scripts[1])
    expected = figures[name].spec
    assert {**spec, "datasets": None} == {key: value for key, value in expected.items() if key != "$schema"} | {
        "datasets": None
    }
    assert {
        dataset: [dict(zip(packed["columns"], row, strict=True)) for row in packed["rows"]]
        for dataset, packed in spec["datasets"].items()
    } == expected["datasets"]


def test_script_keeps_to_itself_and_holds_page_js(site: Path) -> None:
    script = (site / "vega.js").read_text()
    assert re.match(r"// vl-convert [\d.]+, page.js [0-9a-f]{64}\n\(\(\) => \{\n", script)
    assert script.rstrip().endswith("})();")
    assert "This chart could not be drawn" in script
    assert "</script" not in script


def test_script_is_made_once_and_again_when_it_is_another(site: Path, render: Callable[..., Any]) -> None:
    script = site / "vega.js"
    whole, made = script.read_bytes(), script.stat().st_mtime_ns
    render(NAMES[0], "--out", site)
    assert script.stat().st_mtime_ns == made
    script.write_text("// vl-convert 0.1, page.js of another day\n")
    render(NAMES[0], "--out", site)
    assert script.read_bytes() == whole


def test_same_database_gives_the_same_bytes(tmp_path: Path, render: Callable[..., Any], site: Path) -> None:
    for folder in ("one", "other"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "vega.js").write_bytes((site / "vega.js").read_bytes())
        render("training-subset-benchmark", "--out", tmp_path / folder, "--format", "svg,png")
    render("--out", tmp_path / "other")
    one, other = ({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("one", "other"))
    assert set(one) == {"training-subset-benchmark.svg", "training-subset-benchmark.png", "vega.js"}
    assert other == one | {path.name: path.read_bytes() for path in site.iterdir()}


def test_hostile_names_stay_text(tmp_path: Path, render: Callable[..., Any], site: Path) -> None:
    built, hostile, out = Path(os.environ["TIMM_PICKER_DATABASE"]), tmp_path / "hostile.duckdb", tmp_path / "out"
    with duckdb.connect(hostile) as connection:
        connection.execute(f"attach '{built}' (read_only)")
        for relation in ("page_frames", "inference", "training", "families", "family_counts"):
            connection.execute(f"create table {relation} as from {built.stem}.{relation}")
            for column in ("family",) if relation == "family_counts" else ("model", "family"):
                connection.execute(f"update {relation} set {column} = $1 || {column}", [HOSTILE])
        connection.execute("update page_frames set run = $1 || run", [HOSTILE])
    out.mkdir()
    (out / "vega.js").write_bytes((site / "vega.js").read_bytes())
    answer = render("--out", out, env={**os.environ, "TIMM_PICKER_DATABASE": str(hostile)})
    assert answer.returncode == 0, answer.stderr
    for name in [*NAMES, "index"]:
        page, clean = Page(out / f"{name}.html"), Page(site / f"{name}.html")
        assert [tag for tag, _ in page.tags] == [tag for tag, _ in clean.tags]
        specs = [json.loads(script) for script in page.scripts]
        assert json.dumps(HOSTILE)[1:-1] in json.dumps(specs)
        assert not any(character in script for script in page.scripts for character in "<>&\u2028")
