with speeds as (
    select * from {{ ref('speeds') }}
),

own_files as (
    select * from {{ ref('own_files') }}
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
        run,
        line,
        reason,
        content,
    from own_speeds
    where reason is not null
    union all by name
    select * from own_repeats
),

own as (
    select
        own_files.file as source,
        not_taken.line,
        not_taken.reason,
        not_taken.content as source_row,
    from not_taken
    inner join own_files on not_taken.run = own_files.run
),

rejected_rows as (
    select * from unrated
    union all
    select * from own
)

select * from rejected_rows
