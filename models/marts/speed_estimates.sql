{{ config(materialized='table') }}

with predicted_speeds as (
    select * from {{ ref('int_predicted_speeds') }}
),

trusted_speeds as (
    select * from {{ ref('int_trusted_speeds') }}
),

-- As many deviations as hold 90 % of what the references, each taken for a new device, got wrong. A task whose runs
-- are all of one device has none, and takes the widest of the others.
missed as (
    select
        predicted_speeds.task,
        quantile_cont(
            abs(predicted_speeds.log_secs - ln(trusted_speeds.secs)) / predicted_speeds.deviation, 0.9
        ) as deviations,
    from predicted_speeds
    inner join trusted_speeds
        on
            predicted_speeds.run = trusted_speeds.run
            and predicted_speeds.architecture = trusted_speeds.architecture
            and predicted_speeds.img_size = trusted_speeds.img_size
    where predicted_speeds.kind = 'calibration' and trusted_speeds.is_reference
    group by predicted_speeds.task
),

widest as (
    select coalesce(max(deviations), {{ var('z95') }}) as deviations
    from missed
),

batch_sizes as (
    select
        run,
        mode(batch_size) as batch_size,
    from trusted_speeds
    where release = 'own'
    group by run
),

estimated as (
    select
        'own' as release,
        predicted_speeds.run,
        predicted_speeds.architecture,
        predicted_speeds.img_size,
        exp(predicted_speeds.log_secs) as secs,
        exp(
            predicted_speeds.log_secs - coalesce(missed.deviations, widest.deviations) * predicted_speeds.deviation
        ) as secs_low,
        exp(
            predicted_speeds.log_secs + coalesce(missed.deviations, widest.deviations) * predicted_speeds.deviation
        ) as secs_high,
        1 / secs as samples_per_sec,
        batch_sizes.batch_size,
        predicted_speeds.reference,
        'estimated' as origin,
    from predicted_speeds
    cross join widest
    left join missed on predicted_speeds.task = missed.task
    left join batch_sizes on predicted_speeds.run = batch_sizes.run
    where predicted_speeds.kind = 'own'
)

select * from estimated
