{{ config(materialized='table') }}

with stg_own_lines as (
    select * from {{ ref('stg_own_lines') }}
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

split as (
    select
        own_files.*,
        stg_own_lines.line,
        stg_own_lines.content,
        [trim(cell, ' ') for cell in {{ cells_of('stg_own_lines.content') }}] as cells,
    from stg_own_lines
    inner join own_files on stg_own_lines.file = own_files.file
    where stg_own_lines.line > 1
),

named as (
    select
        file,
        line,
        content,
        run,
        task,
        len(cells) as cells,
        len(header) as headers,
        split_part(cells[model_at], '.', 1) as architecture,
        cells[img_size_at] as img_size,
        cells[samples_per_sec_at] as samples_per_sec,
        coalesce(cells[step_time_at], '') as step_time,
        coalesce(cells[batch_size_at], '') as batch_size,
        coalesce(cells[param_count_at], '') as param_count,
        coalesce(cells[gmacs_at], '') as gmacs,
        coalesce(cells[macts_at], '') as macts,
    from split
),

measured as (
    select
        *,
        list_filter(
            [
                struct_pack(name := task || '_samples_per_sec', value := samples_per_sec, type := 'measure'),
                struct_pack(name := task || '_img_size', value := img_size, type := 'size'),
                struct_pack(name := task || '_step_time', value := step_time, type := 'measure'),
                struct_pack(name := task || '_batch_size', value := batch_size, type := 'count'),
                struct_pack(name := 'param_count', value := param_count, type := 'measure'),
                struct_pack(name := task || '_gmacs', value := gmacs, type := 'measure'),
                struct_pack(name := task || '_macts', value := macts, type := 'measure')
            ],
            lambda cell: cell.value != '' and not if(
                cell.type = 'measure', {{ is_measure('cell.value') }}, {{ is_count('cell.value') }}
            )
        )[1] as wrong,
    from named
),

judged as (
    select
        measured.*,
        case
            when not {{ is_well_quoted('measured.content') }}
                then 'a quote that is not closed, or that stands within a value'
            when measured.cells != measured.headers
                then format('{} values under a header of {}', measured.cells, measured.headers)
            when measured.samples_per_sec = '' then 'no rate'
            when measured.img_size = '' then 'no image size'
            when measured.wrong is not null
                then
                    format(
                        '{}: ''{}'' is not {}',
                        measured.wrong.name,
                        {{ shown('measured.wrong.value') }},
                        {{ types_in_words() }}[measured.wrong.type]
                    )
            when known_architectures.architecture is null
                then format('no architecture of timm''s: {}', {{ shown('measured.architecture') }})
        end as own_reason,
    from measured
    left join known_architectures on measured.architecture = known_architectures.architecture
),

counted as (
    select
        *,
        coalesce(
            own_reason,
            if(
                row_number() over (
                    partition by run, architecture, try_cast(img_size as double), own_reason order by line
                ) > 1,
                format('{} at {} stands there a second time', architecture, img_size),
                null
            )
        ) as reason,
    from judged
),

typed as (
    select
        file,
        line,
        content,
        reason,
        'own' as release,
        run,
        architecture,
        try_cast(img_size as integer) as img_size,
        1 / try_cast(samples_per_sec as double) as secs,
        try_cast(samples_per_sec as double) as samples_per_sec,
        try_cast(step_time as double) as step_time,
        try_cast(batch_size as integer) as batch_size,
        try_cast(param_count as double) as param_count,
        try_cast(gmacs as double) as gmacs,
        try_cast(macts as double) as macts,
    from counted
)

select * from typed
