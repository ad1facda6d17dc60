with trusted_speeds as (
    select * from {{ ref('int_trusted_speeds') }}
),

reference_runs as (
    select * from {{ ref('int_reference_runs') }}
),

stg_checkpoints as (
    select * from {{ ref('stg_checkpoints') }}
),

-- timm's modules in whose networks all patches of an image attend to each other. A device, its torch and its layout
-- either have a fast way of doing that or not, whatever else they are good at.
attentive as (
    select distinct architecture
    from stg_checkpoints
    where
        module in (
            'beit', 'cait', 'convit', 'crossvit', 'deit', 'eva', 'naflexvit', 'pit', 'tnt', 'vision_transformer',
            'vision_transformer_relpos', 'volo'
        )
),

-- A network's work does not depend on the device, so one run's figure serves all. The hundredth keeps the smallest
-- networks, whose gmacs are rounded to nothing, from standing far apart.
networks as (
    select
        architecture,
        img_size,
        ln(median(gmacs) + 0.01) as log_gmacs,
    from trusted_speeds
    where is_reference
    group by all
),

centred as (
    select
        architecture,
        img_size,
        -- A sum of decimals has the same digits in whatever order it is taken.
        coalesce(log_gmacs - avg(log_gmacs::decimal(18, 12)) over (), 0) as work,
        if(architecture in (select architecture from attentive), 1, 0)::double as attention,
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
        any_value(centred.work) as work,
        any_value(centred.attention) as attention,
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
