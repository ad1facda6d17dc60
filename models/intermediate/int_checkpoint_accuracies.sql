{{ config(materialized='table') }}

with accuracies as (
    select * from {{ ref('int_accuracies') }}
),

families as (
    select * from {{ ref('int_families') }}
),

registry_facts as (
    select * from {{ ref('int_registry_facts') }}
),

checkpoint_accuracies as (
    select
        accuracies.release,
        accuracies.is_newest_release,
        accuracies.model,
        accuracies.architecture,
        families.family,
        registry_facts.module,
        accuracies.img_size,
        accuracies.param_count,
        families.may_count_fewer,
        families.may_count_more,
        starts_with(accuracies.architecture, 'test_') as is_test_network,
        accuracies.top1,
        accuracies.top1_low,
        accuracies.top1_high,
        accuracies.top1_err,
        accuracies.top5,
        accuracies.top5_err,
        accuracies.crop_pct,
        accuracies.interpolation,
        registry_facts.license,
        registry_facts.license_class,
        registry_facts.hf_hub_id,
    from accuracies
    inner join families on accuracies.model = families.model
    inner join registry_facts on accuracies.model = registry_facts.model
    where accuracies.test_set = 'imagenet'
)

select * from checkpoint_accuracies
