with page_frames as (
    select * from {{ ref('page_frames') }}
),

training_today as (
    select * exclude (frame, release, run, task)
    from page_frames
    where frame = 'training_today'
)

select *
from training_today
order by samples_per_sec desc, model asc
