-- Rows of own benchmarks that could not be used; the build goes on without them, and this says how many they are.
{{ config(severity='warn') }}

select *
from {{ ref('rejected_rows') }}
where source != 'speeds'
