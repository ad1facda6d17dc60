{{ config(materialized='table') }}

with stg_speeds as (
    select * from {{ ref('stg_speeds') }}
),

own_speeds as (
    select * from {{ ref('int_own_speeds') }}
),

-- Materialized so that each name is parsed once, not once for each of its timings.
named as materialized (
    select distinct
        release,
        run,
    from stg_speeds
    union all
    select distinct
        'own' as release,
        run,
    from own_speeds
),

parts as (
    select
        *,
        regexp_extract(
            run,
            '^' || {{ run_pattern() }} || '$',
            ['task', 'precision', 'layout', 'torch', 'backend', 'device', 'dynamo']
        ) as part,
    from named
),

parsed as (
    select
        release,
        run,
        part.task,
        part.precision,
        part.layout,
        -- pt111 is 1.11 and pt291 is 2.9.1: before torch 2 all digits after the first are the minor version.
        case
            when part.torch[1] = '1' then '1.' || part.torch[2:]
            else concat_ws('.', part.torch[1], part.torch[2], part.torch[3])
        end as torch,
        part.backend,
        if(regexp_full_match(part.device, '\d{4}'), 'rtx' || part.device, part.device) as device,
        part.dynamo != '' as compiled,
    from parts
    where part.task != ''
),

-- The name of any other own file gives only the task and the device.
unparsed as (
    select
        release,
        run,
        split_part(run, '-', 1) as task,
        null as precision,
        null as layout,
        null as torch,
        null as backend,
        run[7:] as device,
        null as compiled,
    from parts
    where part.task = ''
),

runs as (
    select * from parsed
    union all
    select * from unparsed
)

select * from runs
