{#
  Every row meets every rule; a rule that gives null is broken. `rules` maps its name to a condition. The columns of
  `grain` are a key as in the test of that name: as a rule it costs a build no second test.
#}
{% test rules(model, rules, grain=[]) %}
with judged as (
    select
        *,
        list_filter(
            [
                {%- for name, condition in rules.items() %}
                if(({{ condition }}) is true, null, '{{ name | replace("'", "''") }}'),
                {%- endfor %}
                {%- if grain %}
                if(
                    count(*) over (partition by {{ grain | join(', ') }}) = 1
                    and {{ grain | join(' is not null and ') }} is not null,
                    null,
                    'one row per {{ grain | join(', ') }}'
                ),
                {%- endif %}
            ],
            lambda rule: rule is not null
        ) as broken_rules,
    from {{ model }}
)

select *
from judged
where len(broken_rules) > 0
{% endtest %}
