{{ config(materialized='table', post_hook='{{ reject_repeats() }}') }}

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

with own_files as (
    select * from {{ ref('int_own_files') }}
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
        run,
        if(
            count(*) = 1,
            any_value(file),
            error(format('own_benchmarks: {} and {} both give the run {}: rename one', min(file), max(file), run))
        ) as file,
        any_value(task) as task,
        any_value(width) as width,
        any_value(places) as places,
        any_value(first_line) as first_line,
        any_value(text) as text,
    from own_files
    group by run
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

readable as (
    select * replace ({{ readable('content', "'own_benchmarks: ' || file", 'line') }} as content),
    from numbered
    where line > 1 and content != '' and (not starts_with(content, ' ') or ltrim(content, ' ') != '')
),

split as (
    select
        *,
        {{ cells_of('content') }} as cells,
    from readable
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
        split_part(cells[places.model], '.', 1) as architecture,
        architecture in (select architecture from known_architectures) as is_known,
        {%- for column, type in types.items() %}
        try_cast(cells[places.{{ column }}] as double) as {{ column }},
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
                    or coalesce(cells[places.{{ column }}], '') = ''
                    {%- endif %}
                )
                {%- endfor %}
                and is_known
                then null
            when {{ names_in('content') }} = {{ names_in('first_line') }} then 'the header again'
            -- Below another header the columns would not stand where the first line says.
            when
                (
                    (not is_known or len(cells) != width)
                    and regexp_matches(
                        content, '(?i)(^|[,;\t])\W*(infer|train)_(img_size|samples_per_sec)\W*([,;\t]|$)'
                    )
                )
                or (
                    not is_known
                    and (
                        regexp_full_match(
                            cells[places.model],
                            '(?i)\W*(model|network|net|architecture|arch|checkpoint|name)s?([\W_]*(name|id))?\W*'
                        )
                        or (
                            samples_per_sec is null
                            and img_size is null
                            and regexp_matches(cells[places.samples_per_sec], '^[\p{L}_]')
                            and regexp_matches(cells[places.img_size], '^[\p{L}_]')
                            and cells[places.samples_per_sec] != cells[places.img_size]
                        )
                    )
                )
                then error(format(
                    'own_benchmarks: {}, line {}: no row of this table; remove it, or make a file of what stands below '
                    || 'if it is another header',
                    file,
                    line
                ))
            when not {{ is_well_quoted('content') }}
                then 'a quote that is not closed, or that stands within a value'
            when len(cells) != width
                then format('{} values under a header of {}', len(cells), width)
            when cells[places.samples_per_sec] = '' then format('no {}_samples_per_sec', task)
            when cells[places.img_size] = '' then format('no {}_img_size', task)
            {%- for column, type in types.items() %}
            when
                not {{ is_measure(column) if type == 'measure' else is_count(column) }}
                and coalesce(cells[places.{{ column }}], '') != ''
                then
                    format(
                        '{}: ''{}'' is not {}',
                        {{ "'param_count'" if column == 'param_count' else "task || '_" ~ column ~ "'" }},
                        {{ shown('cells[places.' ~ column ~ ']') }},
                        {{ types_in_words() }}['{{ type }}']
                    )
            {%- endfor %}
            else format('model: ''{}'' is no architecture of timm''s', {{ shown('cells[places.model]') }})
        end as reason,
    from named
),

typed as (
    select
        run,
        file,
        line,
        if(reason is null, null, {{ as_it_stands('content') }}) as content,
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
