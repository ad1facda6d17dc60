with int_families as (
    select * from {{ ref('int_families') }}
),

families as (
    select
        model,
        architecture,
        family,
        is_in_fastai_page,
        is_in_fastai_page_subset,
    from int_families
)

select * from families
