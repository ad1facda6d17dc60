with speed as (
    select * from {{ ref('speed') }}
),

suspects as (
    select *
    from {{ ref('benchmarks') }}
    where suspect
),

trusted_speeds as (
    select
        speed.*,
        speed.release != 'own' and speed.release = max(speed.release) filter (speed.release != 'own') over ()
            as is_reference,
    from speed
    anti join suspects
        on
            speed.release = suspects.release
            and speed.run = suspects.run
            and speed.architecture = suspects.architecture
            and speed.img_size = suspects.img_size
)

select * from trusted_speeds
