{# A run's name, which is an upstream benchmark file's name without `benchmark-` and `.csv`; the groups are its parts. #}
{% macro run_pattern() -%}
    '(infer|train)-(amp|amp_bf16|bf16|fp32)-(nchw|nhwc)-pt(\d{3})-(cu\d{3}|cpu)-([A-Za-z0-9_]+?)(-dynamo)?'
{%- endmacro %}
