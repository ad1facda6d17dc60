{{ config(materialized='table') }}

with predicted_speeds as (
    select * from {{ ref('int_predicted_speeds') }}
),

trusted_speeds as (
    select * from {{ ref('int_trusted_speeds') }}
),

-- An interval of so many standard deviations holds 90 % of the reference runs' own speeds. A task whose runs are all
-- of one device has no such predictions, and takes the largest factor of the others.
coverage_factors as (
    select
        predicted_speeds.task,
        quantile_cont(
            abs(predicted_speeds.log_secs - ln(trusted_speeds.secs)) / predicted_speeds.predictive_sd, 0.9
        ) as coverage_factor,
    from predicted_speeds
    inner join trusted_speeds
        on
            predicted_speeds.release = trusted_speeds.release
            and predicted_speeds.run = trusted_speeds.run
            and predicted_speeds.architecture = trusted_speeds.architecture
            and predicted_speeds.img_size = trusted_speeds.img_size
    where trusted_speeds.is_reference
    group by predicted_speeds.task
),

largest as (
    select coalesce(max(coverage_factor), {{ var('z95') }}) as coverage_factor
    from coverage_factors
),

batch_sizes as (
    select
        run,
        mode(batch_size) as batch_size,
    from trusted_speeds
    where release = 'own'
    group by run
),

with_margins as (
    select
        predicted_speeds.*,
        coalesce(coverage_factors.coverage_factor, largest.coverage_factor) * predicted_speeds.predictive_sd as margin,
    from predicted_speeds
    cross join largest
    left join coverage_factors on predicted_speeds.task = coverage_factors.task
    where predicted_speeds.release = 'own'
),

estimated as (
    select
        with_margins.release,
        with_margins.run,
        with_margins.architecture,
        with_margins.img_size,
        exp(with_margins.log_secs) as secs,
        exp(with_margins.log_secs - with_margins.margin) as secs_low,
        exp(with_margins.log_secs + with_margins.margin) as secs_high,
        1 / secs as samples_per_sec,
        batch_sizes.batch_size,
        with_margins.reference,
        'estimated' as origin,
    from with_margins
    left join batch_sizes on with_margins.run = batch_sizes.run
)

select * from estimated
