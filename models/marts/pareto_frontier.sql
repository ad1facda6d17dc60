{{ config(materialized='table') }}

-- Read twice, and DuckDB would keep all of it in memory.
with benchmarks as not materialized (
    select * from {{ ref('benchmarks') }}
),

-- A row is beaten by any that is as fast and a whole percent above. That takes a look at each row, but no sorting, and
-- leaves few to compare with each other.
percents as (
    select
        release,
        run,
        floor(top1) as percent,
        min(secs) as fastest,
    from benchmarks
    where not suspect
    group by all
),

challenged as (
    select
        release,
        run,
        percent,
        min(fastest) over (
            partition by release, run
            order by percent desc
            rows between unbounded preceding and 1 preceding
        ) as fastest_above,
    from percents
),

candidates as (
    select benchmarks.*
    from benchmarks
    inner join challenged
        on
            benchmarks.release = challenged.release
            and benchmarks.run = challenged.run
            and floor(benchmarks.top1) = challenged.percent
    where not benchmarks.suspect and (challenged.fastest_above is null or benchmarks.secs < challenged.fastest_above)
),

compared as (
    select
        *,
        max(top1) over as_fast_or_faster as best_top1_as_fast_or_faster,
        max(top1) over faster as best_top1_faster,
    from candidates
    window
        as_fast_or_faster as (
            partition by release, run
            order by secs
            range between unbounded preceding and current row
        ),
        faster as (
            partition by release, run
            order by secs
            range between unbounded preceding and current row exclude group
        )
),

unbeaten as (
    select * exclude (best_top1_as_fast_or_faster, best_top1_faster)
    from compared
    where top1 = best_top1_as_fast_or_faster and top1 > coalesce(best_top1_faster, -1)
)

select * from unbeaten
