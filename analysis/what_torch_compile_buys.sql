-- How many times faster does torch.compile make each family's inference on an RTX 5090?
with benchmarks as (
    select * from {{ ref('benchmarks') }}
),

runs as (
    select * from {{ ref('int_runs') }}
),

-- The newest two runs that differ in nothing but torch.compile.
run_pair as (
    select
        eager.release,
        eager.run as eager,
        compiled.run as compiled,
    from runs as eager
    inner join runs as compiled using (release, task, device, precision, layout, torch, backend)
    where
        eager.device = 'rtx5090'
        and eager.task = 'infer'
        and eager.release != 'own'
        and not eager.compiled
        and compiled.compiled
    order by
        eager.release desc,
        string_split(eager.torch, '.')::integer[] desc,
        eager.run asc
    limit 1
)

select
    eager.family,
    count(*) as models,
    round(median(eager.secs / compiled.secs), 2) as median_speed_up,
    round(min(eager.secs / compiled.secs), 2) as least,
    round(max(eager.secs / compiled.secs), 2) as most,
    any_value(run_pair.release) as release,
from run_pair
inner join benchmarks as eager on run_pair.release = eager.release and run_pair.eager = eager.run
inner join benchmarks as compiled
    on
        run_pair.release = compiled.release
        and run_pair.compiled = compiled.run
        and eager.model = compiled.model
        and eager.img_size = compiled.img_size
where not eager.suspect and not compiled.suspect
group by eager.family
having count(*) >= 5
order by median_speed_up desc, eager.family asc
