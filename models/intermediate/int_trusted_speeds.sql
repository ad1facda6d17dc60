{{ config(materialized='table') }}

-- Read twice, and DuckDB would keep all of it in memory.
with speed as not materialized (
    select * from {{ ref('int_speeds') }}
),

runs as (
    select * from {{ ref('int_runs') }}
),

suspects as (
    select *
    from {{ ref('int_benchmarks') }}
    where suspect
),

concerned as (
    select
        release,
        run,
    from speed
    group by all
    having
        release = (
            select max(release)
            from runs
            where release != 'own'
        )
        or (release = 'own' and count(*) <= {{ var('few_timings') }})
),

trusted_speeds as (
    select
        speed.*,
        speed.release != 'own' as is_reference,
    from speed
    semi join concerned on speed.release = concerned.release and speed.run = concerned.run
    anti join suspects
        on
            speed.release = suspects.release
            and speed.run = suspects.run
            and speed.architecture = suspects.architecture
            and speed.img_size = suspects.img_size
)

select * from trusted_speeds
