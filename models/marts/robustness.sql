with stg_accuracies as (
    select * from {{ ref('stg_accuracies') }}
),

test_sets as (
    select * from {{ ref('test_sets') }}
),

-- One row per harder test set: the accuracy there beside that on its clean counterpart.
compared as (
    select
        harder.release,
        harder.model,
        harder.img_size,
        harder.test_set,
        harder.top1,
        round(clean.top1 - harder.top1, 3) as top1_drop,
    from stg_accuracies as harder
    inner join test_sets on harder.test_set = test_sets.test_set
    left join stg_accuracies as clean
        on
            harder.release = clean.release
            and harder.model = clean.model
            and harder.img_size = clean.img_size
            and test_sets.clean_test_set = clean.test_set
),

robustness as (
    select
        release,
        model,
        img_size,
        any_value(top1) filter (test_set = 'imagenet') as top1,
        {%- for test_set, name in [
            ('imagenet-real', 'real'), ('imagenetv2-matched-frequency', 'v2'), ('sketch', 'sketch'),
            ('imagenet-a', 'a'), ('imagenet-r', 'r'),
        ] %}
        any_value(top1) filter (test_set = '{{ test_set }}') as top1_{{ name }},
        any_value(top1_drop) filter (test_set = '{{ test_set }}') as top1_drop_{{ name }},
        {%- endfor %}
        any_value(top1) filter (test_set = 'imagenet-a-clean') as top1_a_clean,
        any_value(top1) filter (test_set = 'imagenet-r-clean') as top1_r_clean,
    from compared
    group by all
)

select * from robustness
