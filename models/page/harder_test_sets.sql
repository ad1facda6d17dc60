{{ config(materialized='table') }}

with robustness as (
    select * from {{ ref('robustness') }}
),

families as (
    select * from {{ ref('families') }}
),

hues as (
    select distinct family
    from {{ ref('frame_families') }}
    where has_hue
),

harder as (
    {% for test_set, name in [
        ('imagenet-real', 'real'), ('imagenetv2-matched-frequency', 'v2'), ('sketch', 'sketch'),
        ('imagenet-a', 'a'), ('imagenet-r', 'r'),
    ] %}
    select
        '{{ test_set }}' as frame,
        release,
        model,
        img_size,
        top1,
        top1_{{ name }} as harder_top1,
        top1_drop_{{ name }} as top1_drop,
    from robustness
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

-- The newest release that scored the test set.
newest as (
    select *
    from harder
    where top1 is not null and harder_top1 is not null
    qualify release = max(release) over (partition by frame)
),

harder_test_sets as (
    select
        newest.frame,
        newest.release,
        newest.model,
        newest.img_size,
        if(families.is_in_fastai_page_subset and hues.family is not null, families.family, 'other families') as hue,
        newest.top1,
        newest.harder_top1,
        newest.top1_drop,
    from newest
    inner join families on newest.model = families.model
    left join hues on families.family = hues.family
)

select * from harder_test_sets
