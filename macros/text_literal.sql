{# A value from the command line as an SQL text; YAML makes a date of a release, so the cast comes first. #}
{% macro text_literal(value) -%}
    '{{ dbt.escape_single_quotes(value | string) }}'
{%- endmacro %}
