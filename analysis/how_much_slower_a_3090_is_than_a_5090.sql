-- How many times slower is an RTX 3090 than an RTX 5090, by family, in each device's default run?
with benchmarks as (
    select * from {{ ref('benchmarks') }}
),

devices as (
    select * from {{ ref('devices') }}
),

default_runs as (
    select benchmarks.*
    from benchmarks
    inner join devices on benchmarks.release = devices.release and benchmarks.run = devices.run
    where devices.task = 'infer' and not benchmarks.suspect
)

select
    older.family,
    count(*) as models,
    round(median(older.secs / newer.secs), 2) as median_slow_down,
    round(quantile_cont(older.secs / newer.secs, 0.1), 2) as tenth,
    round(quantile_cont(older.secs / newer.secs, 0.9), 2) as ninetieth,
    any_value(older.release) as release_3090,
    any_value(newer.release) as release_5090,
from default_runs as older
inner join default_runs as newer on older.model = newer.model and older.img_size = newer.img_size
where older.device = 'rtx3090' and newer.device = 'rtx5090'
group by older.family
having count(*) >= 5
order by median_slow_down desc, older.family asc
