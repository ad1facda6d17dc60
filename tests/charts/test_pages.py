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

from browser import chromium, opened
from charts import CHARTS
from figure import Figure

NAMES = [chart.name for chart in CHARTS]
HOSTILE = "</script><img src=x onerror=alert(1)><!--<script>\u2028&amp;'\""
POLICY = "default-src 'none'; script-src {}; style-src 'unsafe-inline'; img-src data: blob:"


class Page(HTMLParser):
    def __init__(self, path: Path) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.feed(path.read_text())
        self.data = json.loads(gzip.decompress(base64.b64decode(self.scripts[0], validate=True)))
        self.policy = next(tag["content"] for _, tag in self.tags if tag.get("http-equiv") == "Content-Security-Policy")

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


def test_single_pages_reference_nothing_but_the_script(site: Path) -> None:
    for name in NAMES:
        page, text = Page(site / f"{name}.html"), (site / f"{name}.html").read_text()
        assert page.references() == {"vega.js"}
        assert not re.search(r"https?:|//\w+\.\w|@import|url\(", text.replace(page.scripts[0], ""))
        assert not re.search(r'https?:|"url"', json.dumps(page.data))
        assert page.policy == POLICY.format("'self' file:")


def test_index_refers_to_the_single_pages_alone_and_runs_its_one_script_by_hash(site: Path) -> None:
    page = Page(site / "index.html")
    assert page.references() == {f"{chart}.html" for chart in NAMES}
    digest = base64.b64encode(hashlib.sha256(page.scripts[-1].encode()).digest()).decode()
    assert page.policy == POLICY.format(f"'sha256-{digest}'")
    code = [attributes for tag, attributes in page.tags if tag == "script" and "type" not in attributes]
    assert code == [{}]


def test_index_is_light_enough_to_be_mailed(site: Path) -> None:
    whole = (site / "index.html").read_bytes()
    assert len(whole) <= 1_400_000
    assert len(gzip.compress(whole, mtime=0)) <= 700_000


def test_script_is_made_once_and_again_when_it_is_another(site: Path, render: Callable[..., Any]) -> None:
    script = site / "vega.js"
    whole = script.read_bytes()
    made_of, _, rest = whole.partition(b"\n")
    assert re.match(rb"// vl-convert [\d.]+, page script [0-9a-f]{64}$", made_of)
    # The names of the libraries stay out of the page's, and no text ends the element that the index puts it in.
    assert rest.startswith(b"(() => {\n")
    assert rest.endswith(b"})();\n")
    assert b"</script" not in whole
    for found, left in ((made_of + b"\n// kept", made_of + b"\n// kept"), (b"// vl-convert 0.1\n" + rest, whole)):
        script.write_bytes(found)
        render(NAMES[0], "--out", site)
        assert script.read_bytes() == left


def test_same_database_gives_the_same_bytes(tmp_path: Path, render: Callable[..., Any], site: Path) -> None:
    (tmp_path / "vega.js").write_bytes((site / "vega.js").read_bytes())
    render("--out", tmp_path)
    assert all((tmp_path / path.name).read_bytes() == path.read_bytes() for path in site.iterdir())
    names = {f"robustness-a.{form}" for form in ("png", "svg")}
    for folder in ("one", "other"):
        render("robustness-a", "--format", "svg,png", "--out", tmp_path / folder)
    assert all((tmp_path / "one" / name).read_bytes() == (tmp_path / "other" / name).read_bytes() for name in names)


def test_single_pages_draw_and_highlight_in_a_browser(site: Path, figures: dict[str, Figure]) -> None:
    bright = "marks => marks.filter(mark => mark.getAttribute('opacity') !== '0.06').length"
    one_of_each_drawing = {chart.drawing.name: chart.name for chart in CHARTS}
    with chromium() as browser:
        for name in one_of_each_drawing.values():
            page, said = opened(browser, site / f"{name}.html")
            boxes, families = page.locator(".legend input"), figures[name].columns.get("family", [])
            assert boxes.count() == len(figures[name].legend)
            if boxes.count():
                assert page.eval_on_selector_all(".models_marks path", bright) == len(families)
                boxes.first.check()
                page.wait_for_function("document.querySelector('.models_marks path[opacity=\"0.06\"]')")
                shown = page.eval_on_selector_all(".models_marks path", bright)
                assert shown == families.count(boxes.first.get_attribute("value"))
                # The page has the legend of families, the chart those of sizes.
                assert page.locator(".role-legend-title").all_text_contents() != []
                assert "Family" not in page.locator(".role-legend-title").all_text_contents()
            drawn = page.evaluate("name => document.querySelector('.drawing').embedded.view.data(name).length", name)
            assert drawn == len(next(iter(figures[name].columns.values())))
            assert said == []
            page.context.close()


def copy_of_page(path: Path) -> duckdb.DuckDBPyConnection:
    """All that the pages ask, as tables that a test may change."""
    connection = duckdb.connect(path)
    connection.execute(f"attach '{os.environ['TIMM_PICKER_DATABASE']}' as built (read_only); create schema page")
    for (relation,) in connection.execute(
        "select name from (show all tables) where database = 'built' and schema = 'page'"
    ).fetchall():
        connection.execute(f"create table page.{relation} as from built.page.{relation}")
    connection.execute("detach built")
    return connection


def test_hostile_names_stay_text(tmp_path: Path, render: Callable[..., Any], site: Path) -> None:
    """Names and sentences that would end an element or a text."""
    with copy_of_page(tmp_path / "hostile.duckdb") as connection:
        texts = connection.execute("""
            select table_name, column_name from duckdb_columns() where schema_name = 'page' and data_type = 'VARCHAR'
                and column_name not in ('frame', 'drawing', 'task', 'release', 'accuracy_release')
        """)
        for relation, column in texts.fetchall():
            connection.execute(f"update page.{relation} set {column} = $1 || {column}", [HOSTILE])
    (tmp_path / "vega.js").write_bytes((site / "vega.js").read_bytes())
    answer = render("--out", tmp_path, database=tmp_path / "hostile.duckdb")
    assert answer.returncode == 0, answer.stderr
    for name in [*NAMES, "index"]:
        page, clean = Page(tmp_path / f"{name}.html"), Page(site / f"{name}.html")
        assert [tag for tag, _ in page.tags] == [tag for tag, _ in clean.tags]
        assert json.dumps(HOSTILE)[1:-1] in json.dumps(page.data)


def test_an_empty_frame_is_said_in_one_line(tmp_path: Path, render: Callable[..., Any]) -> None:
    with copy_of_page(tmp_path / "bare.duckdb") as connection:
        connection.execute("delete from page.frame_models where frame = 'training'")
    answer = render("--out", tmp_path, database=tmp_path / "bare.duckdb")
    assert answer.returncode == 1
    assert answer.stderr.startswith("training is empty, so training-benchmark cannot be drawn")
    assert answer.stderr.count("\n") == 1
