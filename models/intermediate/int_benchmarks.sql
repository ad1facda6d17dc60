{{ config(materialized='table') }}

with checkpoint_accuracies as (
    select * from {{ ref('int_checkpoint_accuracies') }}
),

speeds as (
    select * from {{ ref('int_speeds') }}
),

renamed_models as (
    select * from {{ ref('renamed_models') }}
),

-- The names under which a timing is looked up: its own, and the one that it has today.
names as (
    select
        architecture as benchmark_architecture,
        architecture,
    from speeds
    union
    select
        old_model as benchmark_architecture,
        split_part(model, '.', 1) as architecture,
    from renamed_models
),

-- The one join of accuracy and speed: a checkpoint is as fast as its architecture at the same resolution. The registry
-- also renames networks onto others (ig_resnext101_32x48d onto 32x8d), so an old name has to have as many parameters.
joined as (
    select
        speeds.* exclude (param_count, architecture),
        speeds.architecture as benchmark_architecture,
        speeds.param_count as benchmark_param_count,
        checkpoint_accuracies.* exclude (release, is_newest_release, img_size),
        checkpoint_accuracies.release as accuracy_release,
    from speeds
    inner join names on speeds.architecture = names.benchmark_architecture
    inner join checkpoint_accuracies
        on
            names.architecture = checkpoint_accuracies.architecture
            and speeds.img_size = checkpoint_accuracies.img_size
            and if(
                speeds.release = 'own',
                checkpoint_accuracies.is_newest_release,
                speeds.release = checkpoint_accuracies.release
            )
    where
        speeds.architecture = names.architecture
        or abs(speeds.param_count - checkpoint_accuracies.param_count)
        <= {{ var('param_count_tolerance') }} * checkpoint_accuracies.param_count
    -- A run may have timed a network under both names, or under two old ones.
    qualify
        row_number() over (
            partition by speeds.release, speeds.run, checkpoint_accuracies.model, speeds.img_size
            order by speeds.architecture = names.architecture desc, speeds.architecture asc
        ) = 1
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
        benchmark_architecture,
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
        is_test_network,
    from judged
)

select * from benchmarks
