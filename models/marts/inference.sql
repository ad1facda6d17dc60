with frames as (
    select * from {{ ref('int_frames') }}
),

inference as (
    select * exclude (frame, release, run, task)
    from frames
    where frame = 'inference'
)

select *
from inference
order by samples_per_sec desc, model asc
