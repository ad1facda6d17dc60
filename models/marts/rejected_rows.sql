with speeds as (
    select * from {{ ref('speeds') }}
),

own_speeds as (
    select * from {{ ref('own_speeds') }}
),

own_repeats as (
    select * from {{ ref('own_repeats') }}
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

not_taken as (
    select
        file,
        line,
        reason,
        content,
    from own_speeds
    where reason is not null
    union all
    select
        file,
        line,
        reason,
        content,
    from own_repeats
),

rejected_rows as (
    select * from unrated
    union all
    select * from not_taken
)

select * from rejected_rows
