{{ config(pre_hook=["{{ stop_at_unreadable_own_benchmarks() }}", "{{ stop_without_own_benchmarks() }}"]) }}

{% if var('own_benchmarks', none) is not none %}

-- read_blob hands on one file at a time, a filter thousands at once: what is asked of each costs a fourth then.
with texts as (
    select
        filename as file,
        {{ text_of('content') }} as text,
    from read_blob({{ text_literal(var('own_benchmarks')) }})
    where octet_length(content) >= 0
),

quoting as (
    select
        *,
        if(contains(text, '"'), text, '') as quoting_text,
    from texts
),

-- A cell in quotes may hold line ends, as the words of an error do. Every second part stands in quotes.
parted as (
    select
        *,
        string_split(array_to_string({{ lines_of('quoting_text') }}, chr(10)), '"') as parts,
    from quoting
),

joined as (
    select
        *,
        string_split(
            array_to_string(
                [if(place % 2 = 0, replace(part, chr(10), {{ quoted_line_end() }}), part) for part, place in parts], '"'
            ),
            chr(10)
        ) as lines,
        [line for line in lines if contains(line, {{ quoted_line_end() }})] as long_lines,
    from parted
),

-- Blank lines make up for what was joined, so that each row keeps its number. A quote that is not closed, or that
-- stands within a value, quotes nobody knows what.
whole_rows as (
    select
        file,
        if(
            long_lines != []
            and len(parts) % 2 = 1
            and list_bool_and([{{ is_well_quoted('line') }} for line in long_lines]),
            array_to_string(
                [
                    line || repeat(chr(10), len(string_split(line, {{ quoted_line_end() }})) - 1)
                    for line in lines
                ],
                chr(10)
            ),
            text
        ) as text,
    from joined
)

select * from whole_rows

{% else %}

select
    null::varchar as file,
    null::varchar as text,
where false

{% endif %}
