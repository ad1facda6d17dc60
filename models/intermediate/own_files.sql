{{ config(materialized='table') }}

{#- In the cases that people write. #}
{%- set signs_of_a_header = ['model', 'Model', 'MODEL', '_samples_per_sec', '_SAMPLES_PER_SEC'] %}

with stg_own_texts as (
    select * from {{ ref('stg_own_texts') }}
),

files as (
    select
        file,
        regexp_replace(parse_filename(file, false, 'system'), '[.]csv$', '') as name,
        {{ first_line_of('text') }} as first_line,
        [lower(trim(cell, ' ')) for cell in {{ cells_of('first_line') }}] as header,
        regexp_matches(text, '[\r\n] *[^ \r\n]') as has_rows,
        -- Few files have a reason to be looked at line by line, and one look at the whole finds them.
        if(
            contains(text, chr(0))
            or strlen(text) > 10000000
            {%- for sign in signs_of_a_header %}
            or len(string_split(text, '{{ sign }}')) > len(string_split(first_line, '{{ sign }}'))
            {%- endfor %},
            {{ lines_of('text') }},
            []
        ) as lines,
    from stg_own_texts
),

numbered as (
    select
        file,
        first_line,
        generate_subscripts(lines, 1) as line,
        unnest(lines) as content,
    from files
),

readable as (
    select
        file,
        first_line,
        line,
        {{ readable('content', "'own_benchmarks: ' || file", 'line') }} as content,
    from numbered
),

-- Below another header the columns would not stand where the first line says. It is one if it names a column and holds
-- no number.
other_headers as (
    select
        file,
        min(line) as line,
    from readable
    where
        content != first_line
        and regexp_matches(content, '(?i)(^|,)[" ]*model[" ]*(,|$)|_samples_per_sec')
        and not regexp_matches(content, '(^|,)[" ]*[0-9]')
    group by file
),

columns as (
    select
        file,
        unnest(header) as name,
        generate_subscripts(header, 1) as place,
    from files
),

repeated as (
    select
        file,
        name,
        max(place) as place,
    from columns
    where name != ''
    group by file, name
    having count(*) > 1
),

tasks as (
    select
        files.file,
        files.name,
        tasks.task,
        len(files.header) as width,
        list_position(header, 'model') as model_at,
        list_position(header, tasks.task || '_img_size') as img_size_at,
        list_position(header, tasks.task || '_samples_per_sec') as samples_per_sec_at,
        list_position(header, tasks.task || '_step_time') as step_time_at,
        list_position(header, tasks.task || '_batch_size') as batch_size_at,
        list_position(header, tasks.task || '_gmacs') as gmacs_at,
        list_position(header, tasks.task || '_macts') as macts_at,
        list_position(header, 'param_count') as param_count_at,
        case
            when model_at is null then 'model'
            when img_size_at is null then tasks.task || '_img_size'
            when samples_per_sec_at is null then tasks.task || '_samples_per_sec'
        end as lacks,
    from files
    cross join (values ('infer'), ('train')) as tasks (task)
    where coalesce(img_size_at, samples_per_sec_at, step_time_at, batch_size_at, gmacs_at, macts_at) is not null
),

named as (
    select
        * exclude (name, lacks),
        -- A name in upstream's grammar says what the run is, any other names the device.
        if(
            regexp_full_match(name, '(benchmark-)?' || {{ run_pattern() }}),
            task || '-' || regexp_extract(name, '^(?:benchmark-)?(?:infer|train)-(.*)$', 1),
            task || '-' || name
        ) as run,
    from tasks
    where lacks is null
),

incomplete as (
    select
        file,
        min(lacks) as lacks,
    from tasks
    where lacks is not null
    group by file
),

refused as (
    select
        files.file
        || case
            when files.first_line = '' and not files.has_rows then ' is empty'
            when not {{ is_well_quoted('files.first_line') }}
                then ', line 1: a quote that is not closed, or that stands within a value'
            when files.file not in (select file from tasks)
                then
                    ', line 1: this is no table of timm''s benchmark.py, whose first line names model and '
                    || 'infer_img_size and infer_samples_per_sec, or those of train, between commas'
            when incomplete.lacks is not null
                then format(', line 1, column ({}): the column is missing', incomplete.lacks)
            when not files.has_rows then ', line 1: a header without a row'
            when other_headers.line is not null
                then format(', line {}: another header; make a file of what stands below', other_headers.line)
        end as problem,
    from files
    left join incomplete on files.file = incomplete.file
    left join other_headers on files.file = other_headers.file

    union all
    select format('{}, line 1, column {} ({}): the column stands there twice', file, place, {{ shown('name') }})
    from repeated

    union all
    select format('{} and {} both give the run {}: rename one', min(file), max(file), run)
    from named
    group by run
    having count(*) > 1
),

first_problem as (
    select min(problem) as problem
    from refused
),

accepted as (
    select named.*
    from first_problem
    left join named on true
    where if(first_problem.problem is null, named.file is not null, error('own_benchmarks: ' || first_problem.problem))
)

select * from accepted
