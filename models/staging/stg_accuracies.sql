with accuracies as (
    select * from {{ ref('accuracies') }}
),

measured as (
    select
        release,
        release = max(release) over () as is_newest_release,
        test_set,
        model,
        split_part(model, '.', 1) as architecture,
        img_size,
        top1,
        round(100 - top1, 3) as top1_err,
        top5,
        round(100 - top5, 3) as top5_err,
        param_count,
        crop_pct,
        interpolation,
    from accuracies
)

select * from measured
