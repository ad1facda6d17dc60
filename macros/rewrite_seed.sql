{#
  The steps of an import. The rows that a seed keeps and the rows of upstream's files are collected in a temporary table,
  new_<seed>, whose column `file` is null for the former. Seeds are written last, so an error leaves them as they were.
#}
{% macro begin_seed(seed, kept) %}
    {% call statement() %}
        create or replace temp table new_{{ seed }} as
        select *, null::varchar as file
        from read_csv(
            {{ path_literal(seed_node(seed).root_path ~ '/seeds/' ~ seed ~ '.csv') }},
            header = true, auto_detect = false, hive_partitioning = false, columns = {{ seed_node(seed).config.column_types }}
        )
        where {{ kept }}
    {% endcall %}
{% endmacro %}

{#
  Adds the rows of one file and returns its columns. `given` is for columns that no file has. read_csv is given the
  columns and their types because it skips rows that do not fit its guesses.
#}
{% macro read_file(seed, folder, file, given={}, renamed={}, left_out=[], optional=[]) %}
    {% set types = seed_node(seed).config.column_types %}
    {% set path = path_literal(folder ~ '/' ~ file) %}
    {% set header = run_query("select regexp_extract(content, '[^\\r\\n\\x{FEFF}]+') from read_text(" ~ path ~ ")")[0][0] %}
    {% set columns, problems = [], [] %}
    {% for name in header.replace('"', '').split(',') if header %}
        {% set column = renamed.get(name, name) %}
        {% do problems.append('unknown column ' ~ column) if column not in types and column not in left_out %}
        {% do problems.append('duplicate column ' ~ column) if column in columns %}
        {% do columns.append(column) %}
    {% endfor %}
    {% for column in types if column not in columns + optional and column not in given %}
        {% do problems.append('missing column ' ~ column) %}
    {% endfor %}
    {% call stop_at_first() %}
        select {{ text_literal(file ~ ', line 1: ' ~ problems | join(', ')) }} where {{ problems != [] }}
    {% endcall %}
    {% call statement() %}
        insert into new_{{ seed }} by name
        select
            {{ text_literal(file) }} as file,
            {% for column, value in given.items() %}{{ text_literal(value) }} as {{ column }}, {% endfor %}
            {{ columns | reject('in', left_out) | join(', ') }}
        from read_csv(
            {{ path }},
            header = true, auto_detect = false, hive_partitioning = false, store_rejects = true,
            delim = ',', quote = '"', escape = '"', thousands = ',',
            columns = { {% for column in columns %}'{{ column }}': '{{ types[column] or 'varchar' }}', {% endfor %} }
        )
    {% endcall %}
    {% call stop_at_first() %}
        -- Where a value is missing, the next one's type does not fit either.
        (select concat({{ text_literal(file) }}, ', line ', line, ', column ' || column_name, ': ', error_message)
        from reject_errors order by line, error_type = 'CAST')
        union all
        select {{ text_literal(file ~ ', line 1: a header without rows') }}
        where {{ text_literal(file) }} not in (select file from new_{{ seed }} where file is not null)
    {% endcall %}
    {{ return(columns) }}
{% endmacro %}

{# Stops at an imported row with an impossible value, and at two rows of a file with the same `key`. #}
{% macro check_seed(seed, key, may_be_empty=[]) %}
    {% set rules = {
        'varchar': ["!= ''", 'a text'],
        'integer': ['between 1 and 999999999', 'a whole number above 0'],
        'double': ['between 1e-9 and 1e12', 'a number above 0'],
        'top1': ['between 0 and 100', 'a number from 0 to 100'],
        'top5': ['between 0 and 100', 'a number from 0 to 100'],
        'model': ["similar to '[\\w-]+([.][\\w-]+)?'", 'a name like resnet50 or resnet50.a1_in1k'],
        'architecture': ["similar to '[\\w-]+'", 'a name without a tag, like resnet50'],
    } %}
    {% call stop_at_first() %}
        select format('{}, {}: {}', file, concat_ws(' at ', {{ key | join(', ') }}), unnest([
            {% for column, type in seed_node(seed).config.column_types.items() %}
            {% set condition, expected = rules[column] or rules[type] %}
            if(
                coalesce({{ column }} {{ condition }}, {{ column in may_be_empty }}),
                null,
                format('{{ column }} is {}, expected {{ expected }}', coalesce({{ column }}::varchar, 'empty'))
            ),
            {% endfor %}
            if(count(*) over (partition by file, {{ key | join(', ') }}) > 1, 'duplicate row', null)
        ])) as problem
        from new_{{ seed }}
        where file is not null
        order by problem
    {% endcall %}
{% endmacro %}

{# Sorted, so that the same input gives the same bytes. #}
{% macro write_seed(seed) %}
    {% call statement() %}
        copy (select * exclude (file) from new_{{ seed }} order by all)
        to {{ text_literal(seed_node(seed).root_path ~ '/seeds/' ~ seed ~ '.csv') }} (header, use_tmp_file true)
    {% endcall %}
    {% set rows, files = run_query("select count(file), count(distinct file) from new_" ~ seed).rows[0] %}
    {{ print('Read ' ~ rows ~ ' rows of ' ~ files ~ ' files into seeds/' ~ seed ~ '.csv') }}
{% endmacro %}

{% macro report_left_out(what, names, why) %}
    {% set names = names | unique | sort | join(', ') %}
    {{ print('Left out the ' ~ what ~ ' ' ~ names ~ ': ' ~ why) if names }}
{% endmacro %}

{# Fails with the first problem that the called query finds. #}
{% macro stop_at_first() %}
    {% set problems = caller() %}
    {% call statement() %}
        select error('Nothing was imported. ' || problem)
        from (select problem from ({{ problems }}) as problems (problem) where problem is not null limit 1)
    {% endcall %}
{% endmacro %}

{% macro files_in(folder, pattern, is_required=true) %}
    {% set paths = path_literal(folder) ~ " || '/" ~ pattern ~ "'" %}
    {% set files = run_query("select parse_filename(file) as file from glob(" ~ paths ~ ") order by file").columns[0] %}
    {% call stop_at_first() %}
        select {{ text_literal(folder ~ ' has no ' ~ pattern ~ '; name a folder that does') }}
        where {{ is_required and not files }}
    {% endcall %}
    {{ return(files | list) }}
{% endmacro %}

{% macro seed_node(seed) %}
    {{ return(graph.nodes['seed.' ~ project_name ~ '.' ~ seed]) }}
{% endmacro %}

{# YAML makes a date of a release, so the cast comes first. #}
{% macro text_literal(value) -%}
    '{{ value | string | replace("'", "''") }}'
{%- endmacro %}

{# A path that DuckDB does not take for a pattern. #}
{% macro path_literal(path) -%}
    {{ text_literal(modules.re.sub('([*?[])', '[\\1]', path)) }}
{%- endmacro %}
