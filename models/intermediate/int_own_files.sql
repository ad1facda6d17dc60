with stg_own_texts as (
    select * from {{ ref('stg_own_texts') }}
),

first_lines as (
    select
        *,
        {{ first_line_of('text') }} as first_line,
    from stg_own_texts
),

readable as (
    select * replace ({{ readable('first_line', "'own_benchmarks: ' || file", '1') }} as first_line),
    from first_lines
),

headers as (
    select
        *,
        regexp_replace(parse_filename(file, false, 'system'), '(?i)[.]csv$', '') as name,
        [lower(trim(cell, ' ')) for cell in {{ cells_of('first_line') }}] as header,
        -- pandas numbers the columns whose name it finds again.
        [regexp_replace(cell, '[.]\d+$', '') for cell in header] as names,
        list_filter(
            map_entries(list_aggregate(names, 'histogram')),
            lambda entry: entry.value > 1 and regexp_full_match(
                entry.key,
                'model|param_count|(infer|train)_(img_size|samples_per_sec|step_time|batch_size|gmacs|macts)'
            )
        )[1].key as repeated,
        list_filter(
            ['infer', 'train'],
            lambda task: list_has_any(
                header,
                [
                    task || '_' || measure
                    for measure in ['img_size', 'samples_per_sec', 'step_time', 'batch_size', 'gmacs', 'macts']
                ]
            )
        ) as tasks,
        regexp_matches(text, '[\r\n] *[^ \r\n]') as has_rows,
    from readable
),

tasks as (
    select
        *,
        unnest(if(tasks = [], [null], tasks)) as task,
    from headers
),

placed as (
    select
        *,
        {
            'model': list_position(header, 'model'),
            'img_size': list_position(header, task || '_img_size'),
            'samples_per_sec': list_position(header, task || '_samples_per_sec'),
            'step_time': list_position(header, task || '_step_time'),
            'batch_size': list_position(header, task || '_batch_size'),
            'gmacs': list_position(header, task || '_gmacs'),
            'macts': list_position(header, task || '_macts'),
            'param_count': list_position(header, 'param_count')
        } as places,
        -- A name in upstream's grammar says what the run is, any other names the device.
        if(
            regexp_full_match(name, '(benchmark-)?' || {{ run_pattern() }}),
            task || '-' || regexp_extract(name, '^(?:benchmark-)?(?:infer|train)-(.*)$', 1),
            task || '-' || name
        ) as run,
    from tasks
),

judged as (
    select
        *,
        case
            when name = '' then ': the name of a file is that of its device; put one before .csv'
            when first_line = '' and not has_rows then ' is empty'
            when not {{ is_well_quoted('first_line') }}
                then ', line 1: a quote that is not closed, or that stands within a value'
            when task is null
                then
                    ', line 1: this is no table of timm''s benchmark.py, whose first line names model and '
                    || 'infer_img_size and infer_samples_per_sec, or those of train, between commas'
            when places.model is null then ', line 1, column (model): the column is missing'
            when places.img_size is null then format(', line 1, column ({}_img_size): the column is missing', task)
            when places.samples_per_sec is null
                then format(', line 1, column ({}_samples_per_sec): the column is missing', task)
            when repeated is not null
                then
                    format(
                        ', line 1, column {} ({}): the column stands there twice',
                        len(names) + 1 - list_position(list_reverse(names), repeated),
                        {{ shown('header[-list_position(list_reverse(names), repeated)]') }}
                    )
            when not has_rows then ', line 1: a header without a row'
        end as problem,
    from placed
),

accepted as (
    select
        run,
        file,
        task,
        first_line,
        len(header) as width,
        places,
        if(problem is null, text, error('own_benchmarks: ' || file || problem)) as text,
    from judged
)

select * from accepted
