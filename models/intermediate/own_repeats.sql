{{ config(materialized='table') }}

with stg_own_texts as (
    select * from {{ ref('stg_own_texts') }}
),

-- Read twice, and DuckDB would keep all of it in memory.
own_speeds as not materialized (
    select * from {{ ref('own_speeds') }}
),

-- What stands there twice has the same hash; those that have not need not be compared.
alike as (
    select hash(run, architecture, img_size) as key
    from own_speeds
    where reason is null
    group by key
    having count(*) > 1
),

repeats as (
    select
        run,
        file,
        line,
        architecture,
        img_size,
    from own_speeds
    where reason is null and hash(run, architecture, img_size) in (select key from alike)
    qualify row_number() over (partition by run, architecture, img_size order by line) > 1
),

texts as (
    select
        file,
        {{ lines_of('text') }} as lines,
    from stg_own_texts
    where file in (select file from repeats)
),

lines as (
    select
        file,
        generate_subscripts(lines, 1) as line,
        unnest(lines) as content,
    from texts
),

written as (
    select
        repeats.run,
        repeats.file,
        repeats.line,
        -- The file may have changed since.
        if(contains(lines.content, repeats.architecture), lines.content, null) as content,
        format(
            '{} at {}_img_size {} stands there a second time',
            repeats.architecture,
            split_part(repeats.run, '-', 1),
            repeats.img_size
        ) as reason,
    from repeats
    left join lines on repeats.file = lines.file and repeats.line = lines.line
)

select * from written
