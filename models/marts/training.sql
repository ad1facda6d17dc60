with frames as (
    select * from {{ ref('int_frames') }}
),

training as (
    select * exclude (frame, release, run, task)
    from frames
    where frame = 'training'
)

select *
from training
order by samples_per_sec desc, model asc
