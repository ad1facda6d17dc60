{#
  dbt run-operation import_timm_results --args '{folder: PATH, release: YYYY-MM-DD}'

  Rewrites the rows of one release in seeds/accuracies.csv and seeds/speeds.csv from a folder that holds a state of
  timm's results/. The rows of other releases stay, and all are sorted, so that the same folder gives the same bytes.
#}
{% macro import_timm_results(folder, release) %}
    {% call stop_at_first() %}
        select release || ' is not a date; write the release as 2026-01-06'
        from (select {{ text_literal(release) }} as release)
        where not regexp_full_match(release, '\d{4}-\d\d-\d\d') or try_cast(release as date) is null
    {% endcall %}
    {% set kept = 'release != ' ~ text_literal(release) %}
    {% set results = files_in(folder, 'results-*.csv', is_required=true) %}
    {% set benchmarks = files_in(folder, 'benchmark-*.csv') %}
    {% set columns = [] %}
    {% set follow_from_accuracies = ['top1_err', 'top5_err', 'top1_diff', 'top5_diff', 'rank_diff'] %}

    {{ begin_seed('accuracies', kept) }}
    {% for file, path in results %}
        {# The crop's spelling before 2022-07. #}
        {% do columns.extend(read_upstream_file(
            'accuracies', file, path, given={'release': release, 'test_set': file[8:-4]},
            renamed={'cropt_pct': 'crop_pct'}, left_out=follow_from_accuracies
        )) %}
    {% endfor %}
    {{ check_seed('accuracies', key=['model', 'img_size']) }}

    {{ begin_seed('speeds', kept) }}
    {% for file, path in benchmarks %}
        {% call stop_at_first() %}
            select file || ' is not named like a benchmark, such as benchmark-infer-amp-nhwc-pt240-cu124-rtx3090.csv'
            from (select {{ text_literal(file) }} as file)
            where not regexp_full_match(file, 'benchmark-' || {{ run_pattern() }} || '[.]csv')
        {% endcall %}
        {% set renamed = {'model': 'architecture'} %}
        {% for column in ['img_size', 'samples_per_sec', 'step_time', 'batch_size', 'gmacs', 'macts'] %}
            {% do renamed.update({file.split('-')[1] ~ '_' ~ column: column}) %}
        {% endfor %}
        {% do read_upstream_file(
            'speeds', file, path, given={'release': release, 'run': file[10:-4]},
            renamed=renamed, optional=['gmacs', 'macts']
        ) %}
    {% endfor %}
    {% set may_be_empty = ['samples_per_sec', 'step_time', 'batch_size', 'gmacs', 'macts'] %}
    {{ check_seed('speeds', key=['architecture', 'img_size'], may_be_empty=may_be_empty) }}

    {{ write_seed('accuracies') }}
    {{ write_seed('speeds') }}
    {{ report_left_out('columns', columns | select('in', follow_from_accuracies), 'they follow from the accuracies') }}
    {% set other_files = files_in(folder, '*') | reject('in', results + benchmarks) | map('first') %}
    {{ report_left_out('files', other_files, 'named neither results-*.csv nor benchmark-*.csv') }}
{% endmacro %}
