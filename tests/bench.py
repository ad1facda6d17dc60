"""What this project costs, beside what one would do instead: `make bench`.

A figure and the baseline's come from the same minutes on the same machine, one after the other, so their ratio holds
elsewhere too. The table goes to tests/bench.md as well; a limit that is exceeded makes the command fail.
"""

import gzip
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import duckdb

from browser import chromium, opened
from copy_project import PROJECT, copy_project

BASELINES = PROJECT / "tests/baselines"
TABLE = PROJECT / "tests/bench.md"
PAIRS = 5
OWN_ROWS = 1_000_000

# The FastAI page's three files, as upstream names their columns.
ACCURACIES = """
select model, img_size, top1, 100 - top1 as top1_err, top5, 100 - top5 as top5_err, param_count, crop_pct, interpolation
from seeds.accuracies where test_set = 'imagenet' and release = '{}'
"""
SPEEDS = """
select architecture as model, samples_per_sec as {0}_samples_per_sec, step_time as {0}_step_time,
    batch_size as {0}_batch_size, img_size as {0}_img_size, param_count
from seeds.speeds where release = '2022-07-27' and run = '{0}-amp-nhwc-pt111-cu113-rtx3090'
"""
# What upstream timed on one card, once more for a board that is a little faster or slower; a row of each has no rate,
# and a row is of a network that timm does not have.
BOARD = """
select
    architecture as model,
    round(samples_per_sec * pace, 2) as infer_samples_per_sec,
    round(1000 * batch_size / (samples_per_sec * pace), 3) as infer_step_time,
    batch_size as infer_batch_size,
    img_size as infer_img_size,
    param_count,
from (
    select architecture, samples_per_sec, batch_size, img_size, param_count
    from speed where run = 'infer-amp-nchw-pt291-cu130-5090'
    union all values ('resnet18', null, 256, 32, 11.69), ('net_of_my_own', 99.5, 256, 224, 9.75)
), lateral (select (20 + {0} % 97 + hash(architecture, img_size, {0}) % 10) / 50 as pace)
"""
CONTROLS = {"budget": "0.5", "license": "permissive", "size": "256", "search": "vit", "rows": "100"}
# From a control's change to the picture after it.
CHANGE = """async ([name, value]) => {
  const control = document.querySelector(`[name=${name}]`);
  const start = performance.now();
  control.value = value;
  control.dispatchEvent(new Event("input", { bubbles: true }));
  await document.querySelector("#picker-figure .drawing").embedded.view.runAsync();
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return performance.now() - start;
}"""


class Cost(NamedTuple):
    seconds: float
    megabytes: float
    printed: str


class Line(NamedTuple):
    what: str
    here: str
    baseline: str = ""
    ratio: str = ""
    limit: str = ""
    is_within: bool = True


def run(*command: str | Path, folder: Path = PROJECT, database: Path) -> Cost:
    environment = os.environ | {"TIMM_PICKER_DATABASE": str(database), "DBT_PROFILES_DIR": str(PROJECT)}
    with tempfile.TemporaryFile("w+") as output:
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=output, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        output.seek(0)
        if status:
            sys.exit(f"{' '.join(map(str, command))} failed:\n{output.read()}")
        return Cost(seconds, usage.ru_maxrss / 1024, output.read())


def compared(what: str, ours: list[Cost], baseline: list[Cost], limit: float) -> Line:
    ratios = [our.seconds / their.seconds for our, their in zip(ours, baseline, strict=True)]
    here, there = (f"{statistics.median(cost.seconds for cost in costs):.2f} s" for costs in (ours, baseline))
    ratio = statistics.median(ratios)
    spread = f"{ratio:.2f} ({min(ratios):.2f} to {max(ratios):.2f})"
    return Line(what, here, there, spread, f"{limit:g}", ratio <= limit)


def build_line(ours: Path, empty: Path) -> Line:
    empty.mkdir()
    (empty / "dbt_project.yml").write_text(
        "name: empty\nprofile: timm_picker\nflags: {send_anonymous_usage_stats: false}\n"
    )
    costs: dict[Path, list[Cost]] = {ours: [], empty: []}
    # The first of each reads the project anew.
    for turn in range(PAIRS + 1):
        for folder in costs:
            cost = run("dbt", "build", "--quiet", folder=folder, database=folder / "timm.duckdb")
            costs[folder] += [cost] if turn else []
    return compared("dbt build, warm; an empty project", costs[ours], costs[empty], limit=3.7)


def render_lines(scratch: Path, database: Path) -> Iterator[Line]:
    upstream, plain, site = (scratch / name for name in ("upstream", "plain", "site"))
    upstream.mkdir()
    plain.mkdir()
    with duckdb.connect(database, read_only=True) as connection:
        connection.sql(ACCURACIES.format("2022-07-27")).write_csv(str(upstream / "results-imagenet.csv"))
        for task in ("infer", "train"):
            name = f"benchmark-{task}-amp-nhwc-pt111-cu113-rtx3090.csv"
            connection.sql(SPEEDS.format(task)).write_csv(str(upstream / name))
    render = [sys.executable, PROJECT / "charts/render.py", "--out", site]
    seven: list[Cost] = []
    everything: list[Cost] = []
    baseline: list[Cost] = []
    for _ in range(PAIRS):
        baseline.append(run(sys.executable, BASELINES / "seven_charts.py", upstream, plain, database=database))
        seven.append(run(*render, *(path.stem for path in plain.iterdir()), database=database))
        everything.append(run(*render, database=database))
    yield compared("render.py, the seven charts; a plain script", seven, baseline, limit=1.0)
    yield compared("render.py, all of site/; a plain script of seven charts", everything, baseline, limit=3.0)
    page = (site / "index.html").read_bytes()
    yield size_line("site/index.html", page, limit=1_400_000)
    yield size_line("site/index.html, gzipped", gzip.compress(page), limit=700_000)
    yield from latency_lines(site / "index.html")


def size_line(what: str, content: bytes, limit: int) -> Line:
    sizes = (f"{size / 1000:,.0f} kB" for size in (len(content), limit))
    return Line(what, next(sizes), limit=next(sizes), is_within=len(content) <= limit)


def latency_lines(index: Path) -> Iterator[Line]:
    opening: list[float] = []
    changes: dict[str, list[float]] = {name: [] for name in CONTROLS}
    with chromium() as browser:
        for _ in range(PAIRS):
            page, _ = opened(browser, index, viewport={"width": 1400, "height": 900})
            opening.append(page.evaluate("performance.now()"))
            for name, value in CONTROLS.items():
                changes[name].append(page.evaluate(CHANGE, [name, value]))
            page.context.close()
    yield latency_line("site/index.html, from opening it to the first picture", opening, limit=1000)
    for name, times in changes.items():
        yield latency_line(f"its control {name}", times, limit=100)


def latency_line(what: str, times: list[float], limit: int) -> Line:
    milliseconds = statistics.median(times)
    return Line(what, f"{milliseconds:.0f} ms", limit=f"{limit:,} ms", is_within=milliseconds <= limit)


def own_lines(scratch: Path, project: Path, database: Path) -> Iterator[Line]:
    runs, accuracies, own = scratch / "runs", scratch / "accuracies.csv", scratch / "own.duckdb"
    runs.mkdir()
    rows = 0
    with duckdb.connect(database, read_only=True) as connection:
        connection.sql(ACCURACIES.format("2026-01-06")).write_csv(str(accuracies))
        for number in range(1000):
            board = connection.sql(BOARD.format(number))
            board.write_csv(str(runs / f"infer-amp-nchw-pt291-cu130-board{number:03}.csv"))
            rows += len(board)
            if rows >= OWN_ROWS:
                break
    build = ["dbt", "run", "--quiet", "--vars", f"{{own_benchmarks: '{runs}/*.csv'}}"]
    run("dbt", "seed", "--quiet", folder=project, database=own)
    ours = run(*build, folder=project, database=own)
    pandas = run(sys.executable, BASELINES / "page_in_pandas.py", accuracies, runs, database=own)
    with duckdb.connect(own, read_only=True) as connection:
        (joined,) = connection.execute("select count(*) from benchmarks where release = 'own'").fetchone()
    if str(joined) != pandas.printed.split()[0]:
        sys.exit(f"{joined} own rows in benchmarks, and in pandas {pandas.printed}")
    for field, unit in (("seconds", "s"), ("megabytes", "MB")):
        here, there = getattr(ours, field), getattr(pandas, field)
        what = f"dbt run with {rows:,} own rows; their frontiers in pandas"
        yield Line(what, f"{here:,.1f} {unit}", f"{there:,.1f} {unit}", f"{here / there:.2f}")


def main() -> int:
    busy = os.getloadavg()[2]
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        project = copy_project(scratch / "timm_picker")
        database = project / "timm.duckdb"
        lines = [build_line(project, scratch / "empty"), *render_lines(scratch, database)]
        lines += own_lines(scratch, project, database)
    rows = [["what; the baseline", "here", "baseline", "ratio", "at most"], ["---"] + 4 * ["---:"]]
    rows += [list(line[:-1]) for line in lines]
    table = "\n".join("| " + " | ".join(row) + " |" for row in rows)
    exceeded = [line.what for line in lines if not line.is_within]
    ending = f"Over the limit: {'; '.join(exceeded)}." if exceeded else "All are within their limits."
    report = f"{table}\n\n{ending} {os.cpu_count()} cores, with {busy:.1f} processes waiting for them before.\n"
    TABLE.write_text(f"# Benchmarks\n\nWritten by `make bench`.\n\n{report}")
    print(report)
    return 1 if exceeded else 0


if __name__ == "__main__":
    sys.exit(main())
