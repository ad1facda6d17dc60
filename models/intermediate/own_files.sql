{{ config(materialized='table') }}

with stg_own_lines as (
    select * from {{ ref('stg_own_lines') }}
),

headers as (
    select
        file,
        regexp_replace(parse_filename(file), '[.]csv$', '') as name,
        content,
        [trim(cell, ' ') for cell in {{ cells_of('content') }}] as header,
    from stg_own_lines
    where line = 1
),

bodies as (
    select
        stg_own_lines.file,
        count(*) as lines,
        -- Below it the columns would not stand where the first line says.
        min(stg_own_lines.line) filter (
            stg_own_lines.content != headers.content and contains(stg_own_lines.content, '_samples_per_sec')
        ) as other_header_at,
    from stg_own_lines
    inner join headers on stg_own_lines.file = headers.file
    group by stg_own_lines.file
),

columns as (
    select
        file,
        unnest(header) as name,
        generate_subscripts(header, 1) as place,
    from headers
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
        headers.* exclude (content),
        tasks.task,
        list_position(header, 'model') as model_at,
        list_position(header, tasks.task || '_img_size') as img_size_at,
        list_position(header, tasks.task || '_samples_per_sec') as samples_per_sec_at,
        list_position(header, tasks.task || '_step_time') as step_time_at,
        list_position(header, tasks.task || '_batch_size') as batch_size_at,
        list_position(header, tasks.task || '_gmacs') as gmacs_at,
        list_position(header, tasks.task || '_macts') as macts_at,
        list_position(header, 'param_count') as param_count_at,
        model_at + img_size_at + samples_per_sec_at is not null as is_timed,
    from headers
    cross join (values ('infer'), ('train')) as tasks (task)
),

named as (
    select
        * exclude (name, is_timed),
        -- A name in upstream's grammar says what the run is, any other names the device.
        if(
            regexp_full_match(name, '(benchmark-)?' || {{ run_pattern() }}),
            task || '-' || regexp_extract(name, '^(?:benchmark-)?(?:infer|train)-(.*)$', 1),
            task || '-' || name
        ) as run,
    from tasks
    where is_timed
),

refused as (
    select
        headers.file
        || case
            when headers.content = '' and bodies.lines = 1 then ' is empty'
            when not {{ is_well_quoted('headers.content') }}
                then ', line 1: a quote that is not closed, or that stands within a value'
            when headers.file not in (select file from named)
                then
                    ', line 1: this is no table of timm''s benchmark.py, whose first line names model and '
                    || 'infer_img_size and infer_samples_per_sec, or those of train'
            when bodies.lines = 1 then ', line 1: a header without a row'
            when bodies.other_header_at is not null
                then format(', line {}: another header; make a file of what stands below', bodies.other_header_at)
        end as problem,
    from headers
    inner join bodies on headers.file = bodies.file

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
