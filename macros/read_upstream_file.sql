{# The names and paths of a folder's files that match a pattern. #}
{% macro files_in(folder, pattern, is_required=false) %}
    {% set files = run_query(
        "select parse_filename(path, false, 'system') as file, path from glob("
        ~ without_wildcards(text_literal(folder)) ~ " || '/" ~ pattern ~ "') as files (path) order by file"
    ).rows | map('list') | list %}
    {% call stop_at_first() %}
        select {{ text_literal(folder) }} || ' holds no {{ pattern }}; name a folder that does'
        where {{ is_required and not files }}
    {% endcall %}
    {{ return(files) }}
{% endmacro %}


{#
  Puts the rows of one of upstream's files into new_<seed>, and returns the file's columns. `given` has the columns that
  no file holds. read_csv is told the order and the types: where it guesses, it passes over rows that do not fit.
#}
{% macro read_upstream_file(seed, file, path, given={}, renamed={}, left_out=[], optional=[]) %}
    {% set types = seed_node(seed).config.column_types %}
    {% set source = without_wildcards(text_literal(path)) %}
    {% set header = run_query("select regexp_extract(content, '[^\\r\\n\\x{FEFF}]+') from read_text(" ~ source ~ ")") %}
    {% set columns = [] %}
    {% for name in (header.columns[0][0] or '').replace('"', '').split(',') %}
        {% do columns.append(renamed.get(name, name)) %}
    {% endfor %}
    {% call stop_at_first() %}
        select {{ text_literal(file) }} || ', line 1: ' || string_agg(problem, ', ')
        from (
            values (null)
            {% for column in columns if column and column not in types and column not in left_out %}
            , ({{ text_literal('unknown column ' ~ column) }})
            {% endfor %}
            {% for column in columns if columns.count(column) > 1 %}
            , ({{ text_literal('duplicate column ' ~ column) }})
            {% endfor %}
            {% for column in types if column not in columns + optional and column not in given %}
            , ('missing column {{ column }}')
            {% endfor %}
        ) as problems (problem)
    {% endcall %}
    {% call statement() %}
        insert into new_{{ seed }} by name
        select
            {{ text_literal(file) }} as file,
            {% for column, value in given.items() %}{{ text_literal(value) }} as {{ column }}, {% endfor %}
            {{ columns | reject('in', left_out) | join(', ') }}
        from read_csv(
            {{ source }},
            header = true, auto_detect = false, delim = ',', quote = '"', escape = '"', thousands = ',',
            hive_partitioning = false, store_rejects = true,
            columns = { {% for column in columns %}'{{ column }}': '{{ types[column] or 'varchar' }}', {% endfor %} }
        )
    {% endcall %}
    {% call stop_at_first() %}
        select {{ text_literal(file ~ ', line ') }} || problem
        from (
            -- Where a value is missing, the next one's type does not fit either.
            select line || coalesce(', column ' || column_name, '') || ': ' || error_message as problem
            from reject_errors
            order by line, error_type = 'CAST'
        )
        union all
        select {{ text_literal(file) }} || ', line 1: a header without rows'
        where not exists (from new_{{ seed }} where file = {{ text_literal(file) }})
    {% endcall %}
    {{ return(columns) }}
{% endmacro %}
