"""What the picker filters: the models' accuracies, and for each run the times of their architectures."""

from typing import Any

import duckdb

from database import ask

# As pick() chooses: a run that several releases have is that of the newest.
RUNS = """
with newest as (
    select
        max(release) as release,
        run,
    from speed
    group by run
)

select
    newest.run,
    newest.release,
    if(newest.release = 'own', (select max(release) from accuracy where release != 'own'), newest.release)
        as accuracy_release,
    coalesce(any_value(speed.device), 'unknown') as device,
    speed.task,
    concat_ws(
        ', ',
        if(speed.task = 'infer', 'inference', 'training'),
        any_value(speed.precision),
        any_value(speed.layout),
        'torch ' || any_value(speed.torch),
        any_value(speed.backend),
        if(any_value(speed.compiled), 'torch.compile', null),
        if(newest.release = 'own', 'own: ' || newest.run, 'results of ' || newest.release)
    ) as label,
    coalesce(bool_or(devices.run is not null), false) as speaks,
from newest
inner join speed on newest.release = speed.release and newest.run = speed.run
left join devices on newest.run = devices.run and newest.release = devices.release
group by newest.run, newest.release, speed.task
order by device, speed.task, speaks desc, newest.release desc, newest.run desc
"""

MODELS = """
select
    accuracy.release,
    accuracy.model,
    -- A run's times are told by architecture and size, which many checkpoints share.
    dense_rank() over (
        partition by accuracy.release
        order by int_checkpoint_accuracies.architecture, accuracy.img_size
    ) - 1 as timing,
    int_checkpoint_accuracies.family,
    accuracy.img_size,
    int_checkpoint_accuracies.param_count,
    accuracy.top1,
    round(100 * accuracy.top1_low)::integer as hundredths_low,
    round(100 * accuracy.top1_high)::integer as hundredths_high,
    accuracy.rank,
    accuracy.rank_high,
    int_checkpoint_accuracies.license,
    int_checkpoint_accuracies.license_class,
    -- Nearly every checkpoint lies in timm's own part of the hub, under its name: `=` says so.
    if(hf_hub_id = 'timm/' || accuracy.model, '=', hf_hub_id) as hub,
from accuracy
inner join int_checkpoint_accuracies using (release, model, img_size)
where accuracy.test_set = 'imagenet'
order by accuracy.release, accuracy.model, accuracy.img_size
"""

TIMES = """
select
    run,
    model,
    img_size,
    1e6 * secs as microseconds,
    suspect_reason,
from benchmarks
where (release, run) in (select (max(release), run) from speed group by run)
union all by name
select
    run,
    model,
    img_size,
    1e6 * secs as microseconds,
    reference,
    [format('{:.3g}', 1000 * bound)::double for bound in [secs_low, secs_high]] as interval,
from estimated_benchmarks
order by run, model, img_size
"""


def read_runs(connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    return read(connection, RUNS)


def read_picker_data(connection: duckdb.DuckDBPyConnection, runs: list[dict[str, Any]]) -> dict[str, Any]:
    """A run's times stand in the order of its release's timings, 0 where there is none."""
    models: dict[str, list[dict[str, Any]]] = {}
    for row in read(connection, MODELS):
        models.setdefault(row.pop("release"), []).append(row)
    places = {
        release: {(row["model"], row["img_size"]): (place, row["timing"]) for place, row in enumerate(rows)}
        for release, rows in models.items()
    }
    timings = {release: 1 + max(row["timing"] for row in rows) for release, rows in models.items()}
    timed = {
        run["run"]: run
        | {"microseconds": [0.0] * timings[run["accuracy_release"]], "suspects": {}, "reference": None, "intervals": {}}
        for run in runs
    }
    for run, model, img_size, microseconds, suspect_reason, reference, interval in ask(connection, TIMES).fetchall():
        place, timing = places[timed[run]["accuracy_release"]][model, img_size]
        timed[run]["microseconds"][timing] = microseconds
        if suspect_reason:
            timed[run]["suspects"][place] = suspect_reason
        if interval:
            timed[run]["reference"] = reference
            timed[run]["intervals"][timing] = interval
    return {"models": models, "runs": list(timed.values())}


def read(connection: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    answer = ask(connection, sql)
    columns = [name for name, *_ in answer.description]
    return [dict(zip(columns, row, strict=True)) for row in answer.fetchall()]
