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

counted as (
    select
        runs.* exclude (backend),
        timed.timed,
        coalesce(estimated.estimated, 0) as estimated,
        count(*) over (partition by runs.device, runs.task) as runs,
    from runs
    inner join timed on runs.release = timed.release and runs.run = timed.run
    left join estimated on runs.release = estimated.release and runs.run = estimated.run
),

-- A run without estimates before one with them, then the newest release (own sorts after every date, and so is the
-- newest), the newest torch, the run without torch.compile, the one that timed more.
default_runs as (
    select *
    from counted
    qualify
        row_number() over (
            partition by device, task
            order by
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
