-- Which models are on the Pareto frontier for one image at a time on a laptop CPU (i7-12700H)?
with pareto_frontier as (
    select * from {{ ref('pareto_frontier') }}
),

devices as (
    select * from {{ ref('devices') }}
)

select
    pareto_frontier.model,
    pareto_frontier.img_size,
    pareto_frontier.top1,
    round(1000 * pareto_frontier.secs, 1) as ms,
    pareto_frontier.param_count,
    pareto_frontier.release,
from pareto_frontier
inner join devices on pareto_frontier.release = devices.release and pareto_frontier.run = devices.run
where devices.device = 'i7_12700h' and devices.task = 'infer' and pareto_frontier.batch_size = 1
order by pareto_frontier.secs, pareto_frontier.model
