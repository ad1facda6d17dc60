{# Begins new_<seed>: the seed's rows that stay, and a column for an imported row's file. #}
{% macro begin_seed(seed, kept) %}
    {% call statement() %}
        create or replace temp table new_{{ seed }} as
        select *, null::varchar as file
        from read_csv(
            {{ without_wildcards(seed_path(seed)) }},
            header = true, auto_detect = false, hive_partitioning = false,
            columns = {{ seed_node(seed).config.column_types }}
        )
        where {{ kept }}
    {% endcall %}
{% endmacro %}


{# Stops at an imported row with a value that cannot be, and at two with the same `key` in a file. #}
{% macro check_seed(seed, key, may_be_empty=[]) %}
    {% set percentage = ['between 0 and 100', 'a number from 0 to 100'] %}
    {% set rules = {
        'varchar': ["!= ''", 'a text'],
        'integer': ['between 1 and 999999999', 'a whole number above 0'],
        'double': ['between 1e-9 and 1e12', 'a number above 0'],
        'top1': percentage,
        'top5': percentage,
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


{# Writes new_<seed>, sorted, and says how much of it was imported. #}
{% macro write_seed(seed) %}
    {% call statement() %}
        copy (select * exclude (file) from new_{{ seed }} order by all)
        to {{ seed_path(seed) }} (header, use_tmp_file true)
    {% endcall %}
    {% set rows, files = run_query("select count(file), count(distinct file) from new_" ~ seed).rows[0] %}
    {{ print('Read ' ~ rows ~ ' rows of ' ~ files ~ ' files into seeds/' ~ seed ~ '.csv') }}
{% endmacro %}


{% macro report_left_out(what, names, why) %}
    {% set names = names | unique | sort | join(', ') %}
    {{ print('Left out the ' ~ what ~ ' ' ~ names ~ ': ' ~ why) if names }}
{% endmacro %}


{% macro seed_node(seed) %}
    {{ return(graph.nodes['seed.' ~ project_name ~ '.' ~ seed]) }}
{% endmacro %}


{% macro seed_path(seed) %}
    {{ return(text_literal(seed_node(seed).root_path ~ '/' ~ seed_node(seed).original_file_path)) }}
{% endmacro %}


{# Stops the import, the seeds untouched, at the first problem that the called query finds. #}
{% macro stop_at_first() %}
    {% set problems = caller() %}
    {% call statement() %}
        select error('Nothing was imported. ' || problem)
        from (select problem from ({{ problems }}) as problems (problem) where problem is not null limit 1)
    {% endcall %}
{% endmacro %}
