-- For every run: as many rows in benchmarks as the seeds hold pairs of a rate and a checkpoint of the same
-- architecture and resolution. The pairs are counted before they are joined, so that a lost row fails as a duplicate
-- does.
with checkpoints as (
    select
        release,
        regexp_extract(model, '^[^.]+') || '@' || img_size as timed_as,
        count(*) as models,
    from {{ ref('accuracies') }}
    where test_set = 'imagenet'
    group by all
),

counted as (
    select
        speeds.release,
        speeds.run,
        sum(checkpoints.models) as pairs,
    from {{ ref('speeds') }} as speeds
    inner join checkpoints
        on speeds.release = checkpoints.release and speeds.architecture || '@' || speeds.img_size = checkpoints.timed_as
    where speeds.samples_per_sec > 0
    group by all
),

kept as (
    select
        release,
        run,
        count(*) as pairs,
    from {{ ref('benchmarks') }}
    where release != 'own'
    group by all
)

select *
from counted
full outer join kept using (release, run)
where counted.pairs is distinct from kept.pairs
