{#
  How relations are named. dbt would give the marts a schema `main_marts`, and write the database's name, which is the
  file's, into each view: a copy under another name could not answer.
#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ custom_schema_name or target.schema }}
{%- endmacro %}


{# On the lake, tables of dbt's own connection lie in another database, so there it has to be named. #}
{% macro ref() %}
    {{ return(builtins.ref(*varargs, **kwargs).include(database=(target.name == 'lake'))) }}
{% endmacro %}
