{{ config(materialized='table') }}

with frames as (
    select * from {{ ref('int_frames') }}
),

families as (
    select * from {{ ref('families') }}
),

family_counts as (
    select * from {{ ref('family_counts') }}
),

-- Families of the FastAI page's subset have a hue, the same in every chart; all others are grey.
frame_families as (
    select
        frames.frame,
        frames.family,
        count(*) as models,
        bool_or(families.is_in_fastai_page_subset)
        and frames.family in (select family from family_counts) as has_hue,
    from frames
    inner join families on frames.model = families.model
    group by frames.frame, frames.family
)

select *
from frame_families
order by frame asc, models desc, family asc
