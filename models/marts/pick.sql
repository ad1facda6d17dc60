{{
    config(
        materialized='table_function',
        contract={'enforced': false},
        persist_docs={'relation': false, 'columns': false},
        post_hook="{{ comment_on_table_function(this, model.description) }}",
        parameters=[
            "device := 'rtx4090'",
            "task := 'infer'",
            "run := ''",
            "budget_ms := 'inf'::double",
            "min_top1 := 0::double",
            "max_params := 'inf'::double",
            "max_img_size := 'inf'::double",
            "license_class := ''",
            "test_set := 'imagenet'",
            "include_estimates := true",
        ],
    )
}}

-- Every column is qualified: a bare name that is a parameter's too would be the parameter. A limit that is not given is
-- empty or infinite, since DuckLake gives a default of null back as the text NULL.
with speaking as (
    select devices.run
    from {{ ref('devices') }} as devices
    where devices.device = device and devices.task = task
),

chosen as (
    select
        max(runs.release) as release,
        runs.run,
    from {{ ref('speed') }} as runs
    left join speaking on true
    where runs.run = coalesce(nullif(run, ''), speaking.run)
    group by runs.run
),

timed as (
    select
        measured.release,
        measured.accuracy_release,
        measured.run,
        measured.model,
        measured.img_size,
        measured.secs,
        null::double as secs_low,
        null::double as secs_high,
        measured.samples_per_sec,
        measured.batch_size,
        measured.param_count,
        measured.license,
        measured.license_class,
        measured.hf_hub_id,
        'measured' as origin,
    from {{ ref('benchmarks') }} as measured
    inner join chosen on measured.release = chosen.release and measured.run = chosen.run
    where not measured.suspect
    union all by name
    select
        estimated.* exclude (architecture, family, reference, top1, top1_low, top1_high),
        'estimated' as origin,
    from {{ ref('estimated_benchmarks') }} as estimated
    inner join chosen on estimated.release = chosen.release and estimated.run = chosen.run
    where include_estimates
),

within_limits as (
    select
        timed.*,
        accuracies.top1,
        accuracies.top1_low,
        accuracies.top1_high,
        accuracies.rank,
        accuracies.rank_high,
    from timed
    inner join {{ ref('accuracy') }} as accuracies
        on
            timed.accuracy_release = accuracies.release
            and timed.model = accuracies.model
            and timed.img_size = accuracies.img_size
    where
        accuracies.test_set = test_set
        and coalesce(1000 * timed.secs <= budget_ms, true)
        and coalesce(accuracies.top1 >= min_top1, true)
        and coalesce(timed.param_count <= max_params, true)
        and coalesce(timed.img_size <= max_img_size, true)
        and coalesce(license_class in ('', timed.license_class), true)
),

best_resolution as (
    select within_limits.*,
    from within_limits
    qualify
        row_number() over (
            partition by within_limits.model order by within_limits.top1 desc, within_limits.secs asc
        ) = 1
)

select
    best.model,
    best.img_size,
    best.top1,
    best.top1_low,
    best.top1_high,
    1000 * best.secs as ms,
    1000 * best.secs_low as ms_low,
    1000 * best.secs_high as ms_high,
    best.samples_per_sec,
    best.param_count,
    best.license,
    best.hf_hub_id,
    frontier.model is not null as is_on_frontier,
    best.rank > first_value(best.rank_high) over (order by best.top1 desc, best.secs asc, best.model asc)
        as differs_from_first,
    best.origin,
    best.batch_size,
    best.run,
    best.release,
from best_resolution as best
left join {{ ref('pareto_frontier') }} as frontier
    on
        best.release = frontier.release
        and best.run = frontier.run
        and best.model = frontier.model
        and best.img_size = frontier.img_size
        and best.origin = 'measured'
order by best.top1 desc, best.secs asc, best.model asc
