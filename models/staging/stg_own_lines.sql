{{ config(materialized='table') }}

{% if var('own_benchmarks', none) %}

with contents as (
    select
        filename as file,
        try(decode(content)) as content,
    from read_blob({{ text_literal(var('own_benchmarks')) }})
),

refused as (
    select
        case
            when count(*) = 0 then {{ text_literal(var('own_benchmarks')) }} || ' matches no file'
            when count(content) < count(*)
                then min(file) filter (content is null) || ' is no UTF-8 text: save it as UTF-8'
        end as problem,
    from contents
),

files as (
    select contents.*
    from refused
    left join contents on true
    where if(refused.problem is null, true, error('own_benchmarks: ' || refused.problem))
),

lines as (
    select
        files.file,
        lines.line,
        rtrim(lines.content, chr(13)) as content,
    from
        files,
        unnest(string_split(ltrim(files.content, chr(65279)), chr(10))) with ordinality as lines (content, line)
    where lines.line = 1 or trim(lines.content, ' ' || chr(13)) != ''
)

select * from lines

{% else %}

select
    null::varchar as file,
    null::bigint as line,
    null::varchar as content,
where false

{% endif %}
