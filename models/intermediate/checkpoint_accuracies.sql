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

param_count_causes as (
    select * from {{ ref('param_count_causes') }}
),

architectures as (
    select distinct architecture
    from stg_accuracies
),

excused as (
    select
        architectures.architecture,
        bool_or(param_count_causes.direction = 'lower') as may_count_fewer,
        bool_or(param_count_causes.direction = 'higher') as may_count_more,
    from architectures
    inner join param_count_causes
        on regexp_full_match(architectures.architecture, param_count_causes.architecture_pattern)
    group by architectures.architecture
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
        coalesce(excused.may_count_fewer, false) as may_count_fewer,
        coalesce(excused.may_count_more, false) as may_count_more,
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
    left join excused on stg_accuracies.architecture = excused.architecture
    where accuracy.test_set = 'imagenet'
)

select * from checkpoint_accuracies
