-- How many times longer does training take than inference, per image, by family, on an RTX 3090?
with benchmarks as (
    select * from {{ ref('benchmarks') }}
),

runs as (
    select * from {{ ref('int_runs') }}
),

-- The newest two runs that differ in nothing but the task.
run_pair as (
    select
        trained.release,
        trained.run as training,
        inferred.run as inference,
    from runs as trained
    inner join runs as inferred using (release, device, precision, layout, torch, backend, compiled)
    where trained.task = 'train' and inferred.task = 'infer' and trained.device = 'rtx3090' and trained.release != 'own'
    order by
        trained.release desc,
        string_split(trained.torch, '.')::integer[] desc,
        trained.layout desc
    limit 1
)

select
    trained.family,
    count(*) as models,
    round(median(trained.secs / inferred.secs), 2) as median_ratio,
    round(median(trained.samples_per_sec), 0) as median_training_images_per_sec,
    round(median(inferred.samples_per_sec), 0) as median_inference_images_per_sec,
    any_value(run_pair.release) as release,
from run_pair
inner join benchmarks as trained on run_pair.release = trained.release and run_pair.training = trained.run
inner join benchmarks as inferred
    on
        run_pair.release = inferred.release
        and run_pair.inference = inferred.run
        and trained.model = inferred.model
        and trained.img_size = inferred.img_size
where not trained.suspect and not inferred.suspect
group by trained.family
having count(*) >= 5
order by median_ratio, trained.family
