{#
  Readers of the lake read the last snapshot of a complete build: this marks it when every node of the project has passed
  in one `dbt build`.
#}
{% macro mark_whole_build(results) %}
    {% if target.name == 'lake' and execute %}
        {% set passed = results | selectattr('status', 'in', ['success', 'pass', 'warn'])
            | map(attribute='node.unique_id') | list %}
        {% set missing = graph.nodes.values() | rejectattr('resource_type', 'in', ['analysis', 'operation'])
            | rejectattr('unique_id', 'in', passed) | list %}
        {% if not missing %}
            begin;
            call ducklake_set_commit_message('lake', 'timm_picker', 'whole build');
            create or replace table lake.page.whole_build as select current_timestamp as built_at;
            commit
        {% endif %}
    {% endif %}
{% endmacro %}
