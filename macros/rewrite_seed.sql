{#
  Writes a seed anew: the rows it has that meet `kept`, and those of the query `imported`, whose
  column `cells` maps names to texts, all sorted.
  Names, order and types of the columns are those that seeds/_seeds.yml gives.
#}
{% macro rewrite_seed(seed, imported, kept='false') %}
    {% set node = graph.nodes['seed.' ~ project_name ~ '.' ~ seed] %}
    {% set path = text_literal(node.root_path ~ '/' ~ node.original_file_path) %}
    {% set types = node.config.column_types %}
    {% call statement() %}
        copy (
            with imported as ({{ imported }})

            select *
            from read_csv(
                {{ without_wildcards(path) }},
                header = true,
                auto_detect = false,
                hive_partitioning = false,
                columns = {
                    {% for column, type in types.items() %}'{{ column }}': '{{ type }}', {% endfor %}
                }
            )
            where {{ kept }}
            union all
            select
                {% for column, type in types.items() %}
                cast(cells['{{ column }}'] as {{ type }}),
                {% endfor %}
            from imported
            order by all
        ) to {{ path }} (header, use_tmp_file true)
    {% endcall %}
{% endmacro %}
