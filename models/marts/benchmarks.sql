with benchmarks as (
    select * from {{ ref('int_benchmarks') }}
)

select * from benchmarks
