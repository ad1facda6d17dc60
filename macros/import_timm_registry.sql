{#
  dbt run-operation import_timm_registry --args '{folder: PATH}'

  Rewrites seeds/checkpoints.csv and seeds/renamed_models.csv from a folder with two files of the same names, in
  which a version of timm lists its checkpoints.
#}
{% macro import_timm_registry(folder) %}
    {% set left_out = [
        'architecture', 'img_size', 'test_img_size', 'crop_pct', 'test_crop_pct', 'crop_mode', 'interpolation', 'mean',
        'std', 'num_classes', 'fixed_input_size', 'paper_name', 'origin_url'
    ] %}
    {% set columns = [] %}
    {% for seed in ['checkpoints', 'renamed_models'] %}
        {{ begin_seed(seed, kept='false') }}
        {% do columns.extend(read_file(seed, folder, files_in(folder, seed ~ '.csv')[0], left_out=left_out)) %}
    {% endfor %}
    {% do run_query("update new_checkpoints set license = 'unknown' where license is null") %}
    {{ check_seed('checkpoints', key=['model'], may_be_empty=['hf_hub_id', 'paper_ids']) }}
    {{ check_seed('renamed_models', key=['old_model']) }}

    {{ write_seed('checkpoints') }}
    {{ write_seed('renamed_models') }}
    {{ report_left_out('columns', columns | select('in', left_out), 'no seed keeps them') }}
{% endmacro %}
