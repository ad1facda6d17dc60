{{ config(pre_hook=["{{ stop_at_unreadable_own_benchmarks() }}", "{{ stop_without_own_benchmarks() }}"]) }}

{% if var('own_benchmarks', none) is not none %}

with files as (
    select
        filename as file,
        content,
        try(decode(content)) as decoded,
    from read_blob({{ text_literal(var('own_benchmarks')) }})
),

texts as (
    select
        file,
        {{ text_of('decoded', 'content') }} as text,
    from files
)

select * from texts

{% else %}

select
    null::varchar as file,
    null::varchar as text,
where false

{% endif %}
