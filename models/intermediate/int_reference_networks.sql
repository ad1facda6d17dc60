with trusted_speeds as (
    select * from {{ ref('int_trusted_speeds') }}
),

reference_runs as (
    select * from {{ ref('int_reference_runs') }}
),

stg_checkpoints as (
    select * from {{ ref('stg_checkpoints') }}
),

reference_speeds as (
    select *
    from trusted_speeds
    where is_reference
),

-- timm's modules whose networks have attention between all patches of an image. A device with its torch and layout
-- either has a fast kernel for that or has none, however fast it is otherwise.
global_attention as (
    select distinct architecture
    from stg_checkpoints
    where
        module in (
            'beit', 'cait', 'convit', 'crossvit', 'deit', 'eva', 'naflexvit', 'pit', 'tnt', 'vision_transformer',
            'vision_transformer_relpos', 'volo'
        )
),

-- A network's gmacs do not depend on the device, so one figure serves all runs. The hundredth keeps the smallest
-- networks, whose gmacs are rounded to nothing, from being outliers.
networks as (
    select
        architecture,
        img_size,
        ln(median(gmacs) + 0.01) as log_gmacs,
        greatest(log_gmacs - ln(10), 0) as log_gmacs_above_10,
        if(architecture in (select architecture from global_attention), 1, 0)::double as attention,
    from reference_speeds
    group by all
),

centred as (
    select
        * exclude (log_gmacs),
        -- A sum of decimals has the same digits in whatever order it is taken.
        coalesce(log_gmacs - avg(log_gmacs::decimal(18, 12)) over (), 0) as log_gmacs,
    from networks
),

timed_networks as (
    select distinct
        task,
        architecture,
        img_size,
    from reference_speeds
),

-- The same place in every list belongs to the same run.
reference_networks as (
    select
        timed_networks.task,
        timed_networks.architecture,
        timed_networks.img_size,
        list(coalesce(ln(reference_speeds.secs), 0) order by reference_runs.place) as log_secs,
        list(if(reference_speeds.run is null, 0, 1)::double order by reference_runs.place) as is_timed,
        any_value(centred.log_gmacs) as log_gmacs,
        any_value(centred.log_gmacs_above_10) as log_gmacs_above_10,
        any_value(centred.attention) as attention,
    from timed_networks
    inner join centred using (architecture, img_size)
    inner join reference_runs on timed_networks.task = reference_runs.task
    left join reference_speeds
        on
            reference_runs.run = reference_speeds.run
            and timed_networks.architecture = reference_speeds.architecture
            and timed_networks.img_size = reference_speeds.img_size
    group by timed_networks.task, timed_networks.architecture, timed_networks.img_size
)

select * from reference_networks
