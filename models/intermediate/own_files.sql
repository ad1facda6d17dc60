{{ config(materialized='table') }}

with stg_own_lines as (
    select * from {{ ref('stg_own_lines') }}
),

headers as (
    select
        file,
        regexp_replace(parse_filename(file), '[.]csv$', '') as name,
        list_transform(string_split(content, ','), lambda header: trim(header, ' "')) as header,
    from stg_own_lines
    where line = 1
),

tasks as (
    select
        headers.*,
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
        case
            when bool_or(headers.header = ['']) then format('{} is empty', any_value(headers.file))
            when count(named.file) = 0
                then
                    any_value(headers.file)
                    || ', line 1: this is no table of timm''s benchmark.py, whose first line names model and '
                    || 'infer_img_size and infer_samples_per_sec, or those of train'
        end as problem,
    from headers
    left join named on headers.file = named.file
    group by headers.file

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
