with int_accuracies as (
    select * from {{ ref('int_accuracies') }}
),

accuracy as (
    select
        release,
        test_set,
        model,
        img_size,
        top1,
        top1_low,
        top1_high,
        top5,
        rank,
        rank_low,
        rank_high,
    from int_accuracies
)

select *
from accuracy
order by release, test_set, rank, model, img_size
