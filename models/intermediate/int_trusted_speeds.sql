{{ config(materialized='table') }}

with speeds as (
    select * from {{ ref('int_speeds') }}
),

suspects as (
    select *
    from {{ ref('int_benchmarks') }}
    where suspect
),

runs as (
    select
        release,
        run,
        count(*) as timings,
    from speeds
    group by all
),

newest as (
    select max(release) as release
    from runs
    where release != 'own'
),

chosen_runs as (
    select
        release,
        run,
        release != 'own' as is_reference,
    from runs
    where release in (from newest) or (release = 'own' and timings <= {{ var('few_timings') }})
),

trusted_speeds as (
    select
        speeds.*,
        chosen_runs.is_reference,
    from speeds
    inner join chosen_runs on speeds.release = chosen_runs.release and speeds.run = chosen_runs.run
    anti join suspects
        on
            speeds.release = suspects.release
            and speeds.run = suspects.run
            and speeds.architecture = suspects.architecture
            and speeds.img_size = suspects.img_size
)

select * from trusted_speeds
