{# A value from the command line as an SQL text; YAML makes a date of a release, so the cast comes first. #}
{% macro text_literal(value) -%}
    '{{ value | string | replace("'", "''") }}'
{%- endmacro %}


{# An SQL expression for the path `path`, in which DuckDB finds no pattern of files. #}
{% macro without_wildcards(path) -%}
    regexp_replace({{ path }}, '([*?\[])', '[\1]', 'g')
{%- endmacro %}


{# The beginning of a text from a file as a message shows it: on one line, and with nothing that moves a terminal. #}
{% macro shown(text) -%}
    regexp_replace(left({{ text }}, 40), '[\p{C}\p{Zl}\p{Zp}]', '�', 'g')
{%- endmacro %}
