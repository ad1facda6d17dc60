{# The name of a run: a benchmark file of upstream's without `benchmark-` and `.csv`. The groups are its parts. #}
{% macro run_pattern() -%}
    '(infer|train)-(amp|amp_bf16|bf16|fp32)-(nchw|nhwc)-pt(\d{3})-(cu\d{3}|cpu)-([A-Za-z0-9_]+?)(-dynamo)?'
{%- endmacro %}
