{{ config(materialized='table') }}

with benchmarks as (
    select * from {{ ref('int_benchmarks') }}
),

families as (
    select * from {{ ref('int_families') }}
),

frame_runs as (
    select * from {{ ref('int_frame_runs') }}
),

framed as (
    select
        frame_runs.frame,
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
    inner join frame_runs on benchmarks.release = frame_runs.release and benchmarks.run = frame_runs.run
    inner join families on benchmarks.model = families.model
    where
        families.is_in_fastai_page
        -- No frame shows an own run: this drops their rows before the join.
        and benchmarks.release != 'own'
    -- In 2022 each model had one resolution; of today's several the most accurate is taken.
    qualify
        row_number() over (
            partition by frame_runs.frame, benchmarks.model
            order by benchmarks.top1 desc, benchmarks.secs asc
        ) = 1
)

select * from framed
