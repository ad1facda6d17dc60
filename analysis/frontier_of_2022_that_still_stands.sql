-- Which models on the frontier of an RTX 3090 in 2022 are still on it in 2026, under their name of today?
with pareto_frontier as (
    select * from {{ ref('pareto_frontier') }}
),

registry_facts as (
    select * from {{ ref('int_registry_facts') }}
)

select
    older.model as model_2022,
    newer.model as model_2026,
    newer.img_size,
    newer.top1,
    round(1000 * older.secs, 3) as ms_2022,
    round(1000 * newer.secs, 3) as ms_2026,
from pareto_frontier as older
inner join registry_facts on older.model = registry_facts.model
inner join pareto_frontier as newer
    on
        older.img_size = newer.img_size
        and (registry_facts.checkpoint = newer.model or older.architecture = newer.architecture)
where
    older.release = '2022-07-27'
    and older.run = 'infer-amp-nhwc-pt112-cu113-rtx3090'
    and newer.release = '2026-01-06'
    and newer.run = 'infer-amp-nhwc-pt240-cu124-rtx3090'
order by newer.secs, newer.model
