{#
  How relations are named. By default dbt prefixes each schema with `main_`, and writes the database's name, which is the
  file's, into each view, so that the views of a copy under another name would fail.
#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ custom_schema_name or target.schema }}
{%- endmacro %}


{# On the lake the tables are not in the connection's default database, so it has to be named. #}
{% macro ref() %}
    {{ return(builtins.ref(*varargs, **kwargs).include(database=(target.name == 'lake'))) }}
{% endmacro %}
