with checkpoints as (
    select * from {{ ref('checkpoints') }}
),

named as (
    select
        model,
        split_part(model, '.', 1) as architecture,
        module,
        license,
        hf_hub_id,
        paper_ids,
    from checkpoints
)

select * from named
