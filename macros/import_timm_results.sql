{#
  dbt run-operation import_timm_results --args '{folder: PATH, release: YYYY-MM-DD}'

  Rewrites the rows of one release in seeds/accuracies.csv and seeds/speeds.csv from a folder with a state of timm's
  results/. The rows of other releases stay.
#}
{% macro import_timm_results(folder, release) %}
    {% set date = text_literal(release) %}
    {% call stop_at_first() %}
        select {{ date }} || ' is not a date; write the release as 2026-01-06'
        where strftime(try_cast({{ date }} as date), '%Y-%m-%d') is distinct from {{ date }}
    {% endcall %}
    {% set results = files_in(folder, 'results-*.csv') %}
    {% set benchmarks = files_in(folder, 'benchmark-*.csv', is_required=false) %}
    {% set derived = ['top1_err', 'top5_err', 'top1_diff', 'top5_diff', 'rank_diff'] %}
    {% set columns = [] %}

    {{ begin_seed('accuracies', kept='release != ' ~ date) }}
    {% for file in results %}
        {# Before 2022-07 the column was spelt cropt_pct. #}
        {% do columns.extend(read_file(
            'accuracies', folder, file, given={'release': release, 'test_set': file[8:-4]},
            renamed={'cropt_pct': 'crop_pct'}, left_out=derived
        )) %}
    {% endfor %}
    {{ check_seed('accuracies', key=['model', 'img_size']) }}

    {{ begin_seed('speeds', kept='release != ' ~ date) }}
    {% set measures = ['samples_per_sec', 'step_time', 'batch_size', 'gmacs', 'macts'] %}
    {% for file in benchmarks %}
        {% call stop_at_first() %}
            select file || ' is not named like a benchmark, such as benchmark-infer-amp-nhwc-pt240-cu124-rtx3090.csv'
            from (select {{ text_literal(file) }} as file)
            where not regexp_full_match(file, 'benchmark-' || {{ run_pattern() }} || '[.]csv')
        {% endcall %}
        {% set renamed = {'model': 'architecture'} %}
        {% for column in measures + ['img_size'] %}
            {% do renamed.update({file.split('-')[1] ~ '_' ~ column: column}) %}
        {% endfor %}
        {% do read_file(
            'speeds', folder, file, given={'release': release, 'run': file[10:-4]},
            renamed=renamed, optional=['gmacs', 'macts']
        ) %}
    {% endfor %}
    {{ check_seed('speeds', key=['architecture', 'img_size'], may_be_empty=measures) }}

    {{ write_seed('accuracies') }}
    {{ write_seed('speeds') }}
    {{ report_left_out('columns', columns | select('in', derived), 'they follow from the accuracies') }}
    {% set others = files_in(folder, '*') | reject('in', results + benchmarks) %}
    {{ report_left_out('files', others, 'named neither results-*.csv nor benchmark-*.csv') }}
{% endmacro %}
