with trusted_speeds as (
    select * from {{ ref('int_trusted_speeds') }}
),

reference_runs as (
    select
        release,
        run,
        task,
        device,
        row_number() over (partition by task order by run) as place,
    from trusted_speeds
    where is_reference
    group by release, run, task, device
)

select * from reference_runs
