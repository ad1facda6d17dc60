{{ config(materialized='table') }}

with benchmarks as (
    select * from {{ ref('benchmarks') }}
),

compared as (
    select
        *,
        max(top1) over as_fast as best_top1_as_fast,
        max(top1) over faster as best_top1_faster,
    from benchmarks
    where not suspect
    window
        as_fast as (partition by release, run, secs),
        faster as (
            partition by release, run
            order by secs
            range between unbounded preceding and current row exclude group
        )
),

unbeaten as (
    select * exclude (best_top1_as_fast, best_top1_faster)
    from compared
    where top1 = best_top1_as_fast and top1 > coalesce(best_top1_faster, -1)
)

select * from unbeaten
