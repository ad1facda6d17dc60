from concurrent.futures import ThreadPoolExecutor

import pytest

from hard_use.project_copy import Built, ProjectCopy, State, rows_of, write_release

FIGURES: list[str] = []


@pytest.fixture(scope="session")
def figures() -> list[str]:
    """Lines of tables that pytest prints at its end."""
    return FIGURES


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for line in FIGURES:
        terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("clean runs")
    upstream = folder / "results"
    old, new = (ProjectCopy(folder / name, upstream) for name in ("before", "after"))
    write_release(old.folder / "seeds", upstream)
    with ThreadPoolExecutor() as pool:
        before, after = pool.submit(build_old, old), pool.submit(build_new, new)
    return Built(upstream, before.result(), *after.result())


def build_old(copy: ProjectCopy) -> State:
    copy.complete("make")
    return copy.state()


def build_new(copy: ProjectCopy) -> tuple[State, dict[str, list[str]]]:
    copy.complete("import")
    copy.complete("dbt build")
    with_own = rows_of(copy.database)
    copy.complete("make")
    return copy.state(), with_own
