{{ config(materialized='table') }}

with frame_runs as (
    select * from {{ ref('int_frame_runs') }}
),

-- A suspect row is of another network, so no title counts it.
frame_models as (
    select *
    from {{ ref('frame_models') }}
    where not suspect
),

frame_families as (
    select * from {{ ref('frame_families') }}
),

frontier_since_2022 as (
    select * from {{ ref('frontier_since_2022') }}
),

harder_test_sets as (
    select * from {{ ref('harder_test_sets') }}
),

test_sets as (
    select * from {{ ref('test_sets') }}
),

checkpoint_accuracies as (
    select * from {{ ref('int_checkpoint_accuracies') }}
),

speed as (
    select * from {{ ref('speed') }}
),

largest_family as (
    select
        'family_counts' as drawing,
        frame,
        format(
            '{} is the largest of {} families: {} of {} models',
            first(family order by models desc, family asc), count(*), max(models), sum(models)
        ) as title,
    from frame_families
    group by frame
),

most_accurate as (
    select
        'accuracy_and_time' as drawing,
        frame_models.frame,
        format(
            '{}, the most accurate of the {} models of the FastAI page''s families, takes {:,} times as long per '
            'image in {} as {}, the fastest',
            arg_max(frame_models.model, frame_models.top1),
            count(*),
            round(arg_max(frame_models.secs, frame_models.top1) / min(frame_models.secs))::bigint,
            any_value(frame_runs.fastai_frame),
            arg_min(frame_models.model, frame_models.secs)
        ) as title,
    from frame_models
    inner join frame_runs on frame_models.frame = frame_runs.frame
    group by frame_models.frame
),

-- Points of accuracy that doubling the time gains, by a family's regression line; fewer than five models say little.
lines as (
    select
        frame,
        family,
        regr_slope(top1, log2(secs)) as gain,
    from frame_models
    where has_hue
    group by all
    having var_pop(log2(secs)) > 0 and count(*) >= 5
),

steepest_and_flattest as (
    select
        'accuracy_and_time_with_lines' as drawing,
        frame_runs.frame,
        coalesce(
            format(
                'Twice the time per image in {} goes with {:.1f} points of accuracy in {}, but {:.1f} in {}',
                any_value(frame_runs.fastai_frame),
                max(lines.gain),
                arg_max(lines.family, lines.gain),
                min(lines.gain),
                arg_min(lines.family, lines.gain)
            ),
            format('Accuracy against time per image in {}', any_value(frame_runs.fastai_frame))
        ) as title,
    from frame_runs
    left join lines on frame_runs.frame = lines.frame
    group by frame_runs.frame
),

widest_spread as (
    select
        'parameters_and_time' as drawing,
        slower.frame,
        format(
            'Models with as many parameters (within 1 %) differ up to {:.0f}-fold in time, '
            'at the same image size up to {:.0f}-fold',
            max(slower.secs / faster.secs),
            max(slower.secs / faster.secs) filter (slower.img_size = faster.img_size)
        ) as title,
    from frame_models as slower
    inner join frame_models as faster
        on
            slower.frame = faster.frame
            and abs(slower.benchmark_param_count / faster.benchmark_param_count - 1) <= 0.01
    group by slower.frame
),

sized as (
    select
        frame,
        top1,
        img_size,
        min(img_size) over (partition by frame) as smallest,
    from frame_models
),

smallest_and_larger as (
    select
        'accuracy_and_size' as drawing,
        frame,
        format(
            'Half of the models for images of {} px reach {:.1f} %',
            any_value(smallest), median(top1) filter (img_size = smallest)
        )
        || coalesce(
            format(', half of those for larger ones {:.1f} %', median(top1) filter (img_size > smallest)), ''
        ) as title,
    from sized
    group by frame
),

-- For each model on the frontier of 2022, how much more accurate today's best within the same time is.
gains as (
    select max(today.top1) - any_value(earlier.top1) as gain
    from frontier_since_2022 as earlier
    inner join frontier_since_2022 as today on earlier.secs >= today.secs
    where not earlier.is_today and today.is_today
    group by earlier.model, earlier.img_size
),

new_on_the_frontier as (
    select
        'frontier_since_2022' as drawing,
        'frontier_since_2022' as frame,
        format(
            '{} of the {} models on today''s frontier are new since 2022',
            count(*) filter (is_new), count(*)
        )
        || coalesce(
            format(
                '; within the same time as a model of the frontier of 2022 the best is {:.1f} points more accurate in '
                'the median, {:.1f} at most',
                (select median(gain) from gains), (select max(gain) from gains)
            ),
            ''
        ) as title,
    from frontier_since_2022
    where is_today
),

-- The drop is taken against the clean counterpart, which for some sets is not all of ImageNet.
median_drop as (
    select
        'robustness' as drawing,
        harder_test_sets.frame,
        format(
            'On {} half of {:,} accuracies {} by more than {:.1f} points; the best, {}, reaches {:.1f} %',
            any_value(split_part(test_sets.title, ':', 1)),
            count(*),
            if(median(harder_test_sets.top1_drop) < 0, 'rise', 'fall'),
            abs(median(harder_test_sets.top1_drop)),
            arg_max(harder_test_sets.model, harder_test_sets.harder_top1),
            max(harder_test_sets.harder_top1)
        ) as title,
    from harder_test_sets
    inner join test_sets on harder_test_sets.frame = test_sets.test_set
    group by harder_test_sets.frame
),

lead as (
    select
        'index' as drawing,
        'index' as frame,
        format(
            '{:,} checkpoints, {} benchmark runs on {} devices.',
            (select count(distinct model) filter (is_newest_release) from checkpoint_accuracies),
            count(distinct run),
            count(distinct coalesce(device, 'unknown'))
        ) as title,
    from speed
),

titles as (
    select * from largest_family
    union all
    select * from most_accurate
    union all
    select * from steepest_and_flattest
    union all
    select * from widest_spread
    union all
    select * from smallest_and_larger
    union all
    select * from new_on_the_frontier
    union all
    select * from median_drop
    union all
    select * from lead
)

select * from titles
