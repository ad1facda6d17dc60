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
            "module := ''",
            "family := ''",
            "name_like := ''",
        ],
    )
}}

-- The parameters, under names of their own: a bare name that is a parameter's is always the parameter, so every column
-- is qualified. A limit that is not given is empty or infinite, since DuckLake gives a default of null back as the text
-- NULL.
with given as (
    select
        device as device_said,
        task as task_said,
        run as run_said,
        license_class as license_class_said,
        test_set as test_set_said,
        module as module_said,
        family as family_said,
        coalesce(lower(name_like), '') as part_of_name,
        max_params as max_params_said,
),

asked as (
    select
        {{ known_name('given.run_said', "'run'") }} as run_name,
        {{ known_name('given.task_said', "'task'") }} as task_name,
        {{ known_name('given.test_set_said', "'test_set'") }} as test_set_name,
        {{ known_name('given.license_class_said', "'license_class'") }} as license_class_name,
        {{ known_name('given.module_said', "'module'") }} as module_name,
        {{ known_name('given.family_said', "'family'") }} as family_name,
        given.device_said,
        given.part_of_name,
        if(
            given.max_params_said >= 1e6 and isfinite(given.max_params_said),
            error(
                format(
                    'pick: max_params is in millions: give {:g} for {:.0f} parameters',
                    given.max_params_said / 1e6, given.max_params_said
                )
            ),
            given.max_params_said
        ) as max_millions,
    from given
),

-- The run of that name, upstream's newest before an own one, or else the device's default run.
chosen as (
    select
        asked.*,
        runs.release,
        runs.run,
        runs.torch,
    from (
        select
            asked.*,
            if(
                asked.run_name is null,
                {{ known_name('asked.device_said', "'device with ' || asked.task_name || ' runs'") }},
                null
            ) as device_name,
        from asked
    ) as asked
    cross join {{ ref('int_runs') }} as runs
    left join {{ ref('devices') }} as devices on runs.release = devices.release and runs.run = devices.run
    where runs.run = asked.run_name or (devices.device = asked.device_name and devices.task = asked.task_name)
    order by runs.release = 'own' asc, runs.release desc
    limit 1
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
        'measured' as origin,
    from {{ ref('int_benchmarks') }} as measured
    where not measured.suspect
    union all by name
    select
        estimated.* exclude (
            architecture, family, reference, param_count, top1, top1_low, top1_high, license, license_class, hf_hub_id
        ),
        'estimated' as origin,
    from {{ ref('estimated_benchmarks') }} as estimated
    where include_estimates
),

within_limits as (
    select
        timed.*,
        chosen.torch,
        checkpoints.param_count,
        checkpoints.license,
        checkpoints.hf_hub_id,
        accuracies.top1,
        accuracies.top1_low,
        accuracies.top1_high,
        accuracies.rank,
        accuracies.rank_high,
    from chosen
    inner join timed on chosen.release = timed.release and chosen.run = timed.run
    inner join {{ ref('int_checkpoint_accuracies') }} as checkpoints
        on
            timed.accuracy_release = checkpoints.release
            and timed.model = checkpoints.model
            and timed.img_size = checkpoints.img_size
    inner join {{ ref('int_accuracies') }} as accuracies
        on
            timed.accuracy_release = accuracies.release
            and timed.model = accuracies.model
            and timed.img_size = accuracies.img_size
            and chosen.test_set_name = accuracies.test_set
    where
        not checkpoints.is_test_network
        and coalesce(1000 * timed.secs <= budget_ms, true)
        and coalesce(accuracies.top1 >= min_top1, true)
        and coalesce(checkpoints.param_count <= chosen.max_millions, true)
        and coalesce(timed.img_size <= max_img_size, true)
        and (chosen.license_class_name is null or checkpoints.license_class = chosen.license_class_name)
        and (chosen.module_name is null or checkpoints.module = chosen.module_name)
        and (chosen.family_name is null or checkpoints.family = chosen.family_name)
        and if(
            contains(chosen.part_of_name, '%'),
            timed.model ilike chosen.part_of_name,
            contains(timed.model, chosen.part_of_name)
        )
),

-- As pareto_frontier, among these rows and on the test set asked for. Estimates neither stay nor beat others.
with_frontier as (
    select
        within_limits.*,
        within_limits.origin = 'measured' and coalesce(
            within_limits.top1 > max(within_limits.top1) over (
                partition by within_limits.origin
                order by within_limits.secs asc, within_limits.top1 desc
                groups between unbounded preceding and 1 preceding
            ),
            true
        ) as is_on_frontier,
    from within_limits
),

best_resolution as (
    select with_frontier.*,
    from with_frontier
    qualify
        row_number() over (
            partition by with_frontier.model order by with_frontier.top1 desc, with_frontier.secs asc
        ) = 1
)

select
    best.model,
    best.img_size,
    best.top1,
    best.top1_low,
    best.top1_high,
    1000 * best.secs as ms,
    best.batch_size,
    1000 * best.secs_low as ms_low,
    1000 * best.secs_high as ms_high,
    best.samples_per_sec,
    best.param_count,
    best.license,
    best.hf_hub_id,
    best.is_on_frontier,
    best.rank > first_value(best.rank_high) over (order by best.top1 desc, best.secs asc, best.model asc)
        as differs_from_first,
    best.origin,
    best.torch,
    best.run,
    best.release,
from best_resolution as best
order by best.top1 desc, best.secs asc, best.model asc
