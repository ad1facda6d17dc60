-- Which models are the most accurate within 1 ms per image on an RTX 3090, in its default run?
with benchmarks as (
    select * from {{ ref('benchmarks') }}
),

devices as (
    select * from {{ ref('devices') }}
)

select
    benchmarks.model,
    benchmarks.img_size,
    benchmarks.top1,
    round(1000 * benchmarks.secs, 3) as ms,
    benchmarks.param_count,
    benchmarks.license,
    benchmarks.release,
from benchmarks
inner join devices on benchmarks.release = devices.release and benchmarks.run = devices.run
where
    devices.device = 'rtx3090'
    and devices.task = 'infer'
    and 1000 * benchmarks.secs <= 1
    and not benchmarks.suspect
order by benchmarks.top1 desc, benchmarks.secs asc, benchmarks.model asc
limit 10
