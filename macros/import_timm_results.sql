{#
  dbt run-operation import_timm_results --args '{folder: PATH, release: YYYY-MM-DD}'

  Rewrites the rows of one release in seeds/accuracies.csv and seeds/speeds.csv from a folder that holds a state of
  timm's results/. The rows of other releases stay, and all are sorted, so that the same folder gives the same bytes.
#}
{% macro import_timm_results(folder, release) %}
    {% call statement() %}
        set variable release = {{ text_literal(release) }}
    {% endcall %}

    {{ find_upstream_results(folder) }}
    {{ describe_upstream_results() }}
    {{ read_upstream_files() }}

    {{ rewrite_seed(
        'accuracies',
        imported="""
            select map_concat(
                cells, map {'release': getvariable('release'), 'test_set': regexp_extract(file, '^results-(.+)[.]csv$', 1)}
            ) as cells,
            from upstream_rows
            where kind = 'results'
        """,
        kept="release != getvariable('release')"
    ) }}
    {{ rewrite_seed(
        'speeds',
        imported="""
            select map_concat(
                cells, map {'release': getvariable('release'), 'run': regexp_extract(file, '^benchmark-(.+)[.]csv$', 1)}
            ) as cells,
            from upstream_rows
            where kind != 'results'
        """,
        kept="release != getvariable('release')"
    ) }}

    {{ report_upstream_results() }}
{% endmacro %}


{% macro find_upstream_results(folder) %}
    {{ stop_at_unreadable_upstream_files(folder, ['results-*.csv', 'benchmark-*.csv']) }}

    {% call statement() %}
        create or replace temp table folder_files as
        select
            parse_filename(file, false, 'system') as file,
            file as path,
            case
                when file similar to '(.*/)?results-[^/]+[.]csv' then 'results'
                when file similar to '(.*/)?benchmark-[^/]+[.]csv'
                    then regexp_extract(file, '/benchmark-' || {{ run_pattern() }} || '[.]csv$', 1)
            end as kind,
        from glob({{ without_wildcards(text_literal(folder)) }} || '/*')
    {% endcall %}

    {% call statement() %}
        with problems as (
            select
                case
                    when
                        not regexp_full_match(getvariable('release'), '\d{4}-\d\d-\d\d')
                        or try_cast(getvariable('release') as date) is null
                        then format('The release ''{}'' is no date; write it as 2026-01-06', getvariable('release'))
                    when coalesce(count(*) filter (kind = 'results'), 0) = 0
                        then
                            {{ text_literal(folder) }}
                            || ' holds no file results-*.csv; name a folder like the results/ of timm''s repository'
                    when bool_or(kind = '')
                        then
                            min(file) filter (kind = '')
                            || ' is named like no benchmark; the name has to be like '
                            || 'benchmark-infer-amp-nhwc-pt240-cu124-rtx3090.csv'
                end as problem,
            from folder_files
        )

        select error('Nothing was imported. ' || problem)
        from problems
        where problem is not null
    {% endcall %}

    {% call statement() %}
        create or replace temp table upstream_files as
        from folder_files
        where kind is not null
    {% endcall %}
{% endmacro %}


{% macro describe_upstream_results() %}
    {% call statement() %}
        create or replace temp table upstream_layout as
        with columns (kind, header, name, type, is_key, is_optional, may_be_empty) as (
            values
                ('results', 'model', 'model', 'model', true, false, false),
                ('results', 'img_size', 'img_size', 'size', true, false, false),
                ('results', 'top1', 'top1', 'percentage', false, false, false),
                ('results', 'top5', 'top5', 'percentage', false, false, false),
                ('results', 'param_count', 'param_count', 'measure', false, false, false),
                ('results', 'crop_pct', 'crop_pct', 'measure', false, false, false),
                -- The spelling before 2022-07.
                ('results', 'cropt_pct', 'crop_pct', 'measure', false, false, false),
                ('results', 'interpolation', 'interpolation', 'text', false, false, false),
                -- Left out: they follow from the accuracies, and upstream's differences are often wrong.
                ('results', 'top1_err', null, 'any', false, true, true),
                ('results', 'top5_err', null, 'any', false, true, true),
                ('results', 'top1_diff', null, 'any', false, true, true),
                ('results', 'top5_diff', null, 'any', false, true, true),
                ('results', 'rank_diff', null, 'any', false, true, true),
                ('speeds', 'model', 'architecture', 'architecture', true, false, false),
                ('speeds', 'TASK_img_size', 'img_size', 'size', true, false, false),
                ('speeds', 'TASK_samples_per_sec', 'samples_per_sec', 'measure', false, false, true),
                ('speeds', 'TASK_step_time', 'step_time', 'measure', false, false, true),
                ('speeds', 'TASK_batch_size', 'batch_size', 'count', false, false, true),
                ('speeds', 'TASK_gmacs', 'gmacs', 'measure', false, true, true),
                ('speeds', 'TASK_macts', 'macts', 'measure', false, true, true),
                ('speeds', 'param_count', 'param_count', 'measure', false, false, false)
        )

        select columns.* replace (kinds.kind as kind, replace(columns.header, 'TASK', kinds.kind) as header),
        from columns
        inner join (values ('results', 'results'), ('infer', 'speeds'), ('train', 'speeds')) as kinds (kind, described_as)
            on columns.kind = kinds.described_as
    {% endcall %}
{% endmacro %}


{% macro report_upstream_results() %}
    {% set report = run_query("""
        with read_files as (
            select
                if(kind = 'results', 'accuracies', 'speeds') as seed,
                count(distinct file) as files,
                count(*) as lines,
            from upstream_rows
            group by seed
        ),

        sentences as (
            select
                1 as place,
                format('Read {} rows of {} files into seeds/{}.csv as release {}', lines, files, seed, getvariable('release'))
                    as sentence,
            from read_files

            union all
            select
                2,
                'Left out the columns ' || string_agg(distinct header, ', ' order by header)
                || ': they follow from the accuracies',
            from upstream_values
            where name is null

            union all
            select
                3,
                'Left out the files ' || string_agg(file, ', ' order by file)
                || ': named neither results-*.csv nor benchmark-*.csv',
            from folder_files
            where kind is null
        )

        select sentence
        from sentences
        where sentence is not null
        order by place, sentence
    """) %}
    {{ print(report.columns[0].values() | join('\n')) }}
{% endmacro %}
