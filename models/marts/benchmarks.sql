{{ config(materialized='table') }}

with checkpoint_accuracies as (
    select * from {{ ref('checkpoint_accuracies') }}
),

speed as (
    select * from {{ ref('speed') }}
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
            when if(benchmark_param_count > param_count, may_count_more, may_count_fewer) then null
            else
                format(
                    'the benchmark timed a network of {} M parameters, the validation one of {} M',
                    benchmark_param_count, param_count
                )
        end as suspect_reason,
    from joined
),

-- Every column is qualified, for pick: a bare name that is a parameter's too would be the parameter.
benchmarks as (
    select
        judged.release,
        judged.accuracy_release,
        judged.run,
        judged.task,
        judged.precision,
        judged.layout,
        judged.torch,
        judged.backend,
        judged.device,
        judged.compiled,
        judged.model,
        judged.architecture,
        judged.family,
        judged.module,
        judged.img_size,
        judged.samples_per_sec,
        judged.step_time,
        judged.batch_size,
        judged.secs,
        judged.benchmark_param_count,
        judged.param_count,
        judged.gmacs,
        judged.macts,
        judged.top1,
        judged.top1_low,
        judged.top1_high,
        judged.top1_err,
        judged.top5,
        judged.top5_err,
        judged.crop_pct,
        judged.interpolation,
        judged.license,
        judged.license_class,
        judged.hf_hub_id,
        judged.suspect_reason is not null as suspect,
        judged.suspect_reason,
    from judged
)

select * from benchmarks
