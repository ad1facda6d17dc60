{{ config(materialized='table') }}

with benchmarks as (
    select * from {{ ref('benchmarks') }}
),

usable as (
    select
        *,
        (top1_high - top1_low) / (2 * {{ var('z95') }}) as top1_sd,
    from benchmarks
    where not suspect and not is_test_network
),

-- More accurate than every row before it, those of equal secs and top1 aside.
unbeaten as (
    select *
    from usable
    qualify
        coalesce(
            top1 > max(top1) over (
                partition by release, run
                order by secs asc, top1 desc
                groups between unbounded preceding and 1 preceding
            ),
            true
        )
),

-- By how many standard deviations a row's top1 may err, and how likely that is: an integral over the normal density.
errors as (
    select
        range * 0.4 as z,
        0.4 * exp(-z * z / 2) / sqrt(2 * pi()) as weight,
    from range(-10, 11)
),

-- How far each row is ahead of those that are as fast and within reach of it, in standard deviations.
leads as (
    select
        unbeaten.release,
        unbeaten.run,
        unbeaten.model,
        unbeaten.img_size,
        errors.z,
        errors.weight,
        (unbeaten.top1 + errors.z * unbeaten.top1_sd - rivals.top1) / rivals.top1_sd as lead,
    from unbeaten
    inner join usable as rivals
        on
            unbeaten.release = rivals.release
            and unbeaten.run = rivals.run
            and unbeaten.secs >= rivals.secs
            and unbeaten.top1 - rivals.top1 < 6 * unbeaten.top1_sd
            and (unbeaten.model, unbeaten.img_size) != (rivals.model, rivals.img_size)
    cross join errors
),

-- For each error, how likely the row stays ahead of all of them. The logistic function of a cubic is the normal
-- distribution to within 0.0002.
chances as (
    select
        release,
        run,
        model,
        img_size,
        z,
        weight,
        exp(-sum(ln(1 + exp(-1.5976 * lead - 0.07056 * lead ** 3)))) as chance,
    from leads
    group by all
),

shares as (
    select
        release,
        run,
        model,
        img_size,
        sum(weight * chance) as frontier_share,
    from chances
    group by all
),

with_shares as (
    select
        unbeaten.* exclude (top1_sd),
        -- Rounded, since sums differ in their last digits with the order of the rows.
        if(unbeaten.top1_sd is null, null, round(least(coalesce(shares.frontier_share, 1), 1), 4)) as frontier_share,
    from unbeaten
    left join shares using (release, run, model, img_size)
)

select * from with_shares
