{{ config(materialized='table') }}

with stg_speeds as (
    select * from {{ ref('stg_speeds') }}
),

stg_runs as (
    select * from {{ ref('stg_runs') }}
),

rated as (
    select
        stg_speeds.release,
        stg_speeds.run,
        stg_runs.task,
        stg_runs.precision,
        stg_runs.layout,
        stg_runs.torch,
        stg_runs.backend,
        stg_runs.device,
        stg_runs.compiled,
        stg_speeds.architecture,
        stg_speeds.img_size,
        stg_speeds.secs,
        stg_speeds.samples_per_sec,
        stg_speeds.step_time,
        stg_speeds.batch_size,
        stg_speeds.param_count,
        stg_speeds.gmacs,
        stg_speeds.macts,
    from stg_speeds
    inner join stg_runs on stg_speeds.release = stg_runs.release and stg_speeds.run = stg_runs.run
    where stg_speeds.samples_per_sec is not null
)

select *
from rated
order by release, run, secs, architecture, img_size
