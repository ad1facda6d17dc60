{{ config(materialized='table') }}

with stg_own_texts as (
    select * from {{ ref('stg_own_texts') }}
),

own_files as (
    select * from {{ ref('own_files') }}
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
        line,
        architecture,
        img_size,
    from own_speeds
    where reason is null and hash(run, architecture, img_size) in (select key from alike)
    qualify row_number() over (partition by run, architecture, img_size order by line) > 1
),

files as (
    select
        own_files.run,
        own_files.task,
        {{ lines_of('stg_own_texts.text') }} as lines,
    from stg_own_texts
    inner join own_files on stg_own_texts.file = own_files.file
    where own_files.run in (select run from repeats)
),

lines as (
    select
        run,
        task,
        generate_subscripts(lines, 1) as line,
        unnest(lines) as content,
    from files
),

written as (
    select
        repeats.run,
        repeats.line,
        lines.content,
        format(
            '{} at {}_img_size {} stands there a second time', repeats.architecture, lines.task, repeats.img_size
        ) as reason,
    from repeats
    inner join lines on repeats.run = lines.run and repeats.line = lines.line
)

select * from written
