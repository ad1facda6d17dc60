{# The columns are a key: none of them is null, and no two rows agree in all of them. #}
{% test grain(model, columns) %}
select
    {{ columns | join(', ') }},
    count(*) as rows_of_key,
from {{ model }}
group by all
having count(*) > 1 or {{ columns | join(' is null or ') }} is null
{% endtest %}
