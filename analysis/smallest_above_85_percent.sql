-- Which are the smallest models with more than 85 % on ImageNet?
with stg_accuracies as (
    select * from {{ ref('stg_accuracies') }}
)

select
    model,
    img_size,
    param_count,
    top1,
from stg_accuracies
where is_newest_release and test_set = 'imagenet' and top1 > 85
order by param_count asc, top1 desc, model asc
limit 10
