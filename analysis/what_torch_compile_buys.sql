-- How many times faster does torch.compile make each family on an RTX 5090?
with benchmarks as (
    select * from {{ ref('benchmarks') }}
)

select
    eager.family,
    count(*) as models,
    round(median(eager.secs / compiled.secs), 2) as median_speed_up,
    round(min(eager.secs / compiled.secs), 2) as least,
    round(max(eager.secs / compiled.secs), 2) as most,
from benchmarks as eager
inner join benchmarks as compiled using (release, model, img_size)
where
    eager.run = 'infer-amp-nchw-pt291-cu130-5090'
    and compiled.run = 'infer-amp-nchw-pt291-cu130-5090-dynamo'
    and not eager.suspect
    and not compiled.suspect
group by eager.family
having count(*) >= 5
order by median_speed_up desc, eager.family asc
