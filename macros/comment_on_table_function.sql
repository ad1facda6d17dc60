{# dbt's own persist_docs knows tables and views alone, and DuckLake keeps no such comment. #}
{% macro comment_on_table_function(relation, description) %}
    {% if target.name != 'lake' %}
        comment on macro table {{ relation.include(database=false) }} is '{{ description | replace("'", "''") }}'
    {% endif %}
{% endmacro %}
