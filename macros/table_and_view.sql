{#
  A model takes its name in one statement, whole or not at all. dbt's own way makes it under a second name, gives the
  old one a third, and drops that in the end, which takes a tenth of a build and, where it is killed, leaves names
  behind.
#}
{% materialization table, adapter='duckdb' %}
    {{ return(replaced_by('table')) }}
{% endmaterialization %}


{% materialization view, adapter='duckdb' %}
    {{ return(replaced_by('view')) }}
{% endmaterialization %}


{% macro replaced_by(type) %}
    {% set relation = this.incorporate(type=type) %}
    {% set existing = load_cached_relation(this) %}
    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}
    {% if existing and existing.type != type %}
        {% do adapter.drop_relation(existing) %}
    {% endif %}
    {% if config.get('contract').enforced %}
        {% do get_assert_columns_equivalent(sql) %}
    {% endif %}
    {% call statement('main') %}
        create or replace {{ type }} {{ relation }} as (
            {{ sql }}
        )
    {% endcall %}
    {% do persist_docs(relation, model) %}
    {{ run_hooks(post_hooks, inside_transaction=True) }}
    {% do adapter.commit() %}
    {{ run_hooks(post_hooks, inside_transaction=False) }}
    {{ return({'relations': [relation]}) }}
{% endmacro %}
