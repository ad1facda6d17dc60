{{ config(materialized='table') }}

with frame_runs as (
    select * from {{ ref('int_frame_runs') }}
),

frame_models as (
    select * from {{ ref('frame_models') }}
),

harder_test_sets as (
    select * from {{ ref('harder_test_sets') }}
),

test_sets as (
    select * from {{ ref('test_sets') }}
),

of_runs as (
    select
        frame_runs.frame,
        any_value(frame_runs.fastai_frame) as task,
        format(
            'Source: timm''s results of {}, run {}.', any_value(frame_runs.release), any_value(frame_runs.run)
        ) as source,
        if(
            bool_or(frame_models.suspect),
            'A cross marks a model whose benchmark timed another network than the one validated.',
            null
        ) as note,
    from frame_runs
    left join frame_models on frame_runs.frame = frame_models.frame
    group by frame_runs.frame
),

of_test_sets as (
    select
        harder_test_sets.frame,
        null as task,
        format(
            'Source: timm''s results of {}, {}; the difference is taken against {}.',
            any_value(harder_test_sets.release),
            any_value(test_sets.title),
            coalesce(nullif(any_value(test_sets.clean_test_set), 'imagenet'), 'ImageNet')
        ) as source,
        null as note,
    from harder_test_sets
    inner join test_sets on harder_test_sets.frame = test_sets.test_set
    group by harder_test_sets.frame
),

of_frontiers as (
    select
        'frontier_since_2022' as frame,
        any_value(fastai_frame) as task,
        'Source: timm''s results, ' || string_agg(release || ' run ' || run, ' and ' order by release) || '.' as source,
        if(
            count(distinct device) = 1,
            format('Both runs are on the device {}.', any_value(device)),
            format(
                'The runs are on different devices: {} in 2022, {} today.',
                any_value(device) filter (not is_today), any_value(device) filter (is_today)
            )
        ) as note,
    from frame_runs
    where fastai_frame = 'inference'
),

frames as (
    select * from of_runs
    union all
    select * from of_test_sets
    union all
    select * from of_frontiers
)

select * from frames
