{{ config(materialized='table') }}

with stg_accuracies as (
    select * from {{ ref('stg_accuracies') }}
),

test_sets as (
    select * from {{ ref('test_sets') }}
),

shares as (
    select
        stg_accuracies.*,
        stg_accuracies.top1 / 100 as share,
        {{ var('z95') }} * {{ var('z95') }} / test_sets.images as k,
    from stg_accuracies
    left join test_sets on stg_accuracies.test_set = test_sets.test_set
),

-- Wilson's interval, and the lowest and the highest share that are statistically tied with this one by the pooled test
-- of two proportions of as many images. Both are the two roots of a quadratic equation.
bounds as (
    select
        *,
        (share + k / 2 - sqrt(k * share * (1 - share) + k * k / 4)) / (1 + k) as share_low,
        (share + k / 2 + sqrt(k * share * (1 - share) + k * k / 4)) / (1 + k) as share_high,
        (2 * share + k * (1 - share) - sqrt(8 * k * share * (1 - share) + k * k)) / (2 + k) as tied_low,
        (2 * share + k * (1 - share) + sqrt(8 * k * share * (1 - share) + k * k)) / (2 + k) as tied_high,
        coalesce(share - tied_low, 0) as tied_below,
        coalesce(tied_high - share, 0) as tied_above,
        rank() over (partition by release, test_set order by top1 desc) as rank,
    from shares
),

ranked as (
    select
        release,
        is_newest_release,
        test_set,
        model,
        architecture,
        img_size,
        top1,
        100 * if(share_low < 0, 0, share_low) as top1_low,
        100 * if(share_high > 1, 1, share_high) as top1_high,
        top1_err,
        top5,
        top5_err,
        rank,
        -- Without the number of images there is neither an interval nor a tie.
        if(k is null, null, min(rank) over tied) as rank_low,
        if(k is null, null, max(rank) over tied) as rank_high,
        param_count,
        crop_pct,
        interpolation,
    from bounds
    window tied as (
        partition by release, test_set
        order by share
        range between tied_below preceding and tied_above following
    )
)

select * from ranked
