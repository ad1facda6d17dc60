{{ config(materialized='table') }}

with benchmarks as (
    select * from {{ ref('benchmarks') }}
),

-- More accurate than every row before it, those of equal secs and top1 aside.
unbeaten as (
    select *
    from benchmarks
    where not suspect and not is_test_network
    qualify
        coalesce(
            top1 > max(top1) over (
                partition by release, run
                order by secs asc, top1 desc
                groups between unbounded preceding and 1 preceding
            ),
            true
        )
)

select * from unbeaten
