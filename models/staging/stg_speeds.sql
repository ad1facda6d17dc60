with speeds as (
    select * from {{ ref('speeds') }}
),

timed as (
    select
        release,
        run,
        architecture,
        img_size,
        1 / samples_per_sec as secs,
        samples_per_sec,
        step_time,
        batch_size,
        param_count,
        gmacs,
        macts,
    from speeds
)

select * from timed
