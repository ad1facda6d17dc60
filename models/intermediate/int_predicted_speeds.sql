{{ config(materialized='table') }}

-- Bayesian linear regression, one for each run:
--     log(secs) = prior_mean + features * coefficients + noise
--     coefficients ~ N(0, I),  noise ~ N(0, noise_variance)
-- prior_mean is the inverse-variance weighted mean of the reference runs, each shifted to the level of the run. The
-- features are a level, log gmacs, log gmacs above 10, attention, and how far each reference departs from prior_mean.
-- Where no large network was timed, the coefficient of the third keeps its prior, and large networks their uncertainty.
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

-- Chosen by hand; half or double of any moves the errors by tenths of a percent. Standard deviations are in log units.
settings as (
    select
        0.04 as timing_sd,  -- how well a timing repeats
        0.30 as shrinkage,  -- sd left to a reference that agrees on n networks, times n: few may agree by chance
        10.0 as level_sd,  -- prior of the level: flat
        0.05 as large_sd,  -- how far large networks depart from small ones, for each unit of log gmacs above 10
        0.30 as variance_ratio,  -- prior variance of log gmacs and attention, and of the noise, by the references'
        10.0 as prior_df,  -- degrees of freedom of the scale's prior
),

own_runs as (
    select
        release,
        run,
        task,
        null::varchar as held_out_device,
    from trusted_speeds
    where release = 'own'
    group by all
    having count(*) >= {{ var('fewest_timings') }}
    order by run
    limit {{ var('estimated_runs') }}
),

-- Where there is an own run, each reference run is predicted too, from its anchors and the runs of other devices. The
-- errors of these predictions calibrate the intervals.
targets as (
    select * from own_runs
    union all
    select
        release,
        run,
        task,
        device as held_out_device,
    from reference_runs
    where exists (from own_runs)
),

observations as (
    select
        trusted_speeds.release,
        trusted_speeds.run,
        trusted_speeds.architecture,
        trusted_speeds.img_size,
        ln(trusted_speeds.secs) as log_secs,
    from trusted_speeds
    semi join targets on trusted_speeds.release = targets.release and trusted_speeds.run = targets.run
    where
        trusted_speeds.release = 'own'
        or (trusted_speeds.architecture, trusted_speeds.img_size) in (select (architecture, img_size) from anchors)
),

-- Sums of doubles depend on their order, so each is taken in one order: two builds give the same digits.
log_ratios as (
    select
        targets.release,
        targets.run,
        reference_runs.run as reference,
        list(
            observations.log_secs - ln(trusted_speeds.secs) order by observations.architecture, observations.img_size
        ) as log_ratios,
    from targets
    inner join observations on targets.release = observations.release and targets.run = observations.run
    inner join reference_runs
        on targets.task = reference_runs.task and targets.held_out_device is distinct from reference_runs.device
    inner join trusted_speeds
        on
            reference_runs.release = trusted_speeds.release
            and reference_runs.run = trusted_speeds.run
            and observations.architecture = trusted_speeds.architecture
            and observations.img_size = trusted_speeds.img_size
    group by all
),

discrepancies as (
    select
        log_ratios.release,
        log_ratios.run,
        log_ratios.reference,
        list_avg(log_ratios.log_ratios) as shift,
        list_var_pop(log_ratios.log_ratios) + (settings.shrinkage / len(log_ratios.log_ratios)) ** 2 as variance,
    from log_ratios
    cross join settings
),

-- Lists over the reference runs, in their places; a precision of 0 where one is held out or has nothing in common.
priors as (
    select
        targets.release,
        targets.run,
        targets.task,
        list(coalesce(discrepancies.shift, 0) order by reference_runs.place) as shifts,
        list(coalesce(1 / discrepancies.variance, 0) order by reference_runs.place) as precisions,
        [precision / list_sum(precisions) for precision in precisions] as weights,
        min(discrepancies.variance) as variance,
        arg_min(discrepancies.reference, [discrepancies.variance, abs(discrepancies.shift)]) as reference,
    from targets
    inner join reference_runs on targets.task = reference_runs.task
    left join discrepancies
        on
            targets.release = discrepancies.release
            and targets.run = discrepancies.run
            and reference_runs.run = discrepancies.reference
    group by targets.release, targets.run, targets.task
    having count(discrepancies.reference) > 0
),

prior_means as (
    select
        priors.*,
        reference_networks.* exclude (task, log_secs),
        [
            (x + priors.shifts[place]) * reference_networks.is_timed[place]
            for x, place in reference_networks.log_secs
        ] as shifted_log_secs,
        list_dot_product(shifted_log_secs, priors.weights)
        / list_dot_product(reference_networks.is_timed, priors.weights) as prior_mean,
    from priors
    inner join reference_networks on priors.task = reference_networks.task
    where list_dot_product(reference_networks.is_timed, priors.weights) > 0
),

-- Each feature is scaled by its prior standard deviation, so that each coefficient has the prior variance 1.
designs as (
    select
        prior_means.release,
        prior_means.run,
        prior_means.task,
        prior_means.reference,
        prior_means.architecture,
        prior_means.img_size,
        prior_means.prior_mean,
        settings.variance_ratio * prior_means.variance as unexplained_variance,
        settings.timing_sd ** 2 + unexplained_variance as noise_variance,
        [
            settings.level_sd,
            prior_means.log_gmacs * sqrt(unexplained_variance),
            prior_means.log_gmacs_above_10 * settings.large_sd,
            prior_means.attention * sqrt(unexplained_variance),
        ]
        || [
            (x - prior_means.prior_mean) * prior_means.is_timed[place] * sqrt(prior_means.weights[place])
            for x, place in prior_means.shifted_log_secs
        ] as features,
    from prior_means
    cross join settings
),

residuals as (
    select
        designs.release,
        designs.run,
        designs.features,
        designs.noise_variance,
        observations.log_secs - designs.prior_mean as residual,
        row_number() over (
            partition by designs.release, designs.run order by designs.architecture, designs.img_size
        ) as step,
    from observations
    inner join designs
        on
            observations.release = designs.release
            and observations.run = designs.run
            and observations.architecture = designs.architecture
            and observations.img_size = designs.img_size
),

-- From the prior, one observation at a time (the update of a Kalman filter), which takes no inverse of a matrix.
sequential_posteriors as (
    select
        release,
        run,
        0::bigint as step,
        [0::double for x in features] as coefficients,
        [[if(i = j, 1, 0)::double for y, j in features] for x, i in features] as covariance,
        0::double as chi_square,
    from residuals
    where step = 1
    union all
    select
        release,
        run,
        step + 1,
        [x + cross_covariance[i] * innovation / innovation_variance for x, i in coefficients],
        [
            [x - cross_covariance[i] * cross_covariance[j] / innovation_variance for x, j in xs]
            for xs, i in covariance
        ],
        chi_square + innovation ** 2 / innovation_variance,
    from (
        select
            sequential_posteriors.*,
            residuals.residual - list_dot_product(residuals.features, sequential_posteriors.coefficients) as innovation,
            [list_dot_product(xs, residuals.features) for xs in sequential_posteriors.covariance] as cross_covariance,
            residuals.noise_variance + list_dot_product(residuals.features, cross_covariance) as innovation_variance,
        from sequential_posteriors
        inner join residuals
            on
                sequential_posteriors.release = residuals.release
                and sequential_posteriors.run = residuals.run
                and sequential_posteriors.step + 1 = residuals.step
    ) as innovations
),

-- The scale of all variances, with a scaled inverse chi-square prior around 1: above 1 where the residuals are larger
-- than the model expects, below where they are smaller. The flat level takes one degree of freedom.
posteriors as (
    select
        sequential_posteriors.release,
        sequential_posteriors.run,
        sequential_posteriors.coefficients,
        sequential_posteriors.covariance,
        (settings.prior_df + sequential_posteriors.chi_square)
        / (settings.prior_df + sequential_posteriors.step - 1) as scale,
    from sequential_posteriors
    cross join settings
    qualify
        row_number() over (
            partition by sequential_posteriors.release, sequential_posteriors.run
            order by sequential_posteriors.step desc
        ) = 1
),

predicted_speeds as (
    select
        designs.release,
        designs.run,
        designs.task,
        designs.architecture,
        designs.img_size,
        designs.reference,
        designs.prior_mean + list_dot_product(designs.features, posteriors.coefficients) as log_secs,
        sqrt(
            posteriors.scale * (
                designs.noise_variance
                + list_dot_product(
                    designs.features, [list_dot_product(xs, designs.features) for xs in posteriors.covariance]
                )
            )
        ) as predictive_sd,
    from designs
    inner join posteriors on designs.release = posteriors.release and designs.run = posteriors.run
    anti join observations
        on
            designs.release = observations.release
            and designs.run = observations.run
            and designs.architecture = observations.architecture
            and designs.img_size = observations.img_size
)

select * from predicted_speeds
