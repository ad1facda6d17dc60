with page_frames as (
    select * from {{ ref('page_frames') }}
),

counted as (
    select
        task,
        family,
        count(*) as models,
    from page_frames
    where frame in ('inference', 'training')
    group by all
)

select *
from counted
order by task asc, models desc, family asc
