with speeds as (
    select * from {{ ref('speeds') }}
),

unrated as (
    select
        'speeds' as source,
        null::bigint as line,
        'no rate' as reason,
        to_json(speeds)::varchar as source_row,
    from speeds
    where samples_per_sec is null
)

select * from unrated
