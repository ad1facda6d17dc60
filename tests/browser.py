"""A Chromium of this machine with the network off, what pages say on its console, and what the index shows."""

import csv
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


DATA = "([id, name]) => document.querySelector(`#${id} .drawing`).embedded.view.data(name)"


@contextmanager
def chromium() -> Iterator[Browser]:
    found = [path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))]
    if not found:
        reason = "no chromium, chromium-browser or google-chrome on this machine"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found[0], args=ARGUMENTS)
        yield browser
        browser.close()


def opened(browser: Browser, path: Path, fragment: str = "", **options: object) -> tuple[Page, list[str]]:
    page = browser.new_context(offline=True, accept_downloads=True, **options).new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"file://{path}{fragment}")
    page.wait_for_selector("figure[data-drawn]")
    return page, said


def table(page: Page) -> list[list[str]]:
    return page.eval_on_selector_all(
        "#best tr", "rows => rows.map(row => [...row.cells].map(cell => (cell.querySelector('a') ?? cell).textContent))"
    )


def marks(page: Page, name: str, kind: str | None = None) -> set[tuple[str, int]]:
    rows = page.evaluate(DATA, ["picker-figure", name])
    return {(row["model"], row["img_size"]) for row in rows if kind in {None, row["kind"]}}


def text(page: Page, selector: str) -> str:
    return page.locator(selector).text_content()


def downloaded(page: Page) -> list[dict[str, str]]:
    with page.expect_download() as download:
        page.click("#download")
    with Path(download.value.path()).open(newline="") as file:
        return list(csv.DictReader(file))


def kinds(page: Page) -> list[str]:
    """Those that the text below the chart explains."""
    return page.eval_on_selector_all("#kinds li:not([hidden])", "items => items.map(item => item.dataset.kind)")
