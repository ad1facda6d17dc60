{#
  A seed's file becomes its table in one statement, whole or not at all. dbt's own way first reads each file in Python,
  which takes a tenth of a build, and then uses no more of it than the names of the columns.
#}
{% materialization seed, adapter='duckdb' %}
    {% set relation = this.incorporate(type='table') %}
    {% call statement('main') %}
        create or replace table {{ relation }} as
        from read_csv(
            {{ without_wildcards(text_literal(adapter.get_seed_file_path(model))) }},
            header = true,
            auto_detect = false,
            hive_partitioning = false,
            columns = {{ config.require('column_types') }}
        )
    {% endcall %}
    {# dbt asks every seed for the table that it read. #}
    {% do store_result('agate_table', response='OK') %}
    {% do persist_docs(relation, model) %}
    {% do adapter.commit() %}
    {{ return({'relations': [relation]}) }}
{% endmaterialization %}
