{{ config(materialized='table') }}

{%- set measure = {'low': '1e-9', 'high': '1e12', 'words': 'a number above 0'} %}
{%- set whole = {'low': '1', 'high': '999999999', 'words': 'a whole number'} %}
{%- set of_a_task = {
    'samples_per_sec': measure,
    'img_size': whole,
    'step_time': measure,
    'batch_size': whole,
    'gmacs': measure,
    'macts': measure,
} %}
{%- set numbers = dict(of_a_task, param_count=measure) %}

with stg_own_rows as (
    select * from {{ ref('stg_own_rows') }}
),

known_architectures as (
    select architecture
    from {{ ref('stg_checkpoints') }}
    union
    select split_part(old_model, '.', 1)
    from {{ ref('renamed_models') }}
    union
    select architecture
    from {{ ref('stg_accuracies') }}
    union
    select architecture
    from {{ ref('stg_speeds') }}
),

-- A row that times both tasks gives a row in each of two runs.
timed as (
    {%- for task in ['infer', 'train'] %}
    select
        file,
        '{{ task }}' as task,
        line,
        source_row,
        cells,
        header_cells,
        trim(model) as model,
        {%- for column in of_a_task %}
        trim({{ task }}_{{ column }}) as {{ column }}_text,
        {%- endfor %}
        trim(param_count) as param_count_text,
    from stg_own_rows
    where {{ task }}_samples_per_sec is not null
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

files as (
    select distinct
        file,
        task,
    from timed
),

-- A file named like one of upstream's gives the run its parts; any other name is taken for the device's.
runs as (
    select
        file,
        task,
        regexp_replace(parse_filename(file, false, 'system'), '(?i)[.]csv$', '') as name,
        task || '-' || if(
            regexp_full_match(name, '(benchmark-)?' || {{ run_pattern() }}),
            regexp_extract(name, '^(?:benchmark-)?(?:infer|train)-(.*)$', 1),
            name
        ) as run,
    from files
),

problems as (
    select
        file,
        problem,
    from stg_own_rows
    where problem is not null
    union all
    select
        min(file) as file,
        format('{} give the same run {}: rename one', string_agg(file, ' and ' order by file), run) as problem,
    from runs
    group by run
    having count(*) > 1
),

typed as (
    select
        runs.run,
        timed.*,
        split_part(timed.model, '.', 1) as architecture,
        {%- for column in numbers %}
        try_cast(timed.{{ column }}_text as double) as {{ column }},
        {%- endfor %}
    from timed
    inner join runs on timed.file = runs.file and timed.task = runs.task
),

judged as (
    select
        *,
        case
            when lower(samples_per_sec_text) = task || '_samples_per_sec' then 'the header again'
            when cells != header_cells then format('expected {} values, found {}', header_cells, cells)
            when samples_per_sec_text = '' then format('no {}_samples_per_sec', task)
            when img_size_text = '' then format('no {}_img_size', task)
            {%- for column, type in numbers.items() %}
            when
                {{ column }}_text != ''
                and not coalesce(
                    {{ column }} between {{ type.low }} and {{ type.high }}
                    {%- if type == whole %} and {{ column }} = trunc({{ column }}){% endif %},
                    false
                )
                then
                    format(
                        '{}{}: ''{}'' is not {{ type.words }} ({{ type.low }} to {{ type.high }})',
                        {{ "task || '_'" if column in of_a_task else "''" }},
                        '{{ column }}',
                        left({{ column }}_text, 40)
                    )
            {%- endfor %}
            when architecture not in (select architecture from known_architectures)
                then format('model: ''{}'' is not an architecture of timm''s', left(model, 40))
        end as problem,
    from typed
),

-- Of several rows for an architecture and size the first is taken.
compared as (
    select
        *,
        case
            -- A message is one line without control characters.
            when problem is not null then regexp_replace(problem, '[\p{C}\p{Zl}\p{Zp}]', '�', 'g')
            when
                row_number() over (partition by run, architecture, img_size, problem is null order by line) > 1
                then format('duplicate row: {} at {}_img_size {}', architecture, task, img_size::integer)
        end as reason,
    from judged
),

own_speeds as (
    select
        run,
        file,
        line,
        if(reason is null, null, source_row) as source_row,
        reason,
        architecture,
        try_cast(img_size as integer) as img_size,
        samples_per_sec,
        step_time,
        try_cast(batch_size as integer) as batch_size,
        param_count,
        gmacs,
        macts,
    from compared
    -- Adds no row: if there are problems, it stops the build with one line that names all files.
    union all by name
    select error('own_benchmarks: ' || string_agg(problem, '; ' order by file)) as reason
    from problems
    having count(*) > 0
)

select * from own_speeds
