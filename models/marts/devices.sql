{{ config(materialized='table') }}

with speed as (
    select * from {{ ref('speed') }}
),

speed_estimates as (
    select * from {{ ref('speed_estimates') }}
),

runs as (
    select * from {{ ref('int_runs') }}
),

benchmarks as (
    select * from {{ ref('benchmarks') }}
),

newest_models as (
    select distinct
        model,
        architecture,
    from {{ ref('int_checkpoint_accuracies') }}
    where is_newest_release and not is_test_network
),

timed as (
    select
        release,
        run,
        count(*) as timed,
    from speed
    group by all
),

estimated as (
    select
        release,
        run,
        count(*) as estimated,
    from speed_estimates
    group by all
),

-- Under the name that they have today, too.
timed_architectures as (
    select
        release,
        run,
        architecture,
    from speed
    union
    select
        release,
        run,
        architecture,
    from benchmarks
),

timed_models as (
    select
        timed_architectures.release,
        timed_architectures.run,
        count(*) as timed_models,
    from timed_architectures
    inner join newest_models on timed_architectures.architecture = newest_models.architecture
    group by all
),

counted as (
    select
        runs.* exclude (backend),
        timed.timed,
        coalesce(estimated.estimated, 0) as estimated,
        (select count(*) from newest_models) - coalesce(timed_models.timed_models, 0) as models_not_timed,
        count(*) over (partition by runs.device, runs.task) as runs,
        max(timed.timed + coalesce(estimated.estimated, 0)) over (partition by runs.device, runs.task) as most,
    from runs
    inner join timed on runs.release = timed.release and runs.run = timed.run
    left join estimated on runs.release = estimated.release and runs.run = estimated.run
    left join timed_models on runs.release = timed_models.release and runs.run = timed_models.run
),

-- The rule that the description of devices states. Own sorts after every date.
default_runs as (
    select * exclude (most)
    from counted
    qualify
        row_number() over (
            partition by device, task
            order by
                2 * (timed + estimated) >= most desc,
                estimated > 0 asc,
                release desc,
                string_split(torch, '.')::integer[] desc nulls last,
                coalesce(compiled, false) asc,
                timed desc,
                run asc
        ) = 1
)

select *
from default_runs
order by device, task
