{#
  Stops, with `task` in front of why, if something that the pattern of files matches cannot be read. `pattern` is an
  SQL expression. What DuckDB's glob does not see, a function of charts/unreadable_files.py does.
#}
{% macro stop_at_unreadable_files(pattern, task) %}
    select error({{ text_literal(task) }} || problem)
    from (select unnest(unreadable_files({{ pattern }})) as problem)
{% endmacro %}


{% macro stop_at_unreadable_upstream_files(folder, names) %}
    {% for name in names %}
        {% call statement() %}
            {% set pattern = without_wildcards(text_literal(folder)) ~ " || '/" ~ name ~ "'" %}
            {{ stop_at_unreadable_files(pattern, 'Nothing was imported. ') }}
        {% endcall %}
    {% endfor %}
{% endmacro %}


{% macro stop_at_unreadable_own_benchmarks() %}
    {% if var('own_benchmarks', none) is not none %}
        {{ stop_at_unreadable_files(text_literal(var('own_benchmarks')), 'own_benchmarks: ') }}
    {% endif %}
{% endmacro %}


{# A statement of its own, since glob itself stops at a name that is no text, and in other words. #}
{% macro stop_without_own_benchmarks() %}
    {% if var('own_benchmarks', none) is not none %}
        {% set pattern = text_literal(var('own_benchmarks')) %}
        select error('own_benchmarks: ' || {{ pattern }} || ' matches no file; name a file, or a pattern of files like runs/*.csv')
        where not exists (from glob({{ pattern }}))
    {% endif %}
{% endmacro %}
