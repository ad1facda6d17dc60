with page_frames as (
    select * from {{ ref('page_frames') }}
),

inference_today as (
    select * exclude (frame, release, run, task)
    from page_frames
    where frame = 'inference_today'
)

select *
from inference_today
order by samples_per_sec desc, model asc
