with page_frames as (
    select * from {{ ref('page_frames') }}
),

training as (
    select * exclude (frame, release, run, task)
    from page_frames
    where frame = 'training'
)

select *
from training
order by samples_per_sec desc, model asc
