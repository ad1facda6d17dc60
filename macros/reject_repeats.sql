{#
  The post-hook of own_speeds: a row that times what a line above it times is not taken. In the transaction that writes
  the rows, so nobody sees them without it; in a statement of its own, since few rows are alike, and to look for them
  while all are being judged would take more memory than the rest.
#}
{% macro reject_repeats() %}
    {% set own_files = ref('int_own_files') %}
    {# The hashes of a run are few enough to be compared; the rows of a run without two alike are no more looked at. #}
    {% set repeating %}
        select run
        from {{ this }}
        where reason is null
        group by run
        having list_unique(list(hash(architecture, img_size))) < count(*)
    {% endset %}
    {% if execute and run_query(repeating ~ ' limit 1').rows %}
    update {{ this }} as own_speeds
    set
        content = repeats.content,
        reason = repeats.reason
    from (
        with repeating as (
            {{ repeating }}
        ),

        repeats as (
            select
                run,
                file,
                line,
                architecture,
                img_size,
                samples_per_sec,
            from {{ this }}
            where reason is null and run in (select run from repeating)
            qualify row_number() over (partition by run, architecture, img_size order by line) > 1
        ),

        files as (
            select
                run,
                task,
                places,
                {{ lines_of('text') }} as lines,
            from {{ own_files }}
            where run in (select run from repeats)
        ),

        lines as (
            select
                run,
                task,
                places,
                generate_subscripts(lines, 1) as line,
                unnest(lines) as content,
            from files
        ),

        found as (
            select
                repeats.*,
                lines.task,
                lines.content,
                {{ cells_of('lines.content') }} as cells,
                split_part(trim(cells[lines.places.model], ' '), '.', 1) = repeats.architecture
                and try_cast(cells[lines.places.samples_per_sec] as double) = repeats.samples_per_sec as is_same,
            from repeats
            left join lines on repeats.run = lines.run and repeats.line = lines.line
        )

        select
            run,
            line,
            if(
                is_same,
                {{ as_it_stands('content') }},
                error(format('own_benchmarks: {} changes meanwhile; build again', file))
            ) as content,
            format('{} at {}_img_size {} stands there a second time', architecture, task, img_size) as reason,
        from found
    ) as repeats
    where own_speeds.run = repeats.run and own_speeds.line = repeats.line
    {% endif %}
{% endmacro %}
