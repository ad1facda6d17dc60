{# A value from the command line as an SQL text; YAML makes a date of a release, so the cast comes first. #}
{% macro text_literal(value) -%}
    '{{ value | string | replace("'", "''") }}'
{%- endmacro %}


{# An SQL expression for the path `path`, in which DuckDB finds no pattern of files. #}
{% macro without_wildcards(path) -%}
    regexp_replace({{ path }}, '([*?\[])', '[\1]', 'g')
{%- endmacro %}
