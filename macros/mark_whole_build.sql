{#
  Readers of the lake read the last snapshot that a whole build left: this marks it, once every node of a `dbt build`
  without a selection has passed.
#}
{% macro mark_whole_build(results) %}
    {% set is_whole = flags.WHICH == 'build' and not invocation_args_dict.get('select')
        and not invocation_args_dict.get('exclude') %}
    {% set failed = results | selectattr('status', 'in', ['error', 'fail', 'skipped', 'partial success']) | list %}
    {% if target.name == 'lake' and execute and is_whole and not failed %}
        begin;
        call ducklake_set_commit_message('lake', 'timm_picker', 'whole build');
        create or replace table lake.page.whole_build as select current_timestamp as built_at;
        commit
    {% endif %}
{% endmacro %}
