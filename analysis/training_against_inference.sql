-- How many times longer does a training step take than an inference, per image and family, on an RTX 3090?
with benchmarks as (
    select * from {{ ref('benchmarks') }}
)

select
    trained.family,
    count(*) as models,
    round(median(trained.secs / inferred.secs), 2) as median_ratio,
    round(median(trained.samples_per_sec), 0) as median_training_images_per_sec,
    round(median(inferred.samples_per_sec), 0) as median_inference_images_per_sec,
from benchmarks as trained
inner join benchmarks as inferred using (release, model, img_size)
where
    release = '2022-07-27'
    and trained.run = 'train-amp-nhwc-pt112-cu113-rtx3090'
    and inferred.run = 'infer-amp-nhwc-pt112-cu113-rtx3090'
    and not trained.suspect
    and not inferred.suspect
group by trained.family
having count(*) >= 5
order by median_ratio, trained.family
