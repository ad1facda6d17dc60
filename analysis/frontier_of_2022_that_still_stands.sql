-- Which models on the FastAI page's frontier of 2022 are still on today's, under their current names?
with frontier as (
    select * from {{ ref('frontier_since_2022') }}
),

registry_facts as (
    select * from {{ ref('int_registry_facts') }}
)

select
    older.model as model_2022,
    newer.model as model_today,
    newer.img_size,
    newer.top1,
    round(1000 * older.secs, 3) as ms_2022,
    round(1000 * newer.secs, 3) as ms_today,
    older.release as release_2022,
    newer.release as release_today,
from frontier as older
inner join registry_facts on older.model = registry_facts.model
inner join frontier as newer
    on
        older.img_size = newer.img_size
        and (registry_facts.checkpoint = newer.model or older.architecture = newer.architecture)
where not older.is_today and newer.is_today
order by newer.secs, newer.model
