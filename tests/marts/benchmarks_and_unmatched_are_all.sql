-- For every run: benchmarks and unmatched together hold every accuracy of the release on ImageNet once, and every
-- timing at least once.
with joined as (
    select
        release,
        run,
        count(*) as models,
        count(distinct benchmark_architecture || '@' || img_size) as timings,
    from {{ ref('benchmarks') }}
    group by all
),

left_over as (
    select
        release,
        run,
        count(*) filter (reason != 'no accuracy') as models,
        count(*) filter (reason = 'no accuracy') as timings,
    from {{ ref('unmatched') }}
    group by all
),

validated as (
    select
        release,
        is_newest_release,
        count(*) as models,
    from {{ ref('stg_accuracies') }}
    where test_set = 'imagenet'
    group by all
),

timed as (
    select
        release,
        run,
        count(*) as timings,
    from {{ ref('speed') }}
    group by all
)

select timed.*
from timed
left join validated
    on if(timed.release = 'own', validated.is_newest_release, timed.release = validated.release)
left join joined on timed.release = joined.release and timed.run = joined.run
left join left_over on timed.release = left_over.release and timed.run = left_over.run
where
    coalesce(joined.models, 0) + coalesce(left_over.models, 0) is distinct from validated.models
    or coalesce(joined.timings, 0) + coalesce(left_over.timings, 0) != timed.timings
