-- How many times slower is an RTX 3090 than an RTX 5090, for each family?
with benchmarks as (
    select * from {{ ref('benchmarks') }}
)

select
    older.family,
    count(*) as models,
    round(median(older.secs / newer.secs), 2) as median_slow_down,
    round(quantile_cont(older.secs / newer.secs, 0.1), 2) as tenth,
    round(quantile_cont(older.secs / newer.secs, 0.9), 2) as ninetieth,
from benchmarks as older
inner join benchmarks as newer using (release, model, img_size)
where
    older.run = 'infer-amp-nchw-pt240-cu124-rtx3090'
    and newer.run = 'infer-amp-nchw-pt291-cu130-5090'
    and not older.suspect
    and not newer.suspect
group by older.family
having count(*) >= 5
order by median_slow_down desc, older.family asc
