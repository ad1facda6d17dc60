-- Which models are worth their time for one image at a time on a laptop's processor (i7-12700H)?
with pareto_frontier as (
    select * from {{ ref('pareto_frontier') }}
)

select
    model,
    img_size,
    top1,
    round(1000 * secs, 1) as ms,
    param_count,
from pareto_frontier
where device = 'i7_12700h' and batch_size = 1
order by secs, model
