with stg_accuracies as (
    select * from {{ ref('stg_accuracies') }}
),

stg_speeds as (
    select * from {{ ref('stg_speeds') }}
),

param_count_causes as (
    select * from {{ ref('param_count_causes') }}
),

causes as (
    select
        string_agg(architecture_pattern, '|') filter (direction = 'lower') as of_fewer,
        string_agg(architecture_pattern, '|') filter (direction = 'higher') as of_more,
    from param_count_causes
),

models as (
    select
        model,
        architecture,
    from stg_accuracies
    union
    select
        architecture as model,
        architecture,
    from stg_speeds
),

named as (
    select
        model,
        architecture,
        nullif(regexp_extract(architecture, '^([a-z]+?(?:v2)?)(?:\d|_|$)', 1), '')
        || if(contains(model, 'in22'), '_in22', '')
        || if(regexp_matches(architecture, 'resnet.*d'), 'd', '') as family,
    from models
),

framed as (
    select
        named.*,
        coalesce(
            not ends_with(architecture, 'gn')
            and regexp_matches(family, '^re[sg]netd?|beit|convnext|levit|efficient|vit|vgg'),
            false
        ) as is_in_fastai_page,
        is_in_fastai_page and regexp_full_match(
            family, 'levit|resnetd?|regnetx|vgg|convnext.*|efficientnetv2|beit'
        ) as is_in_fastai_page_subset,
        coalesce(regexp_full_match(architecture, causes.of_fewer), false) as may_count_fewer,
        coalesce(regexp_full_match(architecture, causes.of_more), false) as may_count_more,
    from named
    cross join causes
)

select * from framed
