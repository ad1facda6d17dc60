{{ config(materialized='table') }}

with checkpoint_accuracies as (
    select * from {{ ref('int_checkpoint_accuracies') }}
),

speed_estimates as (
    select * from {{ ref('speed_estimates') }}
),

-- The join of benchmarks, with estimated speeds.
joined as (
    select
        speed_estimates.release,
        checkpoint_accuracies.release as accuracy_release,
        speed_estimates.run,
        checkpoint_accuracies.model,
        checkpoint_accuracies.architecture,
        checkpoint_accuracies.family,
        checkpoint_accuracies.img_size,
        speed_estimates.secs,
        speed_estimates.secs_low,
        speed_estimates.secs_high,
        speed_estimates.samples_per_sec,
        speed_estimates.batch_size,
        speed_estimates.reference,
        checkpoint_accuracies.param_count,
        checkpoint_accuracies.top1,
        checkpoint_accuracies.top1_low,
        checkpoint_accuracies.top1_high,
        checkpoint_accuracies.license,
        checkpoint_accuracies.license_class,
        checkpoint_accuracies.hf_hub_id,
    from speed_estimates
    inner join checkpoint_accuracies
        on
            speed_estimates.architecture = checkpoint_accuracies.architecture
            and speed_estimates.img_size = checkpoint_accuracies.img_size
    where checkpoint_accuracies.is_newest_release and not checkpoint_accuracies.is_test_network
)

select * from joined
