with speed as (
    select * from {{ ref('int_speeds') }}
)

select * from speed
