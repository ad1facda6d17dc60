{{ config(materialized='table') }}

with fastai_frames as (
    select * from {{ ref('fastai_frames') }}
),

runs as (
    select * from {{ ref('int_runs') }}
),

benchmarks as (
    select * from {{ ref('int_benchmarks') }}
),

families as (
    select * from {{ ref('int_families') }}
),

-- A chart can show a run only if it has some of the FastAI page's models.
drawable as (
    select distinct
        benchmarks.release,
        benchmarks.run,
    from benchmarks
    inner join families on benchmarks.model = families.model
    where families.is_in_fastai_page_subset and benchmarks.release != 'own'
),

fastai_runs as (
    select
        fastai_frames.frame,
        fastai_frames.frame as fastai_frame,
        false as is_today,
        runs.*,
    from fastai_frames
    inner join runs on fastai_frames.release = runs.release and fastai_frames.run = runs.run
),

-- For each task the run of the newest release that is most like the FastAI page's, by preferences in this order.
runs_today as (
    select
        fastai_runs.frame || '_today' as frame,
        fastai_runs.fastai_frame,
        true as is_today,
        runs.*,
    from fastai_runs
    inner join runs on fastai_runs.task = runs.task
    inner join drawable on runs.release = drawable.release and runs.run = drawable.run
    qualify
        row_number() over (
            partition by fastai_runs.frame
            order by
                runs.release desc,
                runs.device is not distinct from fastai_runs.device desc,
                runs.precision is not distinct from fastai_runs.precision desc,
                runs.layout is not distinct from fastai_runs.layout desc,
                coalesce(runs.compiled, false) asc,
                string_split(runs.torch, '.')::integer[] desc nulls last,
                runs.run asc
        ) = 1
),

frame_runs as (
    select * from fastai_runs
    union all
    select * from runs_today
)

select * exclude (precision, layout, torch, backend, compiled)
from frame_runs
