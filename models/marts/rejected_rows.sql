with speeds as (
    select * from {{ ref('speeds') }}
),

own_speeds as (
    select * from {{ ref('int_own_speeds') }}
),

unrated as (
    select
        'speeds' as source,
        null::bigint as line,
        'no rate' as reason,
        to_json(speeds)::varchar as source_row,
    from speeds
    where samples_per_sec is null
),

own as (
    select
        file as source,
        line,
        reason,
        source_row,
    from own_speeds
    where reason is not null
),

rejected_rows as (
    select * from unrated
    union all
    select * from own
)

select * from rejected_rows
