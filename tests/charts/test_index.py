"""The index in a real browser: what it shows against what the database says."""

import csv
import itertools
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import duckdb
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from browser import chromium, opened

TURN = itertools.count()  # no two addresses are alike, so that each is gone to
BOARD = "<img src=x onerror=alert(1)>&amp;"
Ask = Callable[[str], list[tuple[Any, ...]]]
Render = Callable[..., subprocess.CompletedProcess[str]]
RUN = "infer-amp-nhwc-pt240-cu124-rtx3090"
TRAINING = "train-amp-nhwc-pt112-cu113-rtx3090"
SETTINGS = {
    "nothing": ({}, ""),
    "budget": ({"budget": "0.5"}, "budget_ms := 0.5"),
    "licence": ({"license": "noncommercial"}, "license_class := 'noncommercial'"),
    "size": ({"size": "224", "budget": "1"}, "max_img_size := 224, budget_ms := 1"),
    "run": ({"run": TRAINING, "budget": "3"}, "budget_ms := 3"),
    "all": (
        {"budget": "2.5", "license": "permissive", "size": "256"},
        "budget_ms := 2.5, license_class := 'permissive', max_img_size := 256",
    ),
}
OVERLAPS = """() => {
  const boxes = [...document.querySelectorAll("input, select, button, summary")]
    .filter((control) => control.checkVisibility())
    .map((control) => [control.name || control.id || control.textContent, control.getBoundingClientRect()])
    .map(([name, box]) => ({ name, box }));
  const out = boxes.filter(({ box }) => box.left < 0 || box.right > innerWidth || box.width < 1);
  const pairs = boxes.flatMap((one, i) => boxes.slice(i + 1).filter(({ box }) =>
    one.box.left < box.right - 1 && box.left < one.box.right - 1 &&
    one.box.top < box.bottom - 1 && box.top < one.box.bottom - 1).map((other) => `${one.name} over ${other.name}`));
  return [...out.map(({ name }) => `${name} is outside`), ...pairs];
}"""

# Words that leave their chart, and pairs of them that lie on each other.
WORDS = """() => [...document.querySelectorAll("figure svg")].filter((svg) => svg.checkVisibility()).flatMap((svg) => {
  const name = (word) => `${svg.closest("figure").id}: ${word.textContent}`;
  const room = svg.getBoundingClientRect();
  const words = [...svg.querySelectorAll("text")]
    .filter((text) => text.textContent && text.getBBox().width > 0 && getComputedStyle(text).opacity !== "0")
    .map((text) => ({ name: name(text), box: text.getBoundingClientRect() }));
  const out = words.filter(({ box }) => box.left < room.left - 1 || box.right > room.right + 1 ||
    box.top < room.top - 1 || box.bottom > room.bottom + 1);
  const pairs = words.flatMap((one, i) => words.slice(i + 1).filter(({ box }) =>
    one.box.left < box.right - 2 && box.left < one.box.right - 2 &&
    one.box.top < box.bottom - 4 && box.top < one.box.bottom - 4).map((other) => `${one.name} over ${other.name}`));
  return [...out.map(({ name }) => `${name} is outside`), ...pairs];
})"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def desk(browser: Browser, site: Path) -> Iterator[Page]:
    """One page for all; no test may leave a word on its console."""
    page, said = opened(browser, site / "index.html", viewport={"width": 1400, "height": 900})
    yield page
    page.context.close()
    assert said == []


@pytest.fixture(scope="module")
def own_site(copy_of_project: Path, render: Render) -> Path:
    """A build and a site with the anchors timed on a board whose name would be code if it were not kept text."""
    runs = copy_of_project / "runs"
    runs.mkdir()
    lines = [f"{line},{100 + place}.0" for place, line in enumerate(anchors(copy_of_project))]
    (runs / f"{BOARD}.csv").write_text("\n".join(["model,infer_img_size,infer_samples_per_sec", *lines, ""]))
    environment = os.environ | {"TIMM_PICKER_DATABASE": str(copy_of_project / "timm.duckdb")}
    command = ["dbt", "--quiet", "run", "--vars", "{own_benchmarks: 'runs/*.csv'}"]
    for built in (["dbt", "--quiet", "seed"], command):
        subprocess.run(built, cwd=copy_of_project, env=environment, check=True)
    answer = render("--out", copy_of_project / "site", env=environment)
    assert answer.returncode == 0, answer.stderr
    return copy_of_project


def anchors(project: Path) -> list[str]:
    """Each as `architecture,img_size`."""
    with (project / "seeds/anchors.csv").open(newline="") as file:
        return [f"{row['architecture']},{row['img_size']}" for row in csv.DictReader(file)]


@pytest.fixture
def page(desk: Page) -> Page:
    go(desk, "")
    return desk


SETTLED = "async () => { await document.querySelector('#picker-figure .drawing').embedded.view.runAsync(); }"
GO = """async (hash) => {
  const gone = new Promise((resolve) => addEventListener("hashchange", resolve, { once: true }));
  location.hash = hash;
  await gone;
}"""


def go(page: Page, fragment: str) -> None:
    page.evaluate(GO, f"{fragment}&{next(TURN)}")
    page.evaluate(SETTLED)


def choose(page: Page, settings: dict[str, str]) -> None:
    if "run" in settings:
        device = settings["run"].rsplit("-", 1)[-1]
        page.select_option("[name=device]", device)
    for name, value in settings.items():
        control = page.locator(f"[name={name}]")
        control.fill(value) if name in {"budget", "search"} else control.select_option(value)
    page.evaluate(SETTLED)


def table(page: Page) -> list[list[str]]:
    return page.eval_on_selector_all(
        "#best tr", "rows => rows.map(row => [...row.cells].map(cell => (cell.querySelector('a') ?? cell).textContent))"
    )


def marks(page: Page, name: str, kind: str | None = None) -> set[tuple[str, int]]:
    rows = page.evaluate(
        "(name) => document.querySelector('#picker-figure .drawing').embedded.view.data(name)"
        ".map(row => [row.model, row.img_size, row.kind])",
        name,
    )
    return {(model, img_size) for model, img_size, of_kind in rows if kind in {None, of_kind}}


def downloaded(page: Page) -> list[dict[str, str]]:
    with page.expect_download() as download:
        page.click("#download")
    with Path(download.value.path()).open(newline="") as file:
        return list(csv.DictReader(file))


def kinds(page: Page) -> list[str]:
    """Those that the text below the chart explains."""
    return page.eval_on_selector_all("#kinds li:not([hidden])", "items => items.map(item => item.dataset.kind)")


@pytest.mark.parametrize("setting", SETTINGS)
def test_table_and_marks_are_what_the_database_says(setting: str, page: Page, ask: Ask) -> None:
    chosen, limits = SETTINGS[setting]
    run = chosen.get("run", RUN)
    choose(page, {"run": run, **chosen, "rows": "30"})
    picked = ask(f"from pick(run := '{run}'{', ' + limits if limits else ''}) limit 30")
    assert [(row[1], int(row[2]), float(row[3])) for row in table(page)] == [
        (model, size, pytest.approx(top1, abs=0.0051)) for model, size, top1, *_ in picked
    ]
    for shown, (_, _, _, low, high, ms, _, _, _, params, license_, _, _, differs, *_) in zip(
        table(page), picked, strict=True
    ):
        assert [float(bound) for bound in shown[4].split(" to ")] == pytest.approx([low, high], abs=0.0051)
        assert float(shown[6].replace(",", "")) == pytest.approx(ms, rel=0.006)
        assert (float(shown[7]), shown[8]) == (pytest.approx(params, rel=1e-4), license_)
        assert shown[5] == ("less accurate" if differs else "not told apart" if shown[0] != "1" else "first")
    budget, size, license_ = (chosen.get(name) for name in ("budget", "size", "license"))
    remaining = ask(
        f"""select model, img_size from benchmarks where run = '{run}' and release = '2026-01-06'
        and 1000 * secs <= {budget or "'inf'::double"} and img_size <= {size or 10_000}
        and license_class like '{license_ or "%"}'"""
    )
    assert marks(page, "points") == set(remaining)
    assert page.locator("#picker-sql").text_content().startswith("from pick(run := ")
    assert ask(page.locator("#picker-sql").text_content()) == picked


def test_family_leaves_its_models(page: Page, ask: Ask) -> None:
    choose(page, {"run": RUN, "family": "convnext"})
    models = ask(f"select model, img_size from benchmarks where run = '{RUN}' and family = 'convnext'")
    assert marks(page, "points") == set(models)
    assert {row[1] for row in table(page)} <= {model for model, _ in models}


@pytest.mark.parametrize("run", [RUN, TRAINING, "infer-fp32-nchw-pt240-cpu-i9_10940x-dynamo"])
def test_unlimited_frontier_is_that_of_the_database(run: str, page: Page, ask: Ask) -> None:
    go(page, f"run={run}")
    frontier = ask(f"select model, img_size from pareto_frontier where run = '{run}' and release = '2026-01-06'")
    assert marks(page, "frontier") == set(frontier)


def test_search_names_what_it_finds(page: Page, ask: Ask) -> None:
    choose(page, {"run": RUN, "search": "LEVIT_conv"})
    found = ask(f"select model, img_size from benchmarks where run = '{RUN}' and model like '%levit_conv%'")
    assert marks(page, "found") == set(found)
    assert 0 < len(marks(page, "found_names")) <= 8
    assert page.locator("#said").text_content().startswith(f"{len({model for model, _ in found})} models")


def test_headline_counts_the_models(page: Page, ask: Ask) -> None:
    choose(page, {"run": RUN, "budget": "0.5"})
    rows = ask(f"select model, differs_from_first from pick(run := '{RUN}', budget_ms := 0.5)")
    headline = page.locator("#headline").text_content()
    assert headline.startswith(f"{rows[0][0]} is the most accurate of {len(rows)} models")
    assert f"; {sum(not differs for _, differs in rows) - 1} model" in headline


def test_suspect_rows_are_marked_and_left_out_of_line_and_table(page: Page, ask: Ask) -> None:
    run = "train-amp-nhwc-pt111-cu113-rtx3090"
    go(page, f"run={run}&rows=100")
    suspect = set(ask(f"select model, img_size from benchmarks where run = '{run}' and suspect"))
    assert suspect
    assert marks(page, "points", "suspect") == suspect
    assert not suspect & marks(page, "frontier")
    assert not {model for model, _ in suspect} & {row[1] for row in table(page)}
    assert kinds(page) == ["suspect"]


def words_of_estimates(connection: duckdb.DuckDBPyConnection, run: str) -> dict[tuple[str, int], str]:
    bounds = "reference, 1000 * secs_low, 1000 * secs_high"
    rows = connection.execute(f"select model, img_size, {bounds} from estimated_benchmarks where {run}").fetchall()
    return {
        (model, img_size): f"estimated from {reference}: {digits(low)} to {digits(high)} ms in nine cases of ten"
        for model, img_size, reference, low, high in rows
    }


def digits(number: float) -> str:
    return f"{float(f'{number:.3g}'):g}"


def test_own_and_estimated_rows_are_marked_whatever_the_device_is_called(browser: Browser, own_site: Path) -> None:
    page, said = opened(browser, own_site / "site/index.html", "#" + urlencode({"run": f"infer-{BOARD}"}))
    with duckdb.connect(own_site / "timm.duckdb", read_only=True) as connection:
        run = f"run = 'infer-{BOARD}'"
        timed = connection.execute(f"select model, img_size from benchmarks where {run}").fetchall()
        estimated = words_of_estimates(connection, run)
        frontier = connection.execute(f"select model, img_size from pareto_frontier where {run}").fetchall()
        [(release,)] = connection.execute(f"select distinct accuracy_release from benchmarks where {run}").fetchall()
        picked = connection.execute(page.locator("#picker-sql").text_content()).fetchall()
    assert (marks(page, "points", "own"), marks(page, "points", "estimated")) == (set(timed), set(estimated))
    assert len(estimated) > len(timed) > 10
    assert marks(page, "frontier") == set(frontier)
    assert kinds(page) == ["estimated", "own"]
    assert [(row[1], int(row[2])) for row in table(page)] == [(model, img_size) for model, img_size, *_ in picked]
    notes = page.locator("#best small").all_text_contents()
    assert notes == [estimated.get((model, img_size), "timed by yourself") for model, img_size, *_ in picked]
    assert [row["note"] or "timed by yourself" for row in downloaded(page)] == notes
    assert page.locator("[name=device] option:checked").text_content() == BOARD
    accuracies = f"with the accuracies of timm's results of {release}"
    assert page.locator("#source").text_content() == f"Source: your own run infer-{BOARD}, {accuracies}."
    assert page.locator("img").count() == 0
    page.context.close()
    assert said == []


def test_link_brings_the_view_back(page: Page) -> None:
    choose(page, {"run": RUN, "budget": "0.7", "license": "permissive", "size": "288", "search": "vit", "rows": "30"})
    page.check("[name=bring][value=levit]")
    page.check("[name=robustness][value=Sketch]")
    page.select_option("[name=first]", TRAINING)
    seen = [page.url, table(page), page.locator("#robustness-sketch h2").is_visible()]
    fragment = page.url.split("#")[1]
    go(page, "")
    assert table(page) != seen[1]
    go(page, fragment)
    assert [table(page), page.locator("#robustness-sketch h2").is_visible()] == seen[1:]
    assert page.locator("[name=first]").input_value() == TRAINING
    assert page.is_checked("[name=bring][value=levit]")


def test_download_gives_the_rows_of_the_table(page: Page) -> None:
    choose(page, {"run": RUN, "budget": "1"})
    assert [(row["model"], row["img_size"]) for row in downloaded(page)] == [(row[1], row[2]) for row in table(page)]


def test_weights_are_linked(page: Page, ask: Ask) -> None:
    choose(page, {"run": RUN})
    links = page.eval_on_selector_all("#best a", "links => links.map(link => link.href)")
    assert links == [
        f"https://huggingface.co/{hub}" for (hub,) in ask(f"select hf_hub_id from pick(run := '{RUN}') limit 10")
    ]


def test_every_sql_can_be_copied_and_gives_rows(page: Page, ask: Ask) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    folds = page.locator("details:has(.copy)").filter(visible=True).all()
    assert len(folds) > 9
    for fold in folds:
        fold.locator("summary").click()
        fold.locator(".copy").click()
        fold.get_by_text("Copied").wait_for()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == fold.locator("code").text_content()
        assert ask(copied)
        fold.locator("summary").click()


def test_what_may_not_be_copied_is_marked(browser: Browser, site: Path) -> None:
    page, said = opened(browser, site / "index.html")
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed')); }")
    page.locator("details:has(#picker-sql) summary").click()
    page.locator("details:has(#picker-sql) .copy").click()
    page.get_by_text("Press Ctrl+C").wait_for()
    assert page.evaluate("getSelection().toString()").strip() == page.locator("#picker-sql").text_content().strip()
    page.context.close()
    assert said == []


@pytest.mark.parametrize("name", ["inference-benchmark", "robustness"])
def test_switch_changes_the_chart(name: str, page: Page) -> None:
    section = page.locator(f"[data-view={name}]")
    section.scroll_into_view_if_needed()
    before = section.locator("h2:visible").text_content()
    section.locator("input[type=radio]").nth(1).check()
    section.locator("figure:visible svg").wait_for()
    assert section.locator("h2:visible").text_content() != before
    assert section.locator("figure:visible").count() == 1


SHARED = """() => [...document.querySelectorAll("figure:has(.spec)")]
  .filter((figure) => figure.checkVisibility())
  .flatMap((figure) => Object.entries(JSON.parse(figure.querySelector(".spec").textContent).datasets)
    .filter(([, rows]) => rows.order !== undefined)
    .map(([name]) => [figure.id, name]))"""
DRAWN = """([figure, name]) => document.querySelector(`#${figure} .drawing`).embedded.view.data(name)
  .map((row) => [row.model, row.img_size])"""


def test_rows_that_charts_share_stand_in_the_order_of_their_query(page: Page, ask: Ask) -> None:
    shared = page.evaluate(SHARED)
    assert shared
    for figure, name in shared:
        page.locator(f"#{figure}").scroll_into_view_if_needed()
        page.wait_for_selector(f"#{figure}[data-drawn]")
        sql = page.locator(f"#{figure} code").text_content()
        assert list(map(tuple, page.evaluate(DRAWN, [figure, name]))) == ask(f"select model, img_size from ({sql})")


def test_two_runs_side_by_side(page: Page, ask: Ask) -> None:
    page.select_option("[name=first]", RUN)
    page.select_option("[name=second]", "infer-amp-nhwc-pt240-cu124-rtx4090")
    ratios = f"""
        select one.family, one.secs / two.secs as ratio from benchmarks as one
        inner join benchmarks as two using (accuracy_release, model, img_size)
        where one.run = '{RUN}' and two.run = 'infer-amp-nhwc-pt240-cu124-rtx4090' and not one.suspect"""
    ((count, middle),) = ask(f"select count(*), median(ratio) from ({ratios})")
    (most, *_, least) = ask(
        f"""from (
            select family, median(ratio) as middle from ({ratios})
            group by family order by count(*) desc, family limit 20
        ) order by middle desc"""
    )
    assert page.locator("#devices-title").text_content() == (
        f"Half of {count:,} timings are at least {middle:.3g} times as fast on rtx4090 as on rtx3090; "
        f"by family it is from {least[1]:.3g} ({least[0]}) to {most[1]:.3g} ({most[0]})"
    )


def test_keyboard_alone_reaches_and_moves_every_control(page: Page) -> None:
    page.locator("[name=device]").focus()
    reached = []
    for _ in range(12):
        reached.append(page.evaluate("document.activeElement.name || document.activeElement.id"))
        page.keyboard.press("Tab")
    expected = ["device", "run", "budget", "budget-slider", "license", "size", "family", "search", "bring"]
    assert [name for name in expected if name in reached] == expected
    page.locator("#budget-slider").focus()
    before = len(marks(page, "points"))
    for _ in range(5):
        page.keyboard.press("PageDown")
    page.evaluate(SETTLED)
    assert len(marks(page, "points")) < before
    page.locator("[name=bring][value=vgg]").focus()
    page.keyboard.press("Space")
    assert page.is_checked("[name=bring][value=vgg]")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 800, 1400])
def test_nothing_is_cut_off_or_overlaps(width: int, scheme: str, page: Page) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(OVERLAPS) == []
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    background = page.locator("#picker-figure svg").evaluate("svg => svg.style.backgroundColor")
    assert paper == background == {"light": "rgb(255, 255, 255)", "dark": "rgb(22, 24, 29)"}[scheme]
    page.set_viewport_size({"width": 1400, "height": 900})
    page.emulate_media(color_scheme="light")


@pytest.mark.parametrize("choice", ["2022", "today"])
@pytest.mark.parametrize("width", [375, 800, 1400])
def test_no_word_of_a_chart_is_cut_off_or_hides_another(width: int, choice: str, page: Page) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    for radio in page.locator(f"input[type=radio][value='{choice}']").all():
        radio.check()
    for figure in page.locator("figure:visible").all():
        figure.scroll_into_view_if_needed()
        figure.locator("svg").wait_for()
    page.wait_for_timeout(300)
    assert page.evaluate(WORDS) == []
    page.set_viewport_size({"width": 1400, "height": 900})


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(scheme: str, page: Page) -> None:
    page.emulate_media(color_scheme=scheme)
    page.wait_for_timeout(200)
    found = Axe().run(page).response["violations"]
    page.emulate_media(color_scheme="light")
    assert [(one["id"], [node["html"][:200] for node in one["nodes"][:3]]) for one in found] == []
    # axe does not ask for it: a model's name heads its row.
    assert page.locator("#best tr").count() == page.locator("#best tr > th[scope=row]").count() > 0
