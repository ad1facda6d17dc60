-- For every run: as many rows in benchmarks as the seeds hold checkpoints that it timed, under their architecture's
-- name or an old one with as many parameters. Checkpoints are looked for in the run's timings, not joined with them, so
-- that a lost row fails as a duplicate does.
with timings as (
    select
        speeds.release,
        speeds.run,
        speeds.architecture || '@' || speeds.img_size as name,
        regexp_extract(renamed_models.model, '^[^.]+') || '@' || speeds.img_size as name_today,
        speeds.param_count,
    from {{ ref('speeds') }} as speeds
    left join {{ ref('renamed_models') }} as renamed_models on speeds.architecture = renamed_models.old_model
    where speeds.samples_per_sec > 0
),

runs as (
    select distinct
        release,
        run,
    from timings
),

checkpoints as (
    select
        runs.release,
        runs.run,
        regexp_extract(accuracies.model, '^[^.]+') || '@' || accuracies.img_size as name,
        accuracies.param_count,
    from {{ ref('accuracies') }} as accuracies
    inner join runs on accuracies.release = runs.release
    where accuracies.test_set = 'imagenet'
),

counted as (
    select
        release,
        run,
        count(*) as pairs,
    from checkpoints
    where
        (release, run, name) in (select (release, run, name) from timings)
        or exists (
            select 1
            from timings
            where
                timings.release = checkpoints.release
                and timings.run = checkpoints.run
                and timings.name_today = checkpoints.name
                and timings.param_count / checkpoints.param_count
                between 1 - {{ var('param_count_tolerance') }} and 1 + {{ var('param_count_tolerance') }}
        )
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
