with pareto_frontier as (
    select * from {{ ref('pareto_frontier') }}
),

stg_accuracies as (
    select * from {{ ref('stg_accuracies') }}
),

renamed_models as (
    select * from {{ ref('renamed_models') }}
),

runs as (
    select distinct
        release,
        run,
    from {{ ref('page_frames') }}
    where task = 'infer'
),

-- The architectures of 2022, under the names they had and those they have today.
known as (
    select stg_accuracies.architecture
    from stg_accuracies
    where stg_accuracies.release = '2022-07-27'
    union
    select split_part(renamed_models.model, '.', 1) as architecture
    from stg_accuracies
    inner join renamed_models on stg_accuracies.model = renamed_models.old_model
    where stg_accuracies.release = '2022-07-27'
),

frontiers as (
    select
        pareto_frontier.release,
        pareto_frontier.run,
        pareto_frontier.model,
        pareto_frontier.family,
        pareto_frontier.img_size,
        pareto_frontier.secs,
        pareto_frontier.top1,
        known.architecture is null as is_new,
    from pareto_frontier
    inner join runs on pareto_frontier.release = runs.release and pareto_frontier.run = runs.run
    left join known on pareto_frontier.architecture = known.architecture
)

select *
from frontiers
order by release, secs
