{# dbt's own persist_docs covers only tables and views, and DuckLake cannot store comments on table functions. #}
{% macro comment_on_table_function(relation, description) %}
    {% if target.name != 'lake' %}
        comment on macro table {{ relation.include(database=false) }} is '{{ description | replace("'", "''") }}'
    {% endif %}
{% endmacro %}
