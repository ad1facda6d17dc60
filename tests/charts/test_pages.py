"""The pages need nothing but the script beside them, and no name in the data can become a part of them."""

import base64
import gzip
import hashlib
import json
import os
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import duckdb
import pytest

from browser import chromium, opened
from catalogue import CHARTS
from page import with_html_legend

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


@pytest.mark.parametrize("name", NAMES)
def test_page_references_nothing_outside_itself(name: str, site: Path) -> None:
    page, text = Page(site / f"{name}.html"), (site / f"{name}.html").read_text()
    assert page.references() == {"vega.js"}
    assert not re.search(r"https?:|//\w+\.\w|@import|url\(", text)
    for script in page.scripts:
        assert '"url"' not in script
    policy = next(tag["content"] for _, tag in page.tags if tag.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'; script-src 'self' file:;")
    assert "unsafe-eval" not in policy


def test_index_refers_to_the_single_pages_alone_and_runs_its_one_script_by_hash(site: Path) -> None:
    page = Page(site / "index.html")
    assert page.references() == {f"{chart}.html" for chart in NAMES}
    policy = next(tag["content"] for _, tag in page.tags if tag.get("http-equiv") == "Content-Security-Policy")
    digest = base64.b64encode(hashlib.sha256(page.scripts[-1].encode()).digest()).decode()
    assert policy == (
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; img-src data: blob:"
    )
    code = [attributes for tag, attributes in page.tags if tag == "script" and "type" not in attributes]
    assert code == [{}]


def test_index_is_light_enough_to_be_mailed(site: Path) -> None:
    whole = (site / "index.html").read_bytes()
    assert len(whole) <= 1_600_000
    assert len(gzip.compress(whole, mtime=0)) <= 550_000


@pytest.mark.parametrize("name", NAMES)
def test_page_holds_the_spec_and_every_row(name: str, site: Path, figures: dict[str, Any]) -> None:
    spec = json.loads(Page(site / f"{name}.html").scripts[1])
    expected = with_html_legend(figures[name].spec)
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


def test_single_pages_draw_and_bring_out_in_a_browser(site: Path, figures: dict[str, Any]) -> None:
    with chromium() as browser:
        for name in NAMES:
            page, said = opened(browser, site / f"{name}.html")
            for box in page.locator(".legend input").all()[:1]:
                bright = "marks => marks.filter(mark => mark.getAttribute('opacity') !== '0.06').length"
                before = page.eval_on_selector_all(".models_marks path", bright)
                box.check()
                page.wait_for_timeout(200)
                (rows,) = figures[name].spec["datasets"].values()
                kept = sum(row["family"] == box.get_attribute("value") for row in rows)
                assert (before, page.eval_on_selector_all(".models_marks path", bright)) == (len(rows), kept)
            assert page.locator(".drawing svg").count() == 1
            assert said == []
            page.context.close()


def copy_relations(connection: duckdb.DuckDBPyConnection) -> list[str]:
    built = Path(os.environ["TIMM_PICKER_DATABASE"])
    connection.execute(f"attach '{built}' as {built.stem} (read_only)")
    all_of_it = f"select name from (show all tables) where database = '{built.stem}'"
    relations = [name for (name,) in connection.execute(all_of_it).fetchall()]
    for relation in relations:
        connection.execute(f"create table {relation} as from {built.stem}.{relation}")
    return relations


def make_hostile(connection: duckdb.DuckDBPyConnection) -> None:
    """All that the pages read, with names that would end an element or a text."""
    for relation in copy_relations(connection):
        columns = {name for name, *_ in connection.execute(f"describe {relation}").fetchall()}
        for column in columns & {"model", "family", "run", "license", "license_class", "hf_hub_id", "device"}:
            connection.execute(f"update {relation} set {column} = $1 || {column}", [HOSTILE])


def test_hostile_names_stay_text(tmp_path: Path, render: Callable[..., Any], site: Path) -> None:
    hostile, out = tmp_path / "hostile.duckdb", tmp_path / "out"
    with duckdb.connect(hostile) as connection:
        make_hostile(connection)
    out.mkdir()
    (out / "vega.js").write_bytes((site / "vega.js").read_bytes())
    answer = render("--out", out, env={**os.environ, "TIMM_PICKER_DATABASE": str(hostile)})
    assert answer.returncode == 0, answer.stderr
    for name in [*NAMES, "index"]:
        page, clean = Page(out / f"{name}.html"), Page(site / f"{name}.html")
        assert [tag for tag, _ in page.tags] == [tag for tag, _ in clean.tags]
        data = page.scripts[:-1] if name == "index" else page.scripts
        specs = [json.loads(script) for script in data]
        # The index tells of each name but the first only what the one before it did not have.
        assert json.dumps(HOSTILE)[1:-1] in json.dumps(specs)
        assert not any(character in script for script in data for character in "<>&\u2028")


def test_an_empty_frame_is_said_in_one_line(tmp_path: Path, render: Callable[..., Any]) -> None:
    with duckdb.connect(tmp_path / "bare.duckdb") as connection:
        copy_relations(connection)
        connection.execute("delete from training")
    answer = render("--out", tmp_path, env={**os.environ, "TIMM_PICKER_DATABASE": str(tmp_path / "bare.duckdb")})
    assert answer.returncode == 1
    assert answer.stderr.startswith("training is empty, so training-benchmark cannot be drawn")
    assert answer.stderr.count("\n") == 1
