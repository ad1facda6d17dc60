-- Which models above 85 % on ImageNet lose the least accuracy on drawings (ImageNet-Sketch)?
with harder_test_sets as (
    select * from {{ ref('harder_test_sets') }}
)

select
    model,
    img_size,
    top1,
    harder_top1 as top1_sketch,
    top1_drop as top1_drop_sketch,
    release,
from harder_test_sets
where frame = 'sketch' and top1 > 85
order by top1_drop, model
limit 10
