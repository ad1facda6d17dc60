{#
  Descriptions go into the database in one statement. dbt's own way reads a relation's columns back twice first, which
  takes a tenth of a build, and only warns of a described column that is not there; here that fails.
#}
{% macro duckdb__persist_docs(relation, model, for_relation, for_columns) %}
    {% call statement() %}
        {% if for_relation and config.persist_relation_docs() and model.description %}
        {{ alter_relation_comment(relation, model.description) }}
        {% endif %}
        {% if for_columns and config.persist_column_docs() %}
        {% for column in model.columns.values() %}
        comment on column {{ relation }}.{{ column.name }} is {{ duckdb_escape_comment(column.description) }};
        {% endfor %}
        {% endif %}
    {% endcall %}
{% endmacro %}
