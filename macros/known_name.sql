{# A name as it is compared: 'RTX 4090', 'rtx-4090' and '4090' are one. #}
{% macro plain(name) -%}
    regexp_replace(lower({{ name }}), '^rtx|[\s_-]', '', 'g')
{%- endmacro %}


{#
  The name that a given one stands for, as int_names has it for the kind; null where none is given. One that does not
  exist stops the query with an error that lists those that do, and says of what else it is the name.
#}
{% macro known_name(given, kind) -%}
    case
        when {{ given }} != ''
            then
                coalesce(
                    (
                        select max_by(names.name, names.name = {{ given }})
                        from {{ ref('int_names') }} as names
                        where names.kind = {{ kind }} and names.said = {{ plain(given) }}
                    ),
                    error((
                        select
                            format(
                                'pick: ''{}'' is not a {}{}; there are: {}',
                                {{ given }},
                                {{ kind }},
                                coalesce(
                                    ' (but a ' || min(names.kind) filter (names.said = {{ plain(given) }}) || ')', ''
                                ),
                                string_agg(distinct names.name, ', ' order by names.name)
                                filter (names.kind = {{ kind }})
                            )
                        from {{ ref('int_names') }} as names
                    ))
                )
    end
{%- endmacro %}
