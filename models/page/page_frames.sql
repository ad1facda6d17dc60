{{ config(materialized='table') }}

with benchmarks as (
    select * from {{ ref('benchmarks') }}
),

families as (
    select * from {{ ref('families') }}
),

-- The page's two runs, and those that would take their place today.
frames as (
    from (
        values
        ('inference', '2022-07-27', 'infer-amp-nhwc-pt111-cu113-rtx3090'),
        ('training', '2022-07-27', 'train-amp-nhwc-pt111-cu113-rtx3090'),
        ('inference_today', '2026-01-06', 'infer-amp-nhwc-pt240-cu124-rtx3090'),
        ('training_today', '2026-01-06', 'train-amp-nhwc-pt112-cu113-rtx3090')
    ) as frames (frame, release, run)
),

framed as (
    select
        frames.frame,
        benchmarks.release,
        benchmarks.run,
        benchmarks.task,
        benchmarks.model,
        benchmarks.architecture,
        benchmarks.family,
        benchmarks.img_size,
        benchmarks.samples_per_sec,
        benchmarks.step_time,
        benchmarks.batch_size,
        benchmarks.secs,
        benchmarks.benchmark_param_count,
        benchmarks.param_count,
        benchmarks.top1,
        benchmarks.top1_err,
        benchmarks.top5,
        benchmarks.top5_err,
        benchmarks.crop_pct,
        benchmarks.interpolation,
        benchmarks.suspect,
    from benchmarks
    inner join frames on benchmarks.release = frames.release and benchmarks.run = frames.run
    inner join families on benchmarks.model = families.model
    where
        families.is_in_fastai_page
        -- No frame is of an own run. Said here, it spares a look at each of their rows.
        and benchmarks.release != 'own'
    -- In 2022 each model had one resolution; today the most accurate of several stands for it.
    qualify
        row_number() over (
            partition by frames.frame, benchmarks.model
            order by benchmarks.top1 desc, benchmarks.secs asc
        ) = 1
)

select * from framed
