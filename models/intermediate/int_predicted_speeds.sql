{{ config(materialized='table') }}

-- A ridge regression on log(secs) for each run. Its centre is the mean of the reference runs, each shifted to the
-- run's level, the alike ones weighing more. Its features are how far each reference departs from that mean, the
-- network's log gmacs, and whether its patches attend to each other. `distance`, how far the closest reference is from
-- the run on the networks that it timed, is the unit of all that they cannot explain.
with recursive trusted_speeds as (
    select * from {{ ref('int_trusted_speeds') }}
),

reference_runs as (
    select * from {{ ref('int_reference_runs') }}
),

reference_networks as (
    select * from {{ ref('int_reference_networks') }}
),

anchors as (
    select * from {{ ref('anchors') }}
),

-- Set by hand, and flat: half or double of one moves the errors by tenths of a percent.
settings as (
    select
        0.30 as doubt,  -- log units: what a reference may differ by, shared out over the timed networks
        0.04 as repeatability,  -- log units: how well a timing repeats
        0.30 as unexplained,  -- share of distance: variance of a network's own, of the slope on log gmacs, of attention
        10.0 as level_prior,  -- log units: the level is free
        10.0 as prior_surprise,  -- timings that the expected size of surprises is worth
),

own_runs as (
    select
        run,
        task,
    from trusted_speeds
    where release = 'own'
    group by all
    having count(*) >= {{ var('fewest_timings') }}
    order by run
    limit {{ var('estimated_runs') }}
),

-- Where there is a run to estimate, each reference takes part as well, as if only its anchors were known and its
-- device were new: what is then predicted wrongly calibrates the interval.
targets as (
    select
        run,
        task,
        null::varchar as hidden_device,
        'own' as kind,
    from own_runs
    union all
    select
        run,
        task,
        device,
        'calibration',
    from reference_runs
    where exists (from own_runs)
),

reference_speeds as (
    select
        *,
        ln(secs) as log_secs,
    from trusted_speeds
    where is_reference
),

timed as (
    select
        targets.run,
        targets.kind,
        trusted_speeds.architecture,
        trusted_speeds.img_size,
        ln(trusted_speeds.secs) as log_secs,
    from targets
    inner join trusted_speeds on targets.run = trusted_speeds.run
    where targets.kind = 'own' and trusted_speeds.release = 'own'
    union all
    select
        targets.run,
        targets.kind,
        reference_speeds.architecture,
        reference_speeds.img_size,
        reference_speeds.log_secs,
    from targets
    inner join reference_speeds on targets.run = reference_speeds.run
    semi join anchors
        on reference_speeds.architecture = anchors.architecture and reference_speeds.img_size = anchors.img_size
    where targets.kind = 'calibration'
),

-- Sums of doubles depend on their order, so each is taken in one order: two builds give the same digits.
compared as (
    select
        targets.run,
        targets.kind,
        reference_runs.run as reference,
        reference_runs.place,
        list(timed.log_secs - reference_speeds.log_secs order by timed.architecture, timed.img_size) as log_ratios,
    from targets
    inner join timed on targets.run = timed.run and targets.kind = timed.kind
    inner join reference_speeds
        on
            targets.task = reference_speeds.task
            and timed.architecture = reference_speeds.architecture
            and timed.img_size = reference_speeds.img_size
            and targets.hidden_device is distinct from reference_speeds.device
    inner join reference_runs on reference_speeds.run = reference_runs.run
    group by all
),

-- How far each reference is from the run, and what shifts it to the run's level. The doubt keeps a reference that
-- agrees by chance on few networks from taking all the weight.
alike as (
    select
        compared.* exclude (log_ratios),
        list_avg(compared.log_ratios) as shift,
        list_var_pop(compared.log_ratios) + (settings.doubt / len(compared.log_ratios)) ** 2 as distance,
    from compared
    cross join settings
),

weighted as (
    select
        *,
        1 / distance / sum(1 / distance) over (
            partition by run, kind order by place asc rows between unbounded preceding and unbounded following
        ) as weight,
    from alike
),

-- Shifts and weights of all references in their places; 0 where one is hidden or has nothing in common.
blends as (
    select
        targets.run,
        targets.kind,
        targets.task,
        list(coalesce(weighted.shift, 0) order by reference_runs.place) as shifts,
        list(coalesce(weighted.weight, 0) order by reference_runs.place) as weights,
        list(coalesce(weighted.weight * weighted.shift, 0) order by reference_runs.place) as weighted_shifts,
        list(coalesce(sqrt(weighted.weight), 0) order by reference_runs.place) as root_weights,
        min(weighted.distance) as distance,
        arg_min(weighted.reference, [weighted.distance, abs(weighted.shift)]) as reference,
    from targets
    inner join reference_runs on targets.task = reference_runs.task
    left join weighted
        on
            targets.run = weighted.run
            and targets.kind = weighted.kind
            and reference_runs.place = weighted.place
    group by targets.run, targets.kind, targets.task
    having min(weighted.distance) is not null
),

centred as (
    select
        blends.*,
        reference_networks.* exclude (task),
        (
            list_dot_product(reference_networks.log_secs, blends.weights)
            + list_dot_product(reference_networks.ran, blends.weighted_shifts)
        )
        / list_dot_product(reference_networks.ran, blends.weights) as mean_log_secs,
    from blends
    inner join reference_networks on blends.task = reference_networks.task
    where list_dot_product(reference_networks.ran, blends.weights) > 0
),

-- The features, each scaled so that its coefficient has the prior variance 1.
designs as (
    select
        centred.run,
        centred.kind,
        centred.task,
        centred.reference,
        centred.architecture,
        centred.img_size,
        centred.mean_log_secs,
        [
            settings.level_prior,
            centred.work * sqrt(settings.unexplained * centred.distance),
            centred.attention * sqrt(settings.unexplained * centred.distance),
        ]
        || [
            (x + centred.shifts[place] - centred.mean_log_secs) * centred.ran[place] * centred.root_weights[place]
            for x, place in centred.log_secs
        ] as features,
        settings.repeatability ** 2 + settings.unexplained * centred.distance as noise,
    from centred
    cross join settings
),

-- The regression learns one timed network after another, so no matrix is inverted: coefficients and their covariance.
lessons as (
    select
        designs.run,
        designs.kind,
        designs.features,
        designs.noise,
        timed.log_secs - designs.mean_log_secs as residual,
        row_number() over (
            partition by designs.run, designs.kind order by timed.architecture, timed.img_size
        ) as lesson,
    from timed
    inner join designs
        on
            timed.run = designs.run
            and timed.kind = designs.kind
            and timed.architecture = designs.architecture
            and timed.img_size = designs.img_size
),

learnt as (
    select
        run,
        kind,
        0::bigint as lesson,
        [0::double for x in features] as coefficients,
        [[if(i = j, 1, 0)::double for y, j in features] for x, i in features] as covariance,
        0::double as surprise,
    from lessons
    where lesson = 1
    union all
    select
        run,
        kind,
        lesson + 1,
        [x + gain[i] * miss / spread for x, i in coefficients],
        [[x - gain[i] * gain[j] / spread for x, j in xs] for xs, i in covariance],
        surprise + miss ** 2 / spread,
    from (
        select
            learnt.*,
            lessons.residual - list_dot_product(lessons.features, learnt.coefficients) as miss,
            [list_dot_product(xs, lessons.features) for xs in learnt.covariance] as gain,
            list_dot_product(lessons.features, gain) + lessons.noise as spread,
        from learnt
        inner join lessons
            on
                learnt.run = lessons.run
                and learnt.kind = lessons.kind
                and learnt.lesson + 1 = lessons.lesson
    ) as next_lessons
),

fitted as (
    select
        learnt.run,
        learnt.kind,
        learnt.coefficients,
        learnt.covariance,
        -- Above 1 where the timed networks surprised more than they should have, below where less.
        sqrt((learnt.surprise + settings.prior_surprise) / (learnt.lesson - 1 + settings.prior_surprise)) as temper,
    from learnt
    cross join settings
    qualify row_number() over (partition by learnt.run, learnt.kind order by learnt.lesson desc) = 1
),

predicted as (
    select
        designs.run,
        designs.kind,
        designs.task,
        designs.architecture,
        designs.img_size,
        designs.reference,
        designs.mean_log_secs + list_dot_product(designs.features, fitted.coefficients) as log_secs,
        fitted.temper * sqrt(
            designs.noise
            + list_dot_product(
                designs.features, [list_dot_product(xs, designs.features) for xs in fitted.covariance]
            )
        ) as deviation,
    from designs
    inner join fitted on designs.run = fitted.run and designs.kind = fitted.kind
    anti join timed
        on
            designs.run = timed.run
            and designs.kind = timed.kind
            and designs.architecture = timed.architecture
            and designs.img_size = timed.img_size
)

select * from predicted
