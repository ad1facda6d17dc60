with page_frames as (
    select * from {{ ref('page_frames') }}
),

inference as (
    select * exclude (frame, release, run, task)
    from page_frames
    where frame = 'inference'
)

select *
from inference
order by samples_per_sec desc, model asc
