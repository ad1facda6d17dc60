{#
  dbt run-operation import_timm_registry --args '{folder: PATH}'

  Writes seeds/checkpoints.csv and seeds/renamed_models.csv anew from a folder with two files of those names, which
  hold what a version of timm says of its own checkpoints.
#}
{% macro import_timm_registry(folder) %}
    {{ stop_at_unreadable_upstream_files(folder, ['checkpoints.csv', 'renamed_models.csv']) }}

    {% call statement() %}
        create or replace temp table upstream_files as
        select
            parse_filename(path, true, 'system') as kind,
            parse_filename(path, false, 'system') as file,
            path,
        from glob({{ without_wildcards(text_literal(folder)) }} || '/*') as files (path)
        where file in ('checkpoints.csv', 'renamed_models.csv')
    {% endcall %}

    {% call statement() %}
        select error(
            'Nothing was imported. ' || rtrim({{ text_literal(folder) }}, '/') || '/' || file
            || ' does not exist; name a folder that holds it'
        )
        from (values ('checkpoints.csv'), ('renamed_models.csv')) as needed (file)
        where file not in (select file from upstream_files)
        order by file
    {% endcall %}

    {% call statement() %}
        create or replace temp table upstream_layout (
            kind varchar, header varchar, name varchar, type varchar, is_key boolean, is_optional boolean, may_be_empty boolean
        );
        insert into upstream_layout values
        ('checkpoints', 'model', 'model', 'model', true, false, false),
        ('checkpoints', 'module', 'module', 'text', false, false, false),
        ('checkpoints', 'license', 'license', 'text', false, false, true),
        ('checkpoints', 'hf_hub_id', 'hf_hub_id', 'text', false, false, true),
        ('checkpoints', 'paper_ids', 'paper_ids', 'any', false, false, true),
        -- Left out: it is the model's name before the dot, or it stands with the accuracies.
        ('checkpoints', 'architecture', null, 'any', false, true, true),
        ('checkpoints', 'img_size', null, 'any', false, true, true),
        ('checkpoints', 'test_img_size', null, 'any', false, true, true),
        ('checkpoints', 'crop_pct', null, 'any', false, true, true),
        ('checkpoints', 'test_crop_pct', null, 'any', false, true, true),
        ('checkpoints', 'interpolation', null, 'any', false, true, true),
        ('checkpoints', 'num_classes', null, 'any', false, true, true),
        ('renamed_models', 'old_model', 'old_model', 'model', true, false, false),
        ('renamed_models', 'model', 'model', 'model', false, false, false)
    {% endcall %}

    {{ read_upstream_files() }}

    {{ rewrite_seed(
        'checkpoints',
        imported="""
            select map_concat(cells, map {'license': coalesce(cells['license'], 'unknown')}) as cells
            from upstream_rows
            where kind = 'checkpoints'
        """
    ) }}
    {{ rewrite_seed(
        'renamed_models',
        imported="select cells from upstream_rows where kind = 'renamed_models'"
    ) }}

    {% set report = run_query("""
        select format('Read {} rows of {} into seeds/{}', count(*), file, file) as sentence
        from upstream_rows
        group by file
        order by file
    """) %}
    {{ print(report.columns[0].values() | join('\n')) }}
{% endmacro %}
