with accuracy as (
    select * from {{ ref('accuracy') }}
),

checkpoint_accuracies as (
    select * from {{ ref('int_checkpoint_accuracies') }}
),

picker_models as (
    select
        accuracy.release,
        checkpoint_accuracies.is_newest_release,
        row_number() over (partition by accuracy.release order by accuracy.model, accuracy.img_size) - 1 as place,
        accuracy.model,
        -- A run times an architecture at a size, which many checkpoints share.
        dense_rank() over (
            partition by accuracy.release
            order by checkpoint_accuracies.architecture, accuracy.img_size
        ) - 1 as timing,
        checkpoint_accuracies.family,
        accuracy.img_size,
        checkpoint_accuracies.param_count,
        accuracy.top1,
        round(100 * accuracy.top1_low)::integer as hundredths_low,
        round(100 * accuracy.top1_high)::integer as hundredths_high,
        accuracy.rank,
        accuracy.rank_high,
        checkpoint_accuracies.license,
        checkpoint_accuracies.license_class,
        -- Nearly every checkpoint is published by timm under its own name, which `=` stands for.
        if(hf_hub_id = 'timm/' || accuracy.model, '=', hf_hub_id) as hub,
    from accuracy
    inner join checkpoint_accuracies
        on
            accuracy.release = checkpoint_accuracies.release
            and accuracy.model = checkpoint_accuracies.model
            and accuracy.img_size = checkpoint_accuracies.img_size
    where accuracy.test_set = 'imagenet' and not checkpoint_accuracies.is_test_network
)

select * from picker_models
