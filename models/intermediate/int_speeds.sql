{{ config(materialized='table') }}

with stg_speeds as (
    select * from {{ ref('stg_speeds') }}
),

own_speeds as (
    select * from {{ ref('int_own_speeds') }}
),

runs as (
    select * from {{ ref('int_runs') }}
),

taken as (
    select
        'own' as release,
        1 / samples_per_sec as secs,
        * exclude (file, line, source_row, reason),
    from own_speeds
    where reason is null
),

rated as (
    select *
    from stg_speeds
    where samples_per_sec is not null
    union all by name
    select * from taken
),

described as (
    select
        rated.release,
        rated.run,
        runs.task,
        runs.precision,
        runs.layout,
        runs.torch,
        runs.backend,
        runs.device,
        runs.compiled,
        rated.architecture,
        rated.img_size,
        rated.secs,
        rated.samples_per_sec,
        rated.step_time,
        rated.batch_size,
        rated.param_count,
        rated.gmacs,
        rated.macts,
    from rated
    inner join runs on rated.release = runs.release and rated.run = runs.run
)

select * from described
