"""What the page picks, against what the database picks: picking.js without a page, in random settings."""

import json
import random
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Ask = Callable[[str], list[tuple[Any, ...]]]
Rows = dict[str, list[dict[str, Any]]]
PICKING = Path(__file__).parents[2] / "charts/page/picking.js"
ROWS = """
select to_json(timed) from (
    select
        benchmarks.run, benchmarks.model, benchmarks.img_size, benchmarks.family, benchmarks.license_class,
        1000 * benchmarks.secs as ms,
        if(benchmarks.suspect, 'suspect', 'measured') as kind,
        accuracy.top1, accuracy.rank, accuracy.rank_high,
    from benchmarks
    inner join accuracy
        on
            benchmarks.accuracy_release = accuracy.release
            and benchmarks.model = accuracy.model
            and benchmarks.img_size = accuracy.img_size
            and accuracy.test_set = 'imagenet'
    where
        (benchmarks.release, benchmarks.run) in (select (max(release), run) from speed group by run)
        and not benchmarks.is_test_network
) as timed
order by timed.run, timed.model, timed.img_size
"""
FRONTIER = """
with within_limits as (
    from benchmarks
    where release = (select max(release) from speed where run = '{run}') and run = '{run}' and not suspect
        and not is_test_network and {limits}
)

select model, img_size from within_limits as kept
where not exists (
    from within_limits as other
    where other.secs <= kept.secs and other.top1 >= kept.top1 and (other.secs < kept.secs or other.top1 > kept.top1)
)
"""
RATIOS = """
select one.family, one.secs / two.secs as ratio
from benchmarks as one
inner join benchmarks as two using (accuracy_release, model, img_size)
where one.run = '{}' and two.run = '{}' and not one.suspect and not two.suspect and not one.is_test_network
"""


@pytest.fixture(scope="module")
def rows(database: Any) -> Rows:  # noqa: ANN401
    by_run: Rows = {}
    for (text,) in database.cursor().execute(ROWS).fetchall():
        row = json.loads(text)
        by_run.setdefault(row["run"], []).append(row)
    return by_run


def evaluate(expression: str, *arguments: object) -> Any:  # noqa: ANN401
    """Of picking.js, in a JavaScript engine that knows of no page."""
    code = f"""import * as picking from "{PICKING.as_uri()}";
        const arguments_ = await new Response(Deno.stdin.readable).json();
        console.log(JSON.stringify(({expression})(...arguments_)));"""
    answer = subprocess.run(
        ["deno", "eval", code], input=json.dumps(arguments), capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


# Of each limit: the column of a row that just meets it, pick()'s name for it, and the condition. pick() has it as text:
# DuckDB would read the digits as a decimal, whose cast to a double is off by a bit.
LIMITS = {
    "budget": ("ms", "budget_ms := '{}'", "1000 * secs <= '{}'::double"),
    "license": ("license_class", "license_class := '{}'", "license_class = '{}'"),
    "size": ("img_size", "max_img_size := '{}'", "img_size <= {}"),
    "family": ("family", "family := '{}'", "family = '{}'"),
}


@pytest.mark.parametrize("seed", range(24))
def test_limits_leave_what_pick_gives(seed: int, rows: Rows, ask: Ask) -> None:
    chance = random.Random(seed)  # noqa: S311
    run = chance.choice(sorted(rows))
    limits = {name: chance.choice(rows[run])[LIMITS[name][0]] for name in chance.sample(sorted(LIMITS), k=seed % 4)}
    choose = "(rows, limits) => picking.choose(rows, { budget: Infinity, size: Infinity, ...limits })"
    chosen = evaluate(choose, rows[run], limits)
    given = ", ".join([f"run := '{run}'", *(LIMITS[name][1].format(limits[name]) for name in limits)])
    picked = ask(f"select model, img_size, differs_from_first from pick({given})")
    assert [(row["model"], row["img_size"]) for row in chosen["best"]] == [(model, size) for model, size, _ in picked]
    assert [row["tied"] for row in chosen["best"]] == [not differs for *_, differs in picked]
    within = " and ".join(["true", *(LIMITS[name][2].format(limits[name]) for name in limits)])
    frontier = ask(FRONTIER.format(run=run, limits=within))
    assert sorted((row["model"], row["img_size"]) for row in chosen["frontier"]) == sorted(frontier)


@pytest.mark.parametrize("seed", range(4))
def test_two_runs_compare_as_in_the_database(seed: int, rows: Rows, ask: Ask) -> None:
    runs = ask("select distinct run from benchmarks where release = (select max(release) from speed) order by run")
    (first,), (second,) = random.Random(seed).sample(runs, 2)  # noqa: S311
    compared = evaluate("(first, second) => picking.compare(first, second, 20)", rows[first], rows[second])
    ratios = RATIOS.format(first, second)
    ((count, middle),) = ask(f"select count(*), median(ratio) from ({ratios})")
    assert (compared["count"], compared["median"]) == (count, pytest.approx(middle))
    medians = ask(f"""
        from (
            select family, median(ratio) as middle from ({ratios})
            group by family order by count(*) desc, family limit 20
        ) order by middle desc
    """)
    assert [one["family"] for one in compared["medians"]] == [family for family, _ in medians]
    assert [one["ratio"] for one in compared["medians"]] == pytest.approx([middle for _, middle in medians])
    families = tuple(family for family, _ in medians)
    shown = ask(f"select ratio from ({ratios}) where family in {families} order by ratio")
    assert sorted(row["ratio"] for row in compared["ratios"]) == pytest.approx([ratio for (ratio,) in shown])


def test_twins_stay_together_and_suspect_rows_are_left_out() -> None:
    """No run of today has twins, or a suspect row that would be on its frontier."""
    names = ("model", "kind", "top1", "ms", "img_size", "family", "rank", "rank_high")
    rows = [
        dict(zip(names, row, strict=True))
        for row in (
            ("twin_b", "measured", 80, 2, 224, "twin", 3, 4),
            ("twin_a", "measured", 80, 2, 224, "twin", 3, 4),
            ("fast", "suspect", 90, 1, 224, "fast", 1, 1),
            ("new", "estimated", 85, 1.5, 224, "new", 2, 2),
            ("slow", "measured", 79, 3, 224, "slow", 5, 5),
        )
    ]
    ranking, frontier = evaluate("(rows) => [picking.ranking(rows), picking.frontier(rows)]", rows)
    assert [row["model"] for row in ranking] == ["new", "twin_a", "twin_b", "slow"]
    assert {row["model"] for row in frontier} == {"twin_a", "twin_b"}
    measured = [row | {"kind": "measured"} for row in rows]
    count = "(one, other) => picking.compare(one, other, 20).count"
    assert evaluate(count, rows, measured) == evaluate(count, measured, rows) == 4
