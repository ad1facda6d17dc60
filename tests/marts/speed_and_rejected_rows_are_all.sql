-- Every row of the seed speeds is a row of speed or one of rejected_rows.
with counts as (
    select
        (select count(*) from {{ ref('speeds') }}) as timed,
        (
            select count(*) from {{ ref('speed') }}
            where release != 'own'
        ) as taken,
        (
            select count(*) from {{ ref('rejected_rows') }}
            where source = 'speeds'
        ) as rejected,
)

select *
from counts
where timed != taken + rejected
