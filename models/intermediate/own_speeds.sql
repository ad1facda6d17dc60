{{ config(materialized='table') }}

{%- set needed = ['samples_per_sec', 'img_size'] %}
{%- set types = {
    'samples_per_sec': 'measure',
    'img_size': 'size',
    'step_time': 'measure',
    'batch_size': 'count',
    'param_count': 'measure',
    'gmacs': 'measure',
    'macts': 'measure',
} %}

with stg_own_texts as (
    select * from {{ ref('stg_own_texts') }}
),

own_files as (
    select * from {{ ref('own_files') }}
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

-- One thread reads the files. The groups are handed out in small portions, which keep all of them at work to the end.
texts as (
    select
        own_files.* exclude (file),
        any_value(stg_own_texts.text) as text,
    from stg_own_texts
    inner join own_files on stg_own_texts.file = own_files.file
    group by all
),

files as (
    select
        * exclude (text),
        {{ lines_of('text') }} as lines,
    from texts
),

numbered as (
    select
        * exclude (lines),
        generate_subscripts(lines, 1) as line,
        unnest(lines) as content,
    from files
),

split as (
    select
        *,
        {{ cells_of('content') }} as cells,
    from numbered
    where line > 1 and content != '' and (not starts_with(content, ' ') or ltrim(content, ' ') != '')
),

-- DuckDB trims the cells even where the outer condition spares them, so the inner one gives it none.
trimmed as (
    select
        * replace (
            if(contains(content, ' '), [trim(cell, ' ') for cell in if(contains(content, ' '), cells, [])], cells)
                as cells
        ),
    from split
),

named as (
    select
        *,
        split_part(cells[model_at], '.', 1) as architecture,
        {%- for column in types %}
        try_cast(cells[{{ column }}_at] as double) as {{ column }},
        {%- endfor %}
    from trimmed
),

judged as (
    select
        *,
        case
            -- Most rows are good, and need not be asked again what is wrong with them.
            when
                {{ is_well_quoted('content') }}
                and len(cells) = width
                {%- for column, type in types.items() %}
                and (
                    {{ is_measure(column) if type == 'measure' else is_count(column) }}
                    {%- if column not in needed %}
                    or coalesce(cells[{{ column }}_at], '') = ''
                    {%- endif %}
                )
                {%- endfor %}
                and architecture in (select architecture from known_architectures)
                then null
            when not {{ is_well_quoted('content') }}
                then 'a quote that is not closed, or that stands within a value'
            when len(cells) != width
                then format('{} values under a header of {}', len(cells), width)
            when cells[samples_per_sec_at] = '' then format('no {}_samples_per_sec', task)
            when cells[img_size_at] = '' then format('no {}_img_size', task)
            {%- for column, type in types.items() %}
            when
                not {{ is_measure(column) if type == 'measure' else is_count(column) }}
                and coalesce(cells[{{ column }}_at], '') != ''
                then
                    format(
                        '{}: ''{}'' is not {}',
                        {{ "'param_count'" if column == 'param_count' else "task || '_" ~ column ~ "'" }},
                        {{ shown('cells[' ~ column ~ '_at]') }},
                        {{ types_in_words() }}['{{ type }}']
                    )
            {%- endfor %}
            else format('model: ''{}'' is no architecture of timm''s', {{ shown('cells[model_at]') }})
        end as reason,
    from named
),

typed as (
    select
        run,
        line,
        if(reason is null, null, content) as content,
        reason,
        architecture,
        try_cast(img_size as integer) as img_size,
        samples_per_sec,
        step_time,
        try_cast(batch_size as integer) as batch_size,
        param_count,
        gmacs,
        macts,
    from judged
)

select * from typed
