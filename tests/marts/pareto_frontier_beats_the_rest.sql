-- No row of the frontier is beaten by a row of its run, and each other row that is not suspect is.
with rows_of_runs as (
    select
        benchmarks.*,
        frontier.model is not null as is_on_frontier,
    from {{ ref('benchmarks') }} as benchmarks
    left join {{ ref('pareto_frontier') }} as frontier using (release, run, model, img_size)
),

beaten as (
    select distinct
        rows_of_runs.release,
        rows_of_runs.run,
        rows_of_runs.model,
        rows_of_runs.img_size,
    from rows_of_runs
    -- Whatever beats a row is itself on the frontier or beaten by one that is, so these suffice.
    inner join {{ ref('pareto_frontier') }} as frontier
        on
            rows_of_runs.release = frontier.release
            and rows_of_runs.run = frontier.run
            and rows_of_runs.secs >= frontier.secs
            and rows_of_runs.top1 <= frontier.top1
            and (rows_of_runs.secs > frontier.secs or rows_of_runs.top1 < frontier.top1)
)

select rows_of_runs.*
from rows_of_runs
left join beaten using (release, run, model, img_size)
where
    (rows_of_runs.is_on_frontier and (beaten.model is not null or rows_of_runs.suspect))
    or (not rows_of_runs.is_on_frontier and not rows_of_runs.suspect and beaten.model is null)
