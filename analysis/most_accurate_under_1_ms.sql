-- Which models are the most accurate within 1 ms per image on an RTX 3090?
with benchmarks as (
    select * from {{ ref('benchmarks') }}
)

select
    model,
    img_size,
    top1,
    round(1000 * secs, 3) as ms,
    param_count,
    license,
from benchmarks
where
    release = '2026-01-06'
    and run = 'infer-amp-nhwc-pt240-cu124-rtx3090'
    and 1000 * secs <= 1
    and not suspect
order by top1 desc, secs asc, model asc
limit 10
