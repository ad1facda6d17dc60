-- Which models are the most accurate among those with a permissive licence?
with accuracy as (
    select * from {{ ref('accuracy') }}
),

stg_accuracies as (
    select * from {{ ref('stg_accuracies') }}
),

registry_facts as (
    select * from {{ ref('int_registry_facts') }}
)

select
    accuracy.model,
    accuracy.img_size,
    accuracy.top1,
    accuracy.rank,
    registry_facts.license,
    registry_facts.hf_hub_id,
from accuracy
inner join stg_accuracies using (release, test_set, model, img_size)
inner join registry_facts on accuracy.model = registry_facts.model
where
    stg_accuracies.is_newest_release
    and accuracy.test_set = 'imagenet'
    and registry_facts.license_class = 'permissive'
order by accuracy.top1 desc, accuracy.model asc
limit 10
