with stg_accuracies as (
    select * from {{ ref('stg_accuracies') }}
),

speed as (
    select * from {{ ref('speed') }}
),

benchmarks as (
    select * from {{ ref('benchmarks') }}
),

accuracies as (
    select *
    from stg_accuracies
    where test_set = 'imagenet'
),

runs as (
    select distinct
        release,
        run,
    from speed
),

timed_architectures as (
    select
        release,
        run,
        architecture,
    from speed
    union
    select
        release,
        run,
        architecture,
    from benchmarks
),

never_timed as (
    select
        runs.release,
        runs.run,
        accuracies.model,
        accuracies.img_size,
        if(timed_architectures.architecture is null, 'no such architecture', 'no such resolution') as reason,
    from runs
    inner join accuracies
        on if(runs.release = 'own', accuracies.is_newest_release, runs.release = accuracies.release)
    left join timed_architectures
        on
            runs.release = timed_architectures.release
            and runs.run = timed_architectures.run
            and accuracies.architecture = timed_architectures.architecture
    anti join benchmarks
        on
            runs.release = benchmarks.release
            and runs.run = benchmarks.run
            and accuracies.model = benchmarks.model
            and accuracies.img_size = benchmarks.img_size
),

never_validated as (
    select
        speed.release,
        speed.run,
        speed.architecture as model,
        speed.img_size,
        'no accuracy' as reason,
    from speed
    anti join benchmarks
        on
            speed.release = benchmarks.release
            and speed.run = benchmarks.run
            and speed.architecture = benchmarks.benchmark_architecture
            and speed.img_size = benchmarks.img_size
),

unmatched as (
    select * from never_timed
    union all
    select * from never_validated
)

select * from unmatched
