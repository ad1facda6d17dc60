-- Own runs on a device that upstream timed for the same task. They stay beside upstream's; the build goes on, and this
-- says how many they are. `is_default` is true where pick() takes the own run for the device.
{{ config(severity='warn') }}

with timed as (
    select distinct
        release,
        run,
        device,
        task,
    from {{ ref('speed') }}
)

select
    own.device,
    own.task,
    own.run,
    devices.run is not null as is_default,
from timed as own
left join {{ ref('devices') }} as devices on own.release = devices.release and own.run = devices.run
where
    own.release = 'own'
    and exists (
        select 1
        from timed as upstream
        where upstream.release != 'own' and upstream.device = own.device and upstream.task = own.task
    )
