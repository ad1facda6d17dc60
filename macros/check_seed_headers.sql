{#
  Stops a run before it touches anything if a seed's columns are not those of seeds/_seeds.yml in their order: dbt
  would fill the table of an earlier run by the places of the columns, not by their names.
#}
{% macro check_seed_headers() %}
    {% if execute %}
        {% call statement() %}
            {% for node in graph.nodes.values() if node.resource_type == 'seed' %}
            select error('{{ node.original_file_path }}, line 1: the columns have to be ' || expected.header)
            from read_text({{ without_wildcards(text_literal(node.root_path ~ '/' ~ node.original_file_path)) }}) as seed
            cross join (values ('{{ node.config.column_types | join(',') }}')) as expected (header)
            where {{ lines_of('seed.content') }}[1] != expected.header
            {{ 'union all' if not loop.last }}
            {% endfor %}
        {% endcall %}
    {% endif %}
{% endmacro %}
