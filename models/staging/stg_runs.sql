with speeds as (
    select distinct
        release,
        run,
    from {{ ref('speeds') }}
),

parts as (
    select
        *,
        regexp_extract(
            run,
            '^' || {{ run_pattern() }} || '$',
            ['task', 'precision', 'layout', 'torch', 'backend', 'device', 'dynamo']
        ) as part,
    from speeds
),

named as (
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
)

select * from named
