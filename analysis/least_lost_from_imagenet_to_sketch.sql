-- Which models above 85 % on ImageNet lose the least when they see drawings instead of photographs?
with robustness as (
    select * from {{ ref('robustness') }}
)

select
    model,
    img_size,
    top1,
    top1_sketch,
    top1_drop_sketch,
from robustness
where release = '2026-01-06' and top1 > 85
order by top1_drop_sketch, model
limit 10
