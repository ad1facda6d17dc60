"""What comes later, in one copy and one build: a newer release, of which all then speaks, a chart, and own timings."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import duckdb
import pytest
from markupsafe import escape

from browser import chromium, downloaded, kinds, marks, opened, table, text

DRAWING = '''\
"""How many models each licence has."""

import altair as alt

from drawings.drawing import Drawing, Frame


def draw(frame: Frame) -> alt.Chart:
    return alt.Chart(frame.data).mark_bar().encode(x="models:Q", y="license:N", tooltip=["license:N", "models:Q"])


license_counts = Drawing(
    name="license_counts",
    rows="select license, models from page.license_counts order by models desc, license",
    how_to_read="Each bar counts the checkpoints of a licence.",
    draw=draw,
    title="Most checkpoints may be used freely",
)
'''
LINE = '    *chart("license-counts", license_counts, "license_counts"),\n'
IMPORT = "from drawings.license_counts import license_counts\n"
EXPOSURE = """
  - name: license_counts
    label: How many checkpoints each licence has
    type: analysis
    owner: {name: timm_picker}
    depends_on: [ref('license_counts'), ref('frame_families'), ref('frames'), ref('titles')]
"""
MODEL = """\
with registry_facts as (
    select * from {{ ref('int_registry_facts') }}
)

select
    license,
    count(*) as models,
from registry_facts
group by license
"""

BOARD = "<img src=x onerror=alert(1)>&amp;"
RELEASE = "2027-03-01"
# The networks of the release before at twice their speed; of its runs some, and some for another device.
NEWER = f"""
insert into seeds.accuracies
select * replace ('{RELEASE}' as release)
from seeds.accuracies where release = '2026-01-06' and test_set in ('imagenet', 'sketch');

insert into seeds.speeds
select * exclude (name) replace ('{RELEASE}' as release, name as run, 2 * samples_per_sec as samples_per_sec)
from seeds.speeds
inner join (
    values
    ('infer-amp-nhwc-pt240-cu124-rtx3090', 'infer-amp-nhwc-pt240-cu124-rtx3090'),
    ('infer-amp-nchw-pt240-cu124-rtx3090', 'infer-amp-nchw-pt240-cu124-rtx3090'),
    ('infer-amp-nchw-pt291-cu130-5090', 'infer-amp-nchw-pt291-cu130-5090'),
    ('infer-amp-nchw-pt291-cu130-5090-dynamo', 'infer-amp-nchw-pt291-cu130-5090-dynamo'),
    ('infer-fp32-nchw-pt240-cpu-i7_12700h-dynamo', 'infer-fp32-nchw-pt240-cpu-i7_12700h-dynamo'),
    ('infer-amp-nhwc-pt240-cu124-rtx3090', 'infer-amp-nhwc-pt310-cu130-h100'),
    ('train-amp-nhwc-pt112-cu113-rtx3090', 'train-amp-nchw-pt310-cu130-h100'),
) as runs (run, name) using (run)
where release = '2026-01-06' and (name not like 'train%' or architecture = 'resnet50');
"""


def add_chart(project: Path) -> None:
    """As README says: a file, a line, an exposure, and a model for its rows."""
    (project / "charts/drawings/license_counts.py").write_text(DRAWING)
    registry = project / "charts/charts.py"
    before, after = registry.read_text().split("CHARTS: tuple[Chart, ...] = (\n")
    registry.write_text(IMPORT + before + "CHARTS: tuple[Chart, ...] = (\n" + after.replace("\n)\n", f"\n{LINE})\n"))
    with (project / "models/exposures.yml").open("a") as exposures:
        exposures.write(EXPOSURE)
    (project / "models/page/license_counts.sql").write_text(MODEL)


def add_own_timings(project: Path) -> None:
    """Of the anchors, on a board whose name would be code if it were not kept text."""
    anchors = duckdb.sql(f"select architecture, img_size from '{project}/seeds/anchors.csv'").fetchall()
    lines = [f"{model},{img_size},{100 + place}.0\n" for place, (model, img_size) in enumerate(anchors)]
    (project / "runs").mkdir()
    (project / f"runs/{BOARD}.csv").write_text("model,infer_img_size,infer_samples_per_sec\n" + "".join(lines))


@pytest.fixture(scope="module")
def project_later(copy_of_project: Path) -> Path:
    """The import of a further release, and its build with every test, are in tests/seeds/test_further_release.py."""
    built = shutil.copy(os.environ["TIMM_PICKER_DATABASE"], copy_of_project / "timm.duckdb")
    with duckdb.connect(built) as connection:
        connection.execute(NEWER)
    add_chart(copy_of_project)
    add_own_timings(copy_of_project)
    own = ["--vars", "{own_benchmarks: 'runs/*.csv'}"]
    environment = {name: value for name, value in os.environ.items() if name != "TIMM_PICKER_DATABASE"}
    for command in (
        ["dbt", "build", "--exclude-resource-type", "seed", "test", "unit_test", *own],
        [sys.executable, "charts/render.py"],
    ):
        answer = subprocess.run(
            command, cwd=copy_of_project, env=environment, capture_output=True, text=True, check=False
        )
        assert answer.returncode == 0, answer.stdout + answer.stderr
    return copy_of_project


@pytest.fixture(scope="module")
def newer(project_later: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(project_later / "timm.duckdb", read_only=True) as connection:
        yield connection


def test_todays_runs_are_the_nearest_of_the_newest_release(newer: duckdb.DuckDBPyConnection) -> None:
    runs = newer.execute("select frame, release, run from intermediate.int_frame_runs order by frame").fetchall()
    assert runs == [
        ("inference", "2022-07-27", "infer-amp-nhwc-pt111-cu113-rtx3090"),
        # The same device comes before a newer torch,
        ("inference_today", RELEASE, "infer-amp-nhwc-pt240-cu124-rtx3090"),
        ("training", "2022-07-27", "train-amp-nhwc-pt111-cu113-rtx3090"),
        # and another device before an older release.
        ("training_today", RELEASE, "train-amp-nchw-pt310-cu130-h100"),
    ]


def test_captions_name_the_release_whose_rows_they_caption(newer: duckdb.DuckDBPyConnection) -> None:
    sources = dict(newer.execute("select frame, source from page.frames").fetchall())
    newest = {frame for frame, source in sources.items() if RELEASE in source}
    assert newest == {"inference_today", "training_today", "frontier_since_2022", "sketch"}
    assert "2026-01-06" in sources["imagenet-real"]


def test_titles_speak_of_the_newest_release(newer: duckdb.DuckDBPyConnection, project_later: Path) -> None:
    index = (project_later / "site/index.html").read_text()
    titles = dict(newer.execute("select (drawing, frame)::varchar, title from page.titles").fetchall())
    trained = newer.execute(
        f"select count(*), max(top1) from benchmarks where release = '{RELEASE}' and task = 'train'"
    ).fetchone()
    assert trained[0] > 1
    # One network gives no slope, and models of one size no larger ones.
    assert titles["(accuracy_and_time_with_lines, training_today)"] == "Accuracy against time per image in training"
    assert "larger" not in titles["(accuracy_and_size, training_today)"]
    for title in ("(accuracy_and_time, training_today)", "(accuracy_and_time, inference_today)"):
        assert str(escape(titles[title])) in index
    assert "1,266 checkpoints, 31 benchmark runs" in index


def test_analyses_count_nothing_twice_and_say_their_release(
    newer: duckdb.DuckDBPyConnection, database: duckdb.DuckDBPyConnection, compiled_analyses: Path
) -> None:
    releases = {}
    for path in sorted(compiled_analyses.glob("*.sql")):
        then, now = (connection.execute(path.read_text()).df() for connection in (database, newer))
        if "models" in then:
            # The made-up release has the networks of the one before, and must not have twice as many.
            counts = [dict(zip(answer.family, answer.models, strict=True)) for answer in (then, now)]
            assert counts[0] == counts[1], path.stem
        key = [name for name in ("device", "budget_ms", "model", "model_2022", "family", "img_size") if name in now]
        assert not now.duplicated(key).any(), path.stem
        releases[path.stem] = {now[column].iloc[0] for column in now if column.startswith("release")}
    assert releases.pop("training_against_inference") == {"2022-07-27"}
    assert releases.pop("frontier_of_2022_that_still_stands") == {"2022-07-27", RELEASE}
    # These are of the newest release, whichever it is, and say none.
    for name in ("best_with_a_permissive_license", "smallest_above_85_percent", "tied_ranks"):
        assert releases.pop(name) == set()
    assert all(found == {RELEASE} for found in releases.values()), releases
    assert len(releases) >= 6


def test_a_newcomers_chart_is_on_the_index(project_later: Path) -> None:
    index = (project_later / "site/index.html").read_text()
    assert '<figure id="license-counts">' in index
    assert '<a href="license-counts.html">Most checkpoints may be used freely</a>' in index
    assert "from page.license_counts" in index
    assert (project_later / "site/license-counts.html").is_file()


def test_own_and_estimated_rows_are_marked_whatever_the_device_is_called(
    project_later: Path, newer: duckdb.DuckDBPyConnection
) -> None:
    run = f"where run = 'infer-{BOARD}'"
    timed = newer.sql(f"select model, img_size, accuracy_release from benchmarks {run}").fetchall()
    note = "'estimated from {}, 90 % interval {:.3g} to {:.3g} ms', reference, 1000 * secs_low, 1000 * secs_high"
    estimates = newer.sql(f"select model, img_size, format({note}) from estimated_benchmarks {run}").fetchall()
    estimated = {row[:2]: row[2] for row in estimates}
    with chromium() as browser:
        page, said = opened(browser, project_later / "site/index.html", "#" + urlencode({"run": f"infer-{BOARD}"}))
        picked = newer.sql(text(page, "#picker-sql")).fetchall()
        assert marks(page, "points", "own") == {row[:2] for row in timed}
        assert marks(page, "points", "estimated") == set(estimated)
        assert len(estimated) > len(timed) > 10
        assert marks(page, "frontier") == set(
            newer.sql(f"select model, img_size from pareto_frontier {run}").fetchall()
        )
        assert kinds(page) == ["estimated", "own"]
        assert [(row[1], int(row[2])) for row in table(page)] == [row[:2] for row in picked]
        notes = [estimated.get(row[:2], "timed by you") for row in picked]
        assert page.locator("#best small").all_text_contents() == notes == [row["note"] for row in downloaded(page)]
        assert text(page, "[name=device] option:checked") == BOARD
        accuracies = f"with the accuracies of timm's results of {timed[0][2]}"
        assert text(page, "#source") == f"Source: your own run infer-{BOARD}, {accuracies}."
        assert page.locator("img").count() == 0
        assert said == []


def test_no_date_and_no_run_is_named_outside_the_seeds(project: Path) -> None:
    code = [path for folder in ("models", "analysis") for path in (project / folder).rglob("*.sql")]
    code += (project / "charts").rglob("*.py")
    assert len(code) > 50
    named = {path.name: re.findall(r"\b20\d\d-\d\d-\d\d|-nhwc-pt\d|-nchw-pt\d", path.read_text()) for path in code}
    assert {name: found for name, found in named.items() if found} == {}
