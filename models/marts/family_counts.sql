with frames as (
    select * from {{ ref('int_frames') }}
),

counted as (
    select
        task,
        family,
        count(*) as models,
    from frames
    where frame in ('inference', 'training')
    group by all
)

select *
from counted
order by task asc, models desc, family asc
