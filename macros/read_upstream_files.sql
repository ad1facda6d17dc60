{#
  Reads the CSV files that upstream_files (kind, file, path) lists into upstream_values (kind, file, line, position,
  header, name, type, value) and upstream_rows (kind, file, line, cells by name), or stops with the first problem if
  one of them is not as upstream_layout (kind, header, name, type, is_key, is_optional, may_be_empty) says. All are
  temporary tables; the caller makes the two that it asks with.
#}
{% macro read_upstream_files() %}
    {% call statement() %}
        set variable upstream_paths = (select list({{ without_wildcards('path') }}) from upstream_files)
    {% endcall %}

    {% call statement() %}
        create or replace temp table upstream_lines as
        with texts as (
            select
                files.kind,
                files.file,
                {{ text_of('blobs.content') }} as text,
            from upstream_files as files
            inner join read_blob(getvariable('upstream_paths')) as blobs on files.path = blobs.filename
        ),

        split as (
            select
                kind,
                file,
                {{ lines_of('text') }} as lines,
            from texts
        ),

        numbered as (
            select
                kind,
                file,
                generate_subscripts(lines, 1) as line,
                unnest(lines) as text,
            from split
        ),

        readable as (
            select * replace ({{ readable('text', "'Nothing was imported. ' || file", 'line') }} as text),
            from numbered
        )

        select
            *,
            line = min(line) over (partition by file) as is_header,
        from readable
        where ltrim(text, ' ') != ''
    {% endcall %}

    {% call statement() %}
        create or replace temp table upstream_cells as
        with cells as (
            select
                * exclude (text),
                {{ cells_of('text') }} as cells,
            from upstream_lines
        )

        select
            * exclude (cells),
            generate_subscripts(cells, 1) as position,
            unnest(cells) as value,
        from cells
    {% endcall %}

    {% call statement() %}
        create or replace temp table upstream_values as
        select
            cells.file,
            cells.line,
            cells.position,
            cells.value,
            layout.*,
        from upstream_cells as cells
        inner join upstream_cells as headers
            on cells.file = headers.file and cells.position = headers.position and headers.is_header
        inner join upstream_layout as layout on headers.kind = layout.kind and headers.value = layout.header
        where not cells.is_header
    {% endcall %}

    {{ stop_at_first_upstream_problem() }}

    {% call statement() %}
        create or replace temp table upstream_rows as
        select
            kind,
            file,
            line,
            map_from_entries(list((
                name,
                nullif(if(type in ('measure', 'count'), replace(value, ',', ''), value), '')
            ))) as cells,
        from upstream_values
        where name is not null
        group by kind, file, line
    {% endcall %}
{% endmacro %}


{% macro stop_at_first_upstream_problem() %}
    {% call statement() %}
        create or replace temp table upstream_problems as
        -- Problems of a lesser depth come first, since they bring forth those of a greater one.
        with headers as (
            select file, count(*) as columns from upstream_cells where is_header group by file
        ),

        problems as (
            select 1 as depth, file, 1 as line, null as position, null as header, 'the file is empty' as problem
            from upstream_files
            where file not in (select file from upstream_lines)

            union all
            select 1, file, line, null, null, 'no comma; the columns have to stand between commas'
            from upstream_lines
            where is_header and not contains(text, ',')

            union all
            select 2, file, line, {{ ill_quoted_at('text') }}, null, 'a quote that is not closed, or that stands within a value'
            from upstream_lines
            where not {{ is_well_quoted('text') }}

            union all
            select 2, file, max(line), null, null, 'a header without a row'
            from upstream_lines
            group by file
            having bool_and(is_header)

            union all
            select 3, file, line, position, value, 'a column that this import does not know'
            from upstream_cells
            where is_header and (kind, value) not in (select (kind, header) from upstream_layout)

            union all
            -- Under one name or under two that mean the same.
            select
                3,
                cells.file,
                cells.line,
                max(cells.position),
                arg_max(cells.value, cells.position),
                'the column stands there twice',
            from upstream_cells as cells
            left join upstream_layout as layout on cells.kind = layout.kind and cells.value = layout.header
            where cells.is_header
            group by cells.file, cells.line, coalesce(layout.name, cells.value)
            having count(*) > 1

            union all
            select 4, files.file, 1, null, min(layout.header), 'the column is missing'
            from upstream_files as files
            inner join upstream_layout as layout on files.kind = layout.kind and not layout.is_optional
            left join upstream_cells as cells
                on files.file = cells.file and layout.header = cells.value and cells.is_header
            where files.file in (select file from headers)
            group by files.file, layout.name
            having count(cells.value) = 0

            union all
            select
                3,
                cells.file,
                cells.line,
                least(count(*), headers.columns) + 1,
                null,
                format('{} values under a header of {}', count(*), headers.columns),
            from upstream_cells as cells
            inner join headers on cells.file = headers.file
            group by cells.file, cells.line, headers.columns
            having count(*) != headers.columns

            union all
            -- Columns of text would take the names for values, and what stands below them for theirs.
            select distinct 4, file, line, null, null, 'a second header; make a file of what stands below'
            from upstream_values
            where type != 'any' and (kind, lower(trim(value, ' '))) in (select (kind, header) from upstream_layout)

            union all
            select
                5,
                file,
                line,
                position,
                header,
                format(
                    '''{}'' is not {}',
                    {{ shown('value') }},
                    {{ types_in_words() }}[type]
                ),
            from upstream_values
            where
                not case type
                    when 'text' then regexp_full_match(value, '[\w./:-]+')
                    when 'architecture' then regexp_full_match(value, '[\w-]+')
                    when 'model' then regexp_full_match(value, '[\w-]+(\.[\w-]+)?')
                    when 'percentage' then coalesce(try_cast(value as double) between 0 and 100, false)
                    -- A size is part of a key, so in one spelling.
                    when 'size' then regexp_full_match(value, '[1-9]\d*') and {{ is_count('value') }}
                    when 'count' then {{ is_count('value') }}
                    when 'measure'
                        then
                            -- Only with a decimal point is a comma surely between thousands.
                            (not contains(value, ',') or regexp_full_match(value, '[1-9]\d{0,2}(,\d{3})+\.\d+'))
                            and {{ is_measure("replace(value, ',', '')") }}
                    else true
                end
                and not (may_be_empty and value = '')

            union all
            select 6, file, line, null, null, format('{} stands there a second time', key)
            from (
                select file, line, string_agg(value, ' at ' order by type = 'size') as key
                from upstream_values
                where is_key
                group by file, line
            )
            qualify row_number() over (partition by file, key order by line) > 1
        )

        select
            *,
            file || ', line ' || line
            || coalesce(', column ' || position, '')
            || coalesce(if(position is null, ', column ', ' ') || '(' || {{ shown('header') }} || ')', '')
            || ': ' || problem as description,
        from problems
    {% endcall %}

    {% call statement() %}
        select error(
            'Nothing was imported. ' || first(description order by depth, file, line, position, header)
            || if(count(*) > 1, format(' (and {} more)', count(*) - 1), '')
        )
        from upstream_problems
        having count(*) > 0
    {% endcall %}
{% endmacro %}
