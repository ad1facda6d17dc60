{% if var('own_benchmarks', none) is not none %}

{% set files = text_literal(var('own_benchmarks')) %}

-- DuckDB finds no file in a folder's name, and would leave the folder out without a word.
with folders as (
    select parse_dirpath(file) as folder
    from glob({{ files }} || '/*')
    where parse_dirpath(file) similar to '.*[.]csv'
),

refused as (
    select
        case
            when (select count(*) from folders) > 0
                then (select min(folder) from folders) || ' is a folder; name the files in it'
            when (select count(*) from glob({{ files }})) = 0
                then {{ files }} || ' matches no file; name a file, or a pattern of files like runs/*.csv'
        end as problem,
),

decoded as (
    select
        filename,
        content,
        try(decode(content)) as decoded,
    from read_blob({{ files }})
),

texts as (
    select
        problem as file,
        error('own_benchmarks: ' || problem) as text,
    from refused
    where problem is not null
    union all
    select
        filename as file,
        {{ text_of('decoded', 'content') }} as text,
    from decoded
)

select * from texts

{% else %}

select
    null::varchar as file,
    null::varchar as text,
where false

{% endif %}
