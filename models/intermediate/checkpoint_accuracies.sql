{{ config(materialized='table') }}

with accuracy as (
    select * from {{ ref('accuracy') }}
),

stg_accuracies as (
    select * from {{ ref('stg_accuracies') }}
),

families as (
    select * from {{ ref('families') }}
),

registry_facts as (
    select * from {{ ref('registry_facts') }}
),

checkpoint_accuracies as (
    select
        accuracy.release,
        stg_accuracies.is_newest_release,
        accuracy.model,
        stg_accuracies.architecture,
        families.family,
        registry_facts.module,
        accuracy.img_size,
        stg_accuracies.param_count,
        families.may_count_fewer,
        families.may_count_more,
        accuracy.top1,
        accuracy.top1_low,
        accuracy.top1_high,
        stg_accuracies.top1_err,
        accuracy.top5,
        stg_accuracies.top5_err,
        stg_accuracies.crop_pct,
        stg_accuracies.interpolation,
        registry_facts.license,
        registry_facts.license_class,
        registry_facts.hf_hub_id,
    from accuracy
    inner join stg_accuracies using (release, test_set, model, img_size)
    inner join families on accuracy.model = families.model
    inner join registry_facts on accuracy.model = registry_facts.model
    where accuracy.test_set = 'imagenet'
)

select * from checkpoint_accuracies
