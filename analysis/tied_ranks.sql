-- Which ranks at the top of ImageNet are statistically tied?
with accuracy as (
    select * from {{ ref('accuracy') }}
)

select
    rank,
    model,
    img_size,
    top1,
    round(top1_low, 2) as top1_low,
    round(top1_high, 2) as top1_high,
    rank_low || ' to ' || rank_high as same_as_ranks,
from accuracy
where test_set = 'imagenet'
qualify release = max(release) over ()
order by rank, model
limit 20
