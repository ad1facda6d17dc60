{{ config(materialized='table') }}

{% if var('own_benchmarks', none) %}

with texts as (
    select
        filename as file,
        {{ text_of('content') }} as text,
    from read_blob({{ text_literal(var('own_benchmarks')) }})
),

-- DuckDB finds no file in a folder's name, and would leave the folder out without a word.
folders as (
    select parse_dirpath(file) as folder
    from glob({{ text_literal(var('own_benchmarks')) }} || '/*')
    where parse_dirpath(file) similar to '.*[.]csv'
),

refused as (
    select
        case
            when (select count(*) from folders) > 0
                then (select min(folder) from folders) || ' is a folder; name the files in it'
            when (select count(*) from texts) = 0
                then {{ text_literal(var('own_benchmarks')) }} || ' matches no file'
        end as problem,
),

files as (
    select
        texts.file,
        {{ lines_of('texts.text') }} as lines,
    from refused
    left join texts on true
    where if(refused.problem is null, true, error('own_benchmarks: ' || refused.problem))
),

numbered as (
    select
        file,
        generate_subscripts(lines, 1) as line,
        unnest(lines) as content,
    from files
),

readable as (
    select
        file,
        line,
        {{ readable('content', "'own_benchmarks: ' || file", 'line') }} as content,
    from numbered
),

lines as (
    select *
    from readable
    where line = 1 or ltrim(content, ' ') != ''
)

select * from lines

{% else %}

select
    null::varchar as file,
    null::bigint as line,
    null::varchar as content,
where false

{% endif %}
