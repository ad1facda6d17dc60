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

-- As pick() chooses: a run that several releases have is that of the newest.
newest as (
    select
        max(release) as release,
        run,
    from speed
    group by run
),

newest_accuracies as (
    select max(release) as release
    from picker_models
    where is_newest_release
),

described as (
    select
        runs.run,
        runs.release,
        if(runs.release = 'own', newest_accuracies.release, runs.release) as accuracy_release,
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
    cross join newest_accuracies
),

timed as (
    select
        release,
        run,
        accuracy_release,
        model,
        img_size,
        1e6 * secs as microseconds,
        suspect_reason,
        null as reference,
        null::double[] as bounds,
    from benchmarks
    union all
    select
        release,
        run,
        accuracy_release,
        model,
        img_size,
        1e6 * secs as microseconds,
        null as suspect_reason,
        reference,
        [format('{:.3g}', 1000 * secs_low)::double, format('{:.3g}', 1000 * secs_high)::double] as bounds,
    from estimated_benchmarks
),

placed as (
    select
        timed.*,
        picker_models.place,
        picker_models.timing,
    from timed
    inner join newest on timed.release = newest.release and timed.run = newest.run
    inner join picker_models
        on
            timed.accuracy_release = picker_models.release
            and timed.model = picker_models.model
            and timed.img_size = picker_models.img_size
),

timings as (
    select
        run,
        timing,
        any_value(microseconds) as microseconds,
        any_value(reference) as reference,
        any_value(bounds) as bounds,
    from placed
    group by all
),

slots as (
    select distinct
        release,
        timing,
    from picker_models
),

-- A time for each of the release's timings, 0 where the run has none.
filled as (
    select
        described.run,
        list(coalesce(timings.microseconds, 0) order by slots.timing) as microseconds,
        any_value(timings.reference) as reference,
        map_from_entries(
            list((slots.timing, timings.bounds) order by slots.timing) filter (timings.bounds is not null)
        ) as intervals,
    from described
    inner join slots
        on described.accuracy_release = slots.release
    left join timings on described.run = timings.run and slots.timing = timings.timing
    group by described.run
),

suspected as (
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
        filled.reference,
        coalesce(suspected.suspects, map_from_entries([])) as suspects,
        coalesce(filled.intervals, map_from_entries([])) as intervals,
        filled.microseconds,
    from described
    inner join filled on described.run = filled.run
    left join suspected on described.run = suspected.run
)

select * from picker_runs
