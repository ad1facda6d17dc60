with benchmarks as (
    select * from {{ ref('benchmarks') }}
),

families as (
    select * from {{ ref('families') }}
),

framed as (
    select
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
    inner join families on benchmarks.model = families.model
    where
        benchmarks.release = '2022-07-27'
        and benchmarks.run = benchmarks.task || '-amp-nhwc-pt111-cu113-rtx3090'
        and families.is_in_page
)

select * from framed
