{{ config(materialized='table') }}

with pareto_frontier as (
    select * from {{ ref('pareto_frontier') }}
),

stg_accuracies as (
    select * from {{ ref('stg_accuracies') }}
),

renamed_models as (
    select * from {{ ref('renamed_models') }}
),

frame_runs as (
    select *
    from {{ ref('int_frame_runs') }}
    where fastai_frame = 'inference'
),

models_of_2022 as (
    select
        model,
        architecture,
    from stg_accuracies
    where release in (select any_value(release) filter (not is_today) from frame_runs)
),

-- Their architectures, under the names of 2022 and of today.
known as (
    select architecture
    from models_of_2022
    union
    select split_part(renamed_models.model, '.', 1) as architecture
    from models_of_2022
    inner join renamed_models on models_of_2022.model = renamed_models.old_model
),

frontiers as (
    select
        frame_runs.is_today,
        frame_runs.release,
        frame_runs.run,
        frame_runs.device,
        pareto_frontier.model,
        pareto_frontier.architecture,
        pareto_frontier.family,
        pareto_frontier.img_size,
        pareto_frontier.secs,
        pareto_frontier.top1,
        known.architecture is null as is_new,
        case
            when known.architecture is null then 'today, new since 2022'
            when frame_runs.is_today then 'today, known in 2022'
            else 'in 2022'
        end as kind,
    from pareto_frontier
    inner join frame_runs on pareto_frontier.release = frame_runs.release and pareto_frontier.run = frame_runs.run
    -- levit_conv_* are the networks and weights of levit_*, with convolutions in place of linear layers.
    left join known on replace(pareto_frontier.architecture, 'levit_conv_', 'levit_') = known.architecture
)

select *
from frontiers
order by release, secs
