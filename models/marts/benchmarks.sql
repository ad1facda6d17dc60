{{ config(materialized='table') }}

with accuracy as (
    select * from {{ ref('accuracy') }}
),

stg_accuracies as (
    select * from {{ ref('stg_accuracies') }}
),

speed as (
    select * from {{ ref('speed') }}
),

families as (
    select * from {{ ref('families') }}
),

registry_facts as (
    select * from {{ ref('registry_facts') }}
),

param_count_causes as (
    select * from {{ ref('param_count_causes') }}
),

validated as (
    select
        accuracy.*,
        stg_accuracies.architecture,
        stg_accuracies.top1_err,
        stg_accuracies.top5_err,
        stg_accuracies.param_count,
        stg_accuracies.crop_pct,
        stg_accuracies.interpolation,
        stg_accuracies.is_newest_release,
    from accuracy
    inner join stg_accuracies using (release, test_set, model, img_size)
    where accuracy.test_set = 'imagenet'
),

-- The one join of accuracy and speed: a checkpoint is as fast as its architecture at the same resolution.
joined as (
    select
        speed.* exclude (param_count),
        validated.* exclude (release, test_set, architecture, img_size, is_newest_release),
        validated.release as accuracy_release,
        speed.param_count as benchmark_param_count,
    from speed
    inner join validated
        on
            speed.architecture = validated.architecture
            and speed.img_size = validated.img_size
            and if(speed.release = 'own', validated.is_newest_release, speed.release = validated.release)
),

-- Another count of parameters means that the benchmark timed another network, unless it has a known cause.
judged as (
    select
        *,
        case
            -- An own file may not count them.
            when benchmark_param_count is null then null
            when abs(benchmark_param_count - param_count) <= {{ var('param_count_tolerance') }} * param_count then null
            when
                exists (
                    select 1
                    from param_count_causes
                    where
                        regexp_full_match(joined.architecture, param_count_causes.architecture_pattern)
                        and param_count_causes.direction
                        = if(joined.benchmark_param_count > joined.param_count, 'higher', 'lower')
                )
                then null
            else
                format(
                    'the benchmark timed a network of {} M parameters, the validation one of {} M',
                    benchmark_param_count, param_count
                )
        end as suspect_reason,
    from joined
),

described as (
    select
        judged.release,
        judged.accuracy_release,
        judged.run,
        judged.task,
        judged.precision,
        judged.layout,
        judged.torch,
        judged.backend,
        judged.device,
        judged.compiled,
        judged.model,
        judged.architecture,
        families.family,
        registry_facts.module,
        judged.img_size,
        judged.samples_per_sec,
        judged.step_time,
        judged.batch_size,
        judged.secs,
        judged.benchmark_param_count,
        judged.param_count,
        judged.gmacs,
        judged.macts,
        judged.top1,
        judged.top1_low,
        judged.top1_high,
        judged.top1_err,
        judged.top5,
        judged.top5_err,
        judged.crop_pct,
        judged.interpolation,
        registry_facts.license,
        registry_facts.license_class,
        registry_facts.hf_hub_id,
        judged.suspect_reason is not null as suspect,
        judged.suspect_reason,
    from judged
    inner join families on judged.model = families.model
    inner join registry_facts on judged.model = registry_facts.model
)

select *
from described
order by release, run, secs, model, img_size
