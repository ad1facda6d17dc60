"""The index in a real browser: what it shows against what the database says."""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from browser import DATA, chromium, downloaded, kinds, marks, opened, table, text
from figure import Figure

Ask = Callable[[str], list[tuple[Any, ...]]]
OpenIndex = Callable[..., Page]
RUN = "infer-amp-nhwc-pt240-cu124-rtx3090"
TRAINING = "train-amp-nhwc-pt112-cu113-rtx3090"
SUSPECT = "train-amp-nhwc-pt111-cu113-rtx3090"
CHOICES = ("2022", "today", "V2", "Sketch", "A", "R")  # the page opens with ReaL
SETTINGS = {
    "nothing": ({"run": RUN}, "true"),
    "run": ({"run": TRAINING, "budget": "3"}, "1000 * secs <= 3"),
    "limits": (
        {"run": RUN, "budget": "2.5", "license": "permissive", "size": "256"},
        "1000 * secs <= 2.5 and license_class = 'permissive' and img_size <= 256",
    ),
    "family": ({"run": RUN, "family": "convnext"}, "family = 'convnext'"),
}
SIZES = ((320, "light"), (375, "dark"), (800, "light"), (1400, "dark"), (1920, "light"))

# Of boxes with names: those that leave the room they have, and pairs that cover each other.
CLASHES = """
const clashes = (boxes, room, slack) => [
  ...boxes.filter(({ box }) => box.left < room.left - 1 || box.right > room.right + 1 || box.width < 1)
    .map(({ name }) => `${name} is outside`),
  ...boxes.flatMap((one, i) => boxes.slice(i + 1)
    .filter(({ box }) => one.box.left < box.right - 1 && box.left < one.box.right - 1 &&
      one.box.top < box.bottom - slack && box.top < one.box.bottom - slack)
    .map((other) => `${one.name} over ${other.name}`)),
];
const named = (one) => ({ name: one.name || one.id || one.textContent, box: one.getBoundingClientRect() });
"""
CONTROLS = f"""() => {{ {CLASHES}
  const controls = [...document.querySelectorAll("input, select, button, summary")];
  return clashes(controls.filter((one) => one.checkVisibility()).map(named), {{ left: 0, right: innerWidth }}, 1);
}}"""
WORDS = f"""() => {{ {CLASHES}
  return [...document.querySelectorAll("figure svg")].filter((svg) => svg.checkVisibility()).flatMap((svg) => {{
    const words = [...svg.querySelectorAll("text")]
      .filter((word) => word.textContent && word.getBBox().width > 0 && getComputedStyle(word).opacity !== "0");
    const {{ id }} = svg.closest("figure");
    return clashes(words.map(named), svg.getBoundingClientRect(), 4).map((clash) => `${{id}}: ${{clash}}`);
  }});
}}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def open_index(browser: Browser, site: Path) -> Iterator[OpenIndex]:
    """No page may leave a word on its console."""
    pages = []

    def open_index(path: Path = site / "index.html", fragment: str = "", width: int = 1400, **options: Any) -> Page:  # noqa: ANN401
        pages.append(opened(browser, path, fragment, viewport={"width": width, "height": 900}, **options))
        return pages[-1][0]

    yield open_index
    for page, said in pages:
        page.context.close()
        assert said == []


@pytest.fixture
def page(open_index: OpenIndex) -> Page:
    return open_index()


def settle(page: Page) -> None:
    page.evaluate("document.querySelector('#picker-figure .drawing').embedded.view.runAsync().then(() => null)")


def choose(page: Page, settings: dict[str, str]) -> None:
    if "run" in settings:
        page.select_option("[name=device]", settings["run"].rsplit("-", 1)[-1])
    for name, value in settings.items():
        control = page.locator(f"[name={name}]")
        control.fill(value) if name in {"budget", "search"} else control.select_option(value)
    settle(page)


def rounded(value: object) -> object:
    return pytest.approx(value, rel=1e-4) if isinstance(value, float) else value


def choose_everywhere(page: Page, choice: str) -> set[str]:
    """Draws all charts, those with such a choice by it."""
    for radio in page.locator(f"input[type=radio][value='{choice}']").all():
        radio.check()
    figures = page.locator("figure:visible").all()
    for figure in figures:
        figure.scroll_into_view_if_needed()
        figure.locator("svg").wait_for()
    page.wait_for_timeout(300)
    return {figure.get_attribute("id") for figure in figures}


@pytest.mark.parametrize("setting", SETTINGS)
def test_table_and_chart_show_what_the_database_says(setting: str, page: Page, ask: Ask) -> None:
    chosen, limits = SETTINGS[setting]
    choose(page, {**chosen, "rows": "30"})
    sql = text(page, "#picker-sql")
    columns = "model, img_size, top1, top1_low, top1_high, ms, param_count, license, hf_hub_id, differs_from_first"
    all_picked = ask(f"select {columns} from ({sql.removesuffix('limit 30;')})")
    picked = all_picked[:30]
    for place, (shown, expected) in enumerate(zip(table(page), picked, strict=True)):
        assert shown[:3] == [str(place + 1), expected[0], str(expected[1])]
        assert [float(number) for number in re.findall(r"[\d.]+", f"{shown[3]} {shown[4]}")] == pytest.approx(
            expected[2:5], abs=0.0051
        )
        assert float(shown[6].replace(",", "")) == pytest.approx(expected[5], rel=0.006)
        assert (float(shown[7]), shown[8]) == (pytest.approx(expected[6], rel=1e-4), expected[7])
        assert shown[5] == ("lower" if expected[9] else "tied (95 %)" if place else "\u2013")
    links = page.eval_on_selector_all("#best a", "links => links.map(link => link.href)")
    assert links == [f"https://huggingface.co/{hub}" for *_, hub, _ in picked]
    rows = [(row["model"], int(row["img_size"]), row["license"], row["hf_hub_id"]) for row in downloaded(page)]
    assert rows == [(*row[:2], *row[7:9]) for row in picked]
    count = f"{len(all_picked):,} models"
    assert text(page, "#headline").startswith(f"{picked[0][0]} is the most accurate of {count} within your limits")
    newest = f"run = '{chosen['run']}' and release = (select max(release) from speed)"
    timed = f"benchmarks where {newest} and {limits} and not is_test_network"
    assert marks(page, "points") == set(ask(f"select model, img_size from {timed}"))
    if setting == "nothing":
        assert marks(page, "frontier") == set(ask(f"select model, img_size from pareto_frontier where {newest}"))


def test_search_names_what_it_finds(page: Page, ask: Ask) -> None:
    choose(page, {"run": RUN, "search": "LEVIT_conv", "budget": "0.1"})
    found = ask(f"select model, img_size, secs from benchmarks where run = '{RUN}' and model like '%levit_conv%'")
    within = {(model, img_size) for model, img_size, secs in found if 1000 * secs <= 0.1}
    assert marks(page, "found") == within
    assert 0 < len(marks(page, "found_names")) <= 8
    counts = [len({model for model, *_ in rows}) for rows in (within, found)]
    assert text(page, "#said") == "{} of {} matches are within your limits.".format(*counts)


def test_suspect_rows_are_marked_and_left_out_of_line_and_table(page: Page, ask: Ask) -> None:
    choose(page, {"run": SUSPECT, "rows": "100"})
    suspect = set(ask(f"select model, img_size from benchmarks where run = '{SUSPECT}' and suspect"))
    assert suspect
    assert marks(page, "points", "suspect") == suspect
    assert not suspect & marks(page, "frontier")
    assert not {model for model, _ in suspect} & {row[1] for row in table(page)}
    assert kinds(page) == ["suspect"]


def test_address_restores_the_view(page: Page, open_index: OpenIndex) -> None:
    choose(page, {"run": RUN, "budget": "0.7", "license": "permissive", "size": "288", "search": "vit", "rows": "30"})
    page.check("[name=highlight][value=levit]")
    page.check("[name=robustness][value=Sketch]")
    page.select_option("[name=first]", TRAINING)
    again = open_index(fragment="#" + page.url.split("#")[1])
    assert table(again) == table(page) != table(open_index())
    assert again.locator("#robustness-sketch h2").is_visible()
    assert again.is_checked("[name=highlight][value=levit]")
    assert text(again, "#devices-title") == text(page, "#devices-title")
    # And back and forth on one page, with an address that asks for what there is not.
    again.evaluate("location.hash = '#run=none&license=permissive&rows=7'")
    again.wait_for_function("document.querySelector('[name=license]').value === 'permissive'")
    assert again.locator("[name=rows]").input_value() == "10"
    assert again.locator("#best tr").count() == 10


def test_hovering_a_mark_says_which_model_it_is(page: Page) -> None:
    choose(page, {"run": RUN, "family": "levit", "size": "224"})
    fastest = max(page.locator("#picker-figure .points_marks path").all(), key=lambda mark: -mark.bounding_box()["x"])
    fastest.hover()
    tooltip = page.locator("#vg-tooltip-element.visible")
    tooltip.wait_for()
    model = min(page.evaluate(DATA, ["picker-figure", "points"]), key=lambda row: row["ms"])["model"]
    assert tooltip.locator("tr").first.text_content() == f"Model{model}"


def test_each_chart_draws_the_rows_of_the_sql_that_can_be_copied(page: Page, figures: dict[str, Figure]) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    drawn = set()
    # As a reader does, whose session has no search_path.
    with duckdb.connect(os.environ["TIMM_PICKER_DATABASE"], read_only=True) as connection:
        for choice in CHOICES:
            for name in sorted(choose_everywhere(page, choice) - drawn):
                fold = page.locator(f"#{name} details" if name != "picker-figure" else ".tools details")
                fold.locator("summary").click()
                fold.locator(".copy").click()
                fold.get_by_text("Copied").wait_for()
                answer = connection.sql(page.evaluate("navigator.clipboard.readText()"))
                expected = [[rounded(value) for value in row] for row in answer.fetchall()]
                assert expected, name
                if name in figures:
                    rows = page.evaluate(DATA, [name, name])
                    assert [[row[column] for column in answer.columns] for row in rows] == expected, name
                drawn.add(name)
    assert drawn == {*figures, "picker-figure", "devices-figure"}


def test_what_may_not_be_copied_is_selected(page: Page) -> None:
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed')); }")
    page.locator("details:has(#picker-sql) summary").click()
    page.locator("details:has(#picker-sql) .copy").click()
    page.get_by_text("Press Ctrl+C").wait_for()
    assert page.evaluate("getSelection().toString()").strip() == text(page, "#picker-sql").strip()


def test_two_runs_side_by_side(page: Page, ask: Ask) -> None:
    page.select_option("[name=first]", RUN)
    page.select_option("[name=second]", "infer-amp-nhwc-pt240-cu124-rtx4090")
    ratios = text(page, "#devices-sql").removesuffix(";")
    ((count, middle),) = ask(f"select count(*), median(ratio) from ({ratios})")
    title = f"rtx4090 is {middle:.3g} times as fast as rtx3090 (median of {count:,} timings); by family, from "
    assert text(page, "#devices-title").startswith(title)
    drawn = page.locator("#devices-figure")
    drawn.scroll_into_view_if_needed()
    drawn.locator("svg").wait_for()
    assert len(page.evaluate(DATA, ["devices-figure", "medians"])) == 20


def test_keyboard_alone_reaches_and_moves_every_control(page: Page) -> None:
    page.locator("[name=device]").focus()
    reached = []
    for _ in range(12):
        reached.append(page.evaluate("document.activeElement.name || document.activeElement.id"))
        page.keyboard.press("Tab")
    expected = ["device", "run", "budget", "budget-slider", "license", "size", "family", "search", "highlight"]
    assert [name for name in expected if name in reached] == expected
    page.locator("#budget-slider").focus()
    before = len(marks(page, "points"))
    for _ in range(5):
        page.keyboard.press("PageDown")
    settle(page)
    assert len(marks(page, "points")) < before
    page.locator("[name=highlight][value=vgg]").focus()
    page.keyboard.press("Space")
    assert page.is_checked("[name=highlight][value=vgg]")


@pytest.mark.parametrize(("width", "scheme"), SIZES)
def test_nothing_is_cut_off_or_covers_another(width: int, scheme: str, open_index: OpenIndex) -> None:
    page = open_index(width=width, color_scheme=scheme)
    for choice in ("2022", "today"):
        choose_everywhere(page, choice)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(CONTROLS) == []
        assert page.evaluate(WORDS) == []


def test_scheme_and_width_may_change_while_the_page_is_open(page: Page) -> None:
    page.check("[name=highlight][value=levit]")
    for width, scheme, colour in ((375, "dark", "rgb(22, 24, 29)"), (1400, "light", "rgb(255, 255, 255)")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        page.wait_for_timeout(500)
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == colour
        assert page.locator("#picker-figure svg").evaluate("svg => svg.style.backgroundColor") == colour
        faint = "marks => marks.filter(mark => mark.getAttribute('opacity') === '0.08').length"
        assert page.eval_on_selector_all("#picker-figure .points_marks path", faint) > 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(scheme: str, open_index: OpenIndex) -> None:
    page = open_index(color_scheme=scheme)
    found = Axe().run(page).response["violations"]
    assert [(one["id"], [node["html"][:200] for node in one["nodes"][:3]]) for one in found] == []
    # axe does not ask for it: a model's name heads its row.
    assert page.locator("#best tr").count() == page.locator("#best tr > th[scope=row]").count() > 0
