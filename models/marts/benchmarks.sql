{{ config(materialized='table') }}

with checkpoint_accuracies as (
    select * from {{ ref('checkpoint_accuracies') }}
),

speed as (
    select * from {{ ref('speed') }}
),

param_count_causes as (
    select * from {{ ref('param_count_causes') }}
),

-- The one join of accuracy and speed: a checkpoint is as fast as its architecture at the same resolution.
joined as (
    select
        speed.* exclude (param_count),
        speed.param_count as benchmark_param_count,
        checkpoint_accuracies.* exclude (release, is_newest_release, architecture, img_size),
        checkpoint_accuracies.release as accuracy_release,
    from speed
    inner join checkpoint_accuracies
        on
            speed.architecture = checkpoint_accuracies.architecture
            and speed.img_size = checkpoint_accuracies.img_size
            and if(
                speed.release = 'own',
                checkpoint_accuracies.is_newest_release,
                speed.release = checkpoint_accuracies.release
            )
),

-- Another count of parameters means that the benchmark timed another network, unless it has a known cause.
judged as (
    select
        *,
        case
            -- An own file may not count them.
            when benchmark_param_count is null then null
            when abs(benchmark_param_count - param_count) <= {{ var('param_count_tolerance') }} * param_count then null
            when
                exists (
                    select 1
                    from param_count_causes
                    where
                        regexp_full_match(joined.architecture, param_count_causes.architecture_pattern)
                        and param_count_causes.direction
                        = if(joined.benchmark_param_count > joined.param_count, 'higher', 'lower')
                )
                then null
            else
                format(
                    'the benchmark timed a network of {} M parameters, the validation one of {} M',
                    benchmark_param_count, param_count
                )
        end as suspect_reason,
    from joined
),

benchmarks as (
    select
        release,
        accuracy_release,
        run,
        task,
        precision,
        layout,
        torch,
        backend,
        device,
        compiled,
        model,
        architecture,
        family,
        module,
        img_size,
        samples_per_sec,
        step_time,
        batch_size,
        secs,
        benchmark_param_count,
        param_count,
        gmacs,
        macts,
        top1,
        top1_low,
        top1_high,
        top1_err,
        top5,
        top5_err,
        crop_pct,
        interpolation,
        license,
        license_class,
        hf_hub_id,
        suspect_reason is not null as suspect,
        suspect_reason,
    from judged
)

select * from benchmarks
