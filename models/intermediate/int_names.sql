{{ config(materialized='table') }}

with speeds as (
    select * from {{ ref('int_speeds') }}
),

accuracies as (
    select * from {{ ref('int_accuracies') }}
),

checkpoint_accuracies as (
    select * from {{ ref('int_checkpoint_accuracies') }}
),

-- A title begins with the name that the paper gives the test set: ImageNet-Sketch for sketch.
test_sets as (
    select * from {{ ref('test_sets') }}
),

licenses as (
    select * from {{ ref('licenses') }}
),

named as (
    {%- for kind, name, said, source in [
        ("'run'", 'run', 'run', 'speeds'),
        ("'device with ' || task || ' runs'", 'device', 'device', 'speeds'),
        ("'test_set'", 'test_set', 'test_set', 'accuracies'),
        ("'test_set'", 'test_set', "split_part(title, ':', 1)", 'test_sets'),
        ("'module'", 'module', 'module', 'checkpoint_accuracies'),
        ("'family'", 'family', 'family', 'checkpoint_accuracies'),
        ("'license_class'", 'class', 'class', 'licenses'),
        ("'licence of class ' || class", 'license', 'license', 'licenses'),
    ] %}
    select
        {{ kind }} as kind,
        {{ name }} as name,
        {{ said }} as said,
    from {{ source }}
    union
    {%- endfor %}
    select *
    from (
        values
        ('task', 'infer', 'infer'),
        ('task', 'infer', 'inference'),
        ('task', 'train', 'train'),
        ('task', 'train', 'training')
    )
),

names as (
    select distinct
        kind,
        name,
        {{ plain('said') }} as said,
    from named
    where name is not null
)

select * from names
