with stg_accuracies as (
    select * from {{ ref('stg_accuracies') }}
),

stg_checkpoints as (
    select * from {{ ref('stg_checkpoints') }}
),

renamed_models as (
    select * from {{ ref('renamed_models') }}
),

licenses as (
    select * from {{ ref('licenses') }}
),

-- Every name that was ever validated; its parameters tell whether a rename leads to the same network.
models as (
    select
        model,
        architecture,
        max(param_count) as param_count,
        max(param_count) filter (is_newest_release) as param_count_today,
    from stg_accuracies
    group by all
),

renamed as (
    select
        models.model,
        renamed_models.model as checkpoint,
    from models
    inner join renamed_models on models.model = renamed_models.old_model
    inner join models as today on renamed_models.model = today.model
    where
        abs(models.param_count - today.param_count_today)
        <= {{ var('param_count_tolerance') }} * today.param_count_today
),

-- A name without a tag that is an architecture today may stand for any of its checkpoints: what they agree on holds.
architectures as (
    select
        architecture,
        any_value(module) as module,
        if(count(distinct license) = 1, any_value(license), 'unknown') as license,
        if(count(*) = 1, any_value(model), null) as checkpoint,
        if(count(*) = 1, any_value(hf_hub_id), null) as hf_hub_id,
    from stg_checkpoints
    group by architecture
),

resolved as (
    select
        models.model,
        coalesce(checkpoints.model, architectures.checkpoint) as checkpoint,
        coalesce(checkpoints.module, architectures.module) as module,
        coalesce(checkpoints.license, architectures.license, 'unknown') as license,
        if(checkpoints.model is null, architectures.hf_hub_id, checkpoints.hf_hub_id) as hf_hub_id,
    from models
    left join renamed on models.model = renamed.model
    left join stg_checkpoints as checkpoints on coalesce(renamed.checkpoint, models.model) = checkpoints.model
    left join architectures on models.model = architectures.architecture
),

classed as (
    select
        resolved.model,
        resolved.checkpoint,
        resolved.module,
        resolved.license,
        coalesce(licenses.class, 'unknown') as license_class,
        resolved.hf_hub_id,
    from resolved
    left join licenses on resolved.license = licenses.license
)

select * from classed
