with page_frames as (
    select * from {{ ref('page_frames') }}
),

inference as (
    select * exclude (release, run, task)
    from page_frames
    where task = 'infer'
)

select *
from inference
order by samples_per_sec desc, model asc
