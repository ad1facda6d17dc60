{#
  How a CSV file falls into lines and cells. Not by read_csv, which skips, pads or merges what it does not understand:
  who reads a refusal has to learn in which file, line and column it stands.
#}

{#
  A file's text: its bytes, or where they are no UTF-8, those in front of the first that is none and a NUL, at which
  `readable` stops. DuckDB writes a byte that is no printable ASCII as \x and two digits. A character has one to four of
  them, and neither more than it needs nor half of a pair.
#}
{% macro text_of(content) -%}
    {%- set next -%} \\x[89AB]. {%- endset -%}
    coalesce(
        try(decode({{ content }})),
        decode(regexp_extract(
            {{ content }}::varchar,
            '^([^\\]|\\x[0-7].'
            || '|\\x(C[2-9A-F]|D.){{ next }}'
            || '|\\x(E0\\x[AB].|ED\\x[89].|E[^0D]{{ next }}){{ next }}'
            || '|\\x(F0\\x[9AB].|F4\\x8.|F[1-3]{{ next }}){{ next }}{{ next }})*'
        )::blob) || chr(0)
    )
{%- endmacro %}


{# The lines of a text, whichever of the three line ends each has; a byte order mark in front belongs to none. #}
{% macro lines_of(text) -%}
    string_split(
        case
            when not contains({{ text }}, chr(13)) and not starts_with({{ text }}, chr(65279)) then {{ text }}
            else replace(replace(ltrim({{ text }}, chr(65279)), chr(13) || chr(10), chr(10)), chr(13), chr(10))
        end,
        chr(10)
    )
{%- endmacro %}


{# What stands for a line end in a cell, so that a row is one line: the unit separator, which no text has. #}
{% macro quoted_line_end() -%}
    chr(31)
{%- endmacro %}


{# The line with the line ends of its cells. #}
{% macro as_it_stands(line) -%}
    replace({{ line }}, {{ quoted_line_end() }}, chr(10))
{%- endmacro %}


{# The first of them, without a split of the others. #}
{% macro first_line_of(text) -%}
    regexp_extract({{ text }}, '^\x{FEFF}*([^\r\n]*)', 1)
{%- endmacro %}


{#
  The line, or a stop if no cell of it could be read, or is worth the memory. `place` is the file, for people. A comma
  in quotes, the last of which may be open, does not end a cell.
#}
{% macro readable(text, place, line) -%}
    case
        when strlen({{ text }}) > 10000000
            then error(format('{}, line {}: a line of more than 10 million bytes', {{ place }}, {{ line }}))
        when contains({{ text }}, chr(0))
            then error(format(
                '{}, line {}, column {}: a NUL byte, or bytes that are not UTF-8; save the file as UTF-8 text',
                {{ place }},
                {{ line }},
                len(string_split(
                    regexp_replace(left({{ text }}, instr({{ text }}, chr(0))), '"[^"]*("|$)', '', 'g'), ','
                ))
            ))
        else {{ text }}
    end
{%- endmacro %}


{#
  The cells of a line without the quotes around them. They are all there only if the line is well quoted. DuckDB works
  out a list comprehension for all rows if it does for one; the inner `if` spares it the lines without a quote.
#}
{% macro cells_of(line) -%}
    if(
        contains({{ line }}, '"'),
        [
            if(starts_with(cell, '"'), replace(cell[2:-2], '""', '"'), cell)
            for cell in regexp_extract_all(
                if(contains({{ line }}, '"'), {{ line }}, '') || ',', '("(?:[^"]|"")*"|[^",]*),', 1
            )
        ],
        string_split({{ line }}, ',')
    )
{%- endmacro %}


{# A header's names, however they are written. #}
{% macro names_in(line) -%}
    lower(regexp_replace({{ line }}, '[" \x{FEFF}]+', '', 'g'))
{%- endmacro %}


{# False for a line with a quote that is not closed, or that stands within a value. #}
{% macro is_well_quoted(line) -%}
    case
        when contains({{ line }}, '"') then regexp_full_match({{ line }} || ',', '(("(?:[^"]|"")*"|[^",]*),)*')
        else true
    end
{%- endmacro %}


{# Which cell of a line is the first that is not well quoted. #}
{% macro ill_quoted_at(line) -%}
    len({{ cells_of("regexp_extract(" ~ line ~ " || ',', '^((\"(?:[^\"]|\"\")*\"|[^\",]*),)*')") }})
{%- endmacro %}
