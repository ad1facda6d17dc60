"""What this project costs, beside what one would do instead: `make bench`.

A figure and its peer's come from the same minutes on the same machine, in turn where they are short, so their ratio
holds elsewhere too. The table goes to tests/bench.md as well; a limit that is broken makes the command fail.
"""

import gzip
import itertools
import os
import shutil
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

sys.path.append(str(Path(__file__).parent.parent / "charts"))
from charts import CHARTS

PROJECT = Path(__file__).parent.parent
PEERS = PROJECT / "tests/peers"
TABLE = PROJECT / "tests/bench.md"
PAIRS = 5
WITHOUT_TESTS = ["--exclude-resource-type", "test", "unit_test"]

# What upstream timed on one card, once more for each host: each a little faster or slower, and in each file a row
# without a rate and one of a network that timm does not have.
NETWORKS = """
create or replace temporary table networks as
from (
    select architecture, samples_per_sec, batch_size, img_size, gmacs, macts, param_count
    from speed
    where run = 'infer-amp-nchw-pt291-cu130-5090'
)
union all values ('resnet18', null, 256, 32, null, null, 11.69), ('net_of_my_own', 99.5, 256, 224, 1.5, 2.5, 9.75)
"""
HOST = """
copy (
    select
        architecture as model,
        round(samples_per_sec * pace, 2) as infer_samples_per_sec,
        round(1000 * batch_size / (samples_per_sec * pace), 3) as infer_step_time,
        batch_size as infer_batch_size,
        img_size as infer_img_size,
        {counted},
    from networks, lateral (select (20 + {host} % 97 + hash(architecture, img_size, {host}) % 10) / 50 as pace)
) to '{path}' (format csv, header)
"""
# Upstream's column order differs from file to file.
COUNTED = ("gmacs as infer_gmacs, macts as infer_macts, param_count", "param_count, gmacs as infer_gmacs")
FILE_NAMES = ("infer-amp-nchw-pt291-cu130-host{:05}.csv", "board {:05}.csv")

# The page's three files, as upstream names their columns.
ACCURACIES = """
select model, img_size, top1, 100 - top1 as top1_err, top5, 100 - top5 as top5_err, param_count, crop_pct, interpolation
from accuracies where test_set = 'imagenet' and release = '{}'
"""
SPEEDS = """
select architecture as model, samples_per_sec as {0}_samples_per_sec, step_time as {0}_step_time,
    batch_size as {0}_batch_size, img_size as {0}_img_size, param_count
from speeds where release = '2022-07-27' and run = '{0}-amp-nhwc-pt111-cu113-rtx3090'
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
    processor_seconds: float
    megabytes: float
    printed: str


class Line(NamedTuple):
    what: str
    here: str
    beside: str
    ratio: str
    limit: str
    is_kept: bool = True


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
        return Cost(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, output.read())


def compared(what: str, ours: list[Cost], peers: list[Cost], limit: float) -> Line:
    ratios = [our.seconds / peer.seconds for our, peer in zip(ours, peers, strict=True)]
    here, beside = (statistics.median(cost.seconds for cost in costs) for costs in (ours, peers))
    ratio = statistics.median(ratios)
    spread = f"{ratio:.2f} ({min(ratios):.2f} to {max(ratios):.2f})"
    return Line(what, f"{here:.2f} s", f"{beside:.2f} s", spread, f"{limit:g}", ratio <= limit)


class Scale(NamedTuple):
    rows: int
    build: Cost
    pandas: Cost


def write_hosts(folder: Path, database: Path, rows: int) -> int:
    folder.mkdir()
    with duckdb.connect(database, read_only=True) as connection:
        connection.execute("set threads = 1")
        connection.execute(NETWORKS)
        (networks,) = connection.execute("select count(*) from networks").fetchone()
        files = round(rows / networks)
        for host in range(files):
            path = folder / FILE_NAMES[host % 2].format(host)
            connection.execute(HOST.format(host=host, path=path, counted=COUNTED[host // 2 % 2]))
    return files * networks


def scales(scratch: Path, database: Path) -> Iterator[Scale]:
    project = scratch / "timm_picker"
    shutil.copytree(PROJECT, project, ignore=shutil.ignore_patterns(".*", "target", "logs", "site", "*.duckdb"))
    accuracies = scratch / "accuracies.csv"
    with duckdb.connect(database, read_only=True) as connection:
        connection.sql(ACCURACIES.format("2026-01-06")).write_csv(str(accuracies))
    build = ["dbt", "build", "--quiet", *WITHOUT_TESTS, "--vars", "{own_benchmarks: 'runs/*.csv'}"]
    runs = project / "runs"
    for power in (5, 5, 6, 7):
        rows = write_hosts(runs, database, 10**power)
        own = scratch / "own/timm.duckdb"
        own.parent.mkdir()
        built = run(*build, folder=project, database=own)
        pandas = run(sys.executable, PEERS / "page_in_pandas.py", accuracies, runs, database=own)
        with duckdb.connect(own, read_only=True) as connection:
            joined = connection.execute("select count(*) from benchmarks where release = 'own'").fetchone()
        if str(joined[0]) != pandas.printed.split()[0]:
            sys.exit(f"{joined[0]} own rows in benchmarks, and in pandas {pandas.printed}")
        shutil.rmtree(own.parent)
        shutil.rmtree(runs)
        yield Scale(rows, built, pandas)


def scale_lines(measured: list[Scale]) -> Iterator[Line]:
    quantities = (("seconds", "s"), ("processor_seconds", "s of processor"), ("megabytes", "MB"))
    for rows, build, pandas in measured:
        for field, unit in quantities:
            ours, peers = getattr(build, field), getattr(pandas, field)
            is_limited = rows > 9_000_000 and field != "processor_seconds"
            yield Line(
                f"a build with {rows:,} own rows, beside pandas",
                f"{ours:,.1f} {unit}",
                f"{peers:,.1f} {unit}",
                f"{ours / peers:.2f}",
                "1" if is_limited else "",
                not is_limited or ours <= peers,
            )
    for fewer, more in itertools.pairwise(measured):
        limit = more.rows / fewer.rows
        for field, unit in quantities:
            ours, peers = (getattr(more[side], field) / getattr(fewer[side], field) for side in (1, 2))
            what = f"from {fewer.rows:,} rows to {limit:.1f} times as many, times as many {unit}"
            yield Line(what, f"{ours:.1f}", f"{peers:.1f}", "", f"{limit:.1f}", ours <= limit)


def build_line(scratch: Path) -> Line:
    empty = scratch / "empty"
    empty.mkdir()
    (empty / "dbt_project.yml").write_text(
        "name: empty\nprofile: timm_picker\nflags: {send_anonymous_usage_stats: false}\n"
    )
    targets = [scratch / "target_of_ours", scratch / "target_of_empty"]
    commands = [["dbt", "build", "--quiet", "--target-path", target, "--log-path", target] for target in targets]
    folders = (PROJECT, empty)
    databases = [target / "timm.duckdb" for target in targets]
    costs: list[list[Cost]] = [[], []]
    for turn in range(PAIRS + 1):
        for side in (0, 1):
            targets[side].mkdir(exist_ok=True)
            cost = run(*commands[side], folder=folders[side], database=databases[side])
            # The first of each reads the project anew.
            costs[side] += [cost] if turn else []
    return compared("dbt build, beside an empty project", *costs, limit=3.5)


def render_lines(scratch: Path, database: Path) -> Iterator[Line]:
    upstream, out = scratch / "upstream", scratch / "charts"
    upstream.mkdir()
    out.mkdir()
    with duckdb.connect(database, read_only=True) as connection:
        connection.sql(ACCURACIES.format("2022-07-27")).write_csv(str(upstream / "results-imagenet.csv"))
        for task in ("infer", "train"):
            name = f"benchmark-{task}-amp-nhwc-pt111-cu113-rtx3090.csv"
            connection.sql(SPEEDS.format(task)).write_csv(str(upstream / name))
    plain = [sys.executable, PEERS / "seven_charts.py", upstream, out]
    render = [sys.executable, PROJECT / "charts/render.py", "--out", out]
    seven: list[Cost] = []
    everything: list[Cost] = []
    peers: list[Cost] = []
    for _ in range(PAIRS):
        seven.append(run(*render, *(chart.name for chart in CHARTS if chart.choice == "2022"), database=database))
        peers.append(run(*plain, database=database))
        everything.append(run(*render, database=database))
    yield compared("render.py with seven names, beside a plain script", seven, peers, limit=1.0)
    yield compared("render.py for all of site/, beside a plain script", everything, peers, limit=3.0)
    page = (out / "index.html").read_bytes()
    for what, size, limit in (
        ("site/index.html", len(page), 1_400_000),
        ("site/index.html, gzipped", len(gzip.compress(page)), 700_000),
    ):
        yield Line(what, f"{size / 1000:,.0f} kB", "", "", f"{limit / 1000:,.0f} kB", size <= limit)
    yield from latency_lines(out / "index.html")


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
    yield latency("site/index.html, from opening it to the first picture", opening, limit=1000)
    for name, times in changes.items():
        yield latency(f"its control {name}", times, limit=100)


def latency(what: str, times: list[float], limit: int) -> Line:
    milliseconds = statistics.median(times)
    return Line(what, f"{milliseconds:.0f} ms", "", "", f"{limit:,} ms", milliseconds <= limit)


def answer_lines(scratch: Path, database: Path) -> Iterator[Line]:
    target = scratch / "compiled"
    compile_ = ["dbt", "compile", "--quiet", "--select", "resource_type:analysis", "--target-path", target]
    run(*compile_, "--log-path", target, database=database)
    questions = {path.stem: path.read_text() for path in sorted(target.glob("compiled/timm_picker/analysis/*.sql"))}
    with duckdb.connect(database, read_only=True) as connection:
        for name, sql in {"pick()": "from pick()", **questions}.items():
            yield latency(name, [time_of(connection, sql) for _ in range(PAIRS)], limit=100)


def time_of(connection: duckdb.DuckDBPyConnection, sql: str) -> float:
    start = time.perf_counter()
    connection.execute(sql).fetchall()
    return 1000 * (time.perf_counter() - start)


def main() -> int:
    busy = os.getloadavg()[2]
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        lines = [build_line(scratch)]
        database = scratch / "target_of_ours/timm.duckdb"
        lines += [*answer_lines(scratch, database), *render_lines(scratch, database)]
        _, *measured = scales(scratch, database)
        lines = [*scale_lines(measured), *lines]
    rows = [["what", "here", "beside", "ratio", "at most"], ["---"] + 4 * ["---:"], *(line[:-1] for line in lines)]
    table = "\n".join("| " + " | ".join(row) + " |" for row in rows)
    broken = [line.what for line in lines if not line.is_kept]
    ending = f"Over the limit: {'; '.join(broken)}." if broken else "All are within their limits."
    report = f"{table}\n\n{ending} {os.cpu_count()} cores, with {busy:.1f} processes waiting for them before.\n"
    TABLE.write_text(f"# Benchmarks\n\nWritten by `make bench`.\n\n{report}")
    print(report)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
