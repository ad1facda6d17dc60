with speeds as (
    select * from {{ ref('speeds') }}
),

timed as (
    select
        *,
        1 / samples_per_sec as secs,
    from speeds
)

select * from timed
