{#
  What a cell may hold, and the words for it. The bounds are far outside of what a network can weigh or take, and
  keep what is computed from it finite.
#}

{% macro is_measure(text) -%}
    coalesce(try_cast({{ text }} as double) between 1e-9 and 1e12, false)
{%- endmacro %}


{# Written `224`, or `224.0` as pandas does in a column with gaps. #}
{% macro is_count(text) -%}
    coalesce(
        try_cast({{ text }} as double) between 1 and 999999999
        and trunc(try_cast({{ text }} as double)) = try_cast({{ text }} as double),
        false
    )
{%- endmacro %}


{# An SQL map from types to words. #}
{% macro types_in_words() -%}
    map {
        'text': 'a text of letters, digits and -_./:',
        'architecture': 'an architecture (letters, digits, - and _; a benchmark''s names have no tag)',
        'model': 'a model''s name (architecture or architecture.tag)',
        'percentage': 'a number from 0 to 100',
        'size': 'a whole number above 0 (up to 999999999)',
        'count': 'a whole number above 0 (up to 999999999)',
        'measure': 'a number above 0 (1e-9 to 1e12)'
    }
{%- endmacro %}
