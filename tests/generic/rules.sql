{# Every row meets every rule; a rule that gives null is broken. `rules` maps its name to a condition. #}
{% test rules(model, rules) %}
with judged as (
    select
        *,
        list_filter(
            [
                {%- for name, condition in rules.items() %}
                if(({{ condition }}) is true, null, '{{ name | replace("'", "''") }}'),
                {%- endfor %}
            ],
            lambda rule: rule is not null
        ) as broken_rules,
    from {{ model }}
)

select *
from judged
where len(broken_rules) > 0
{% endtest %}
