{{ config(materialized='table') }}

with speed as (
    select * from {{ ref('speed') }}
),

speed_estimates as (
    select * from {{ ref('speed_estimates') }}
),

estimates as (
    select
        release,
        run,
        count(*) as estimated,
    from speed_estimates
    group by all
),

runs as (
    select * from {{ ref('int_runs') }}
),

timings as (
    select
        release,
        run,
        count(*) as timed,
    from speed
    group by all
),

described as (
    select
        runs.* exclude (backend),
        timings.timed,
        coalesce(estimates.estimated, 0) as estimated,
    from runs
    inner join timings on runs.release = timings.release and runs.run = timings.run
    left join estimates on runs.release = estimates.release and runs.run = estimates.run
),

-- A run that timed its networks before one that has them estimated, then the newest release (own stands behind every
-- date in the alphabet, and so is the newest), the newest torch, the run without torch.compile, the one that timed
-- more.
ranked as (
    select
        *,
        count(*) over (partition by device, task) as runs,
        row_number() over (
            partition by device, task
            order by
                estimated > 0 asc,
                release desc,
                string_split(torch, '.')::integer[] desc nulls last,
                coalesce(compiled, false) asc,
                timed desc,
                run asc
        ) as turn,
    from described
),

speaking as (
    select * exclude (turn)
    from ranked
    where turn = 1
)

select *
from speaking
order by device, task
