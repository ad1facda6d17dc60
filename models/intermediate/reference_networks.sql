{{ config(materialized='table') }}

with trusted_speeds as (
    select * from {{ ref('trusted_speeds') }}
),

reference_runs as (
    select * from {{ ref('reference_runs') }}
),

-- Work, activations and size of a network do not depend on the device, so one run's figures serve all.
networks as (
    select
        architecture,
        img_size,
        ln(median(gmacs) + 0.01) as log_gmacs,
        ln(median(macts) + 0.01) as log_macts,
        ln(median(param_count)) as log_param_count,
    from trusted_speeds
    where is_reference
    group by all
),

centred as (
    select
        architecture,
        img_size,
        [
            coalesce(log_gmacs - avg(log_gmacs) over (), 0),
            coalesce(log_macts - avg(log_macts) over (), 0),
            coalesce(log_param_count - avg(log_param_count) over (), 0)
        ] as features,
    from networks
),

timed_for as (
    select distinct
        task,
        architecture,
        img_size,
    from trusted_speeds
    where is_reference
),

-- The same place in every list belongs to the same run.
reference_networks as (
    select
        timed_for.task,
        timed_for.architecture,
        timed_for.img_size,
        list(coalesce(ln(trusted_speeds.secs), 0) order by reference_runs.place) as log_secs,
        list(if(trusted_speeds.run is null, 0, 1)::double order by reference_runs.place) as ran,
        any_value(centred.features) as features,
    from timed_for
    inner join centred using (architecture, img_size)
    inner join reference_runs on timed_for.task = reference_runs.task
    left join trusted_speeds
        on
            trusted_speeds.is_reference
            and reference_runs.run = trusted_speeds.run
            and timed_for.architecture = trusted_speeds.architecture
            and timed_for.img_size = trusted_speeds.img_size
    group by timed_for.task, timed_for.architecture, timed_for.img_size
)

select * from reference_networks
