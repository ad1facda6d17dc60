with runs as (
    select * from {{ ref('int_runs') }}
),

speed as (
    select * from {{ ref('speed') }}
),

devices as (
    select * from {{ ref('devices') }}
),

benchmarks as (
    select * from {{ ref('benchmarks') }}
),

estimated_benchmarks as (
    select * from {{ ref('estimated_benchmarks') }}
),

picker_models as (
    select * from {{ ref('picker_models') }}
),

-- As in pick(): of a run that several releases have, upstream's newest before an own one.
newest as (
    select distinct
        release,
        run,
    from speed
    qualify dense_rank() over (partition by run order by release = 'own' asc, release desc) = 1
),

described as (
    select
        runs.run,
        runs.release,
        if(
            runs.release = 'own', (select max(release) filter (is_newest_release) from picker_models), runs.release
        ) as accuracy_release,
        coalesce(runs.device, 'unknown') as device,
        runs.task,
        concat_ws(
            ', ',
            if(runs.task = 'infer', 'inference', 'training'),
            runs.precision,
            runs.layout,
            'torch ' || runs.torch,
            runs.backend,
            if(runs.compiled, 'torch.compile', null),
            if(runs.release = 'own', 'own: ' || runs.run, 'results of ' || runs.release)
        ) as label,
        devices.run is not null as is_default,
    from newest
    inner join runs on newest.release = runs.release and newest.run = runs.run
    left join devices on newest.release = devices.release and newest.run = devices.run
),

timed as (
    select
        release,
        run,
        model,
        img_size,
        secs,
        suspect_reason,
    from benchmarks
    union all by name
    select
        release,
        run,
        model,
        img_size,
        secs,
        reference,
        [format('{:.3g}', 1000 * bound)::double for bound in [secs_low, secs_high]] as bounds,
    from estimated_benchmarks
),

placed as (
    select
        described.run,
        picker_models.place,
        picker_models.timing,
        timed.* exclude (release, run, model, img_size),
    from described
    inner join picker_models on described.accuracy_release = picker_models.release
    left join timed
        on
            described.release = timed.release
            and described.run = timed.run
            and picker_models.model = timed.model
            and picker_models.img_size = timed.img_size
),

timings as (
    select
        run,
        timing,
        coalesce(1e6 * any_value(secs), 0) as microseconds,
        any_value(reference) as reference,
        any_value(bounds) as bounds,
    from placed
    group by run, timing
),

all_timings as (
    select
        run,
        any_value(reference) as reference,
        map_from_entries(list((timing, bounds) order by timing) filter (bounds is not null)) as intervals,
        list(microseconds order by timing) as microseconds,
    from timings
    group by run
),

all_suspects as (
    select
        run,
        map_from_entries(list((place, suspect_reason) order by place)) as suspects,
    from placed
    where suspect_reason is not null
    group by run
),

picker_runs as (
    select
        described.*,
        all_timings.reference,
        coalesce(all_suspects.suspects, map_from_entries([])) as suspects,
        coalesce(all_timings.intervals, map_from_entries([])) as intervals,
        all_timings.microseconds,
    from described
    inner join all_timings on described.run = all_timings.run
    left join all_suspects on described.run = all_suspects.run
)

select * from picker_runs
