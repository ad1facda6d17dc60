-- The rows that each run of the two shipped releases keeps, counted from upstream's files, renamed networks among them.
with expected (release, run, pairs) as (
    values
    ('2022-07-27', 'infer-amp-nchw-pt111-cu113-rtx3090', 585),
    ('2022-07-27', 'infer-amp-nchw-pt112-cu113-rtx3090', 664),
    ('2022-07-27', 'infer-amp-nhwc-pt111-cu113-rtx3090', 579),
    ('2022-07-27', 'infer-amp-nhwc-pt112-cu113-rtx3090', 661),
    ('2022-07-27', 'train-amp-nchw-pt111-cu113-rtx3090', 593),
    ('2022-07-27', 'train-amp-nchw-pt112-cu113-rtx3090', 578),
    ('2022-07-27', 'train-amp-nhwc-pt111-cu113-rtx3090', 589),
    ('2022-07-27', 'train-amp-nhwc-pt112-cu113-rtx3090', 575),
    ('2026-01-06', 'infer-amp-nchw-pt113-cu117-rtx3090', 896),
    ('2026-01-06', 'infer-amp-nchw-pt210-cu121-rtx3090', 1324),
    ('2026-01-06', 'infer-amp-nchw-pt240-cu124-rtx3090', 1452),
    ('2026-01-06', 'infer-amp-nchw-pt240-cu124-rtx4090-dynamo', 1452),
    ('2026-01-06', 'infer-amp-nchw-pt240-cu124-rtx4090', 1454),
    ('2026-01-06', 'infer-amp-nchw-pt291-cu128-4090-dynamo', 1554),
    ('2026-01-06', 'infer-amp-nchw-pt291-cu128-4090', 1556),
    ('2026-01-06', 'infer-amp-nchw-pt291-cu130-5090-dynamo', 1556),
    ('2026-01-06', 'infer-amp-nchw-pt291-cu130-5090', 1556),
    ('2026-01-06', 'infer-amp-nchw-pt291-cu130-pro6000maxq-dynamo', 1556),
    ('2026-01-06', 'infer-amp-nchw-pt291-cu130-pro6000maxq', 1556),
    ('2026-01-06', 'infer-amp-nhwc-pt113-cu117-rtx3090', 893),
    ('2026-01-06', 'infer-amp-nhwc-pt210-cu121-rtx3090', 1224),
    ('2026-01-06', 'infer-amp-nhwc-pt240-cu124-rtx3090', 1439),
    ('2026-01-06', 'infer-amp-nhwc-pt240-cu124-rtx4090', 1451),
    ('2026-01-06', 'infer-amp_bf16-nchw-pt291-cu130-pro6000maxq-dynamo', 1556),
    ('2026-01-06', 'infer-bf16-nchw-pt291-cu130-pro6000maxq-dynamo', 1550),
    ('2026-01-06', 'infer-fp32-nchw-pt221-cpu-i9_10940x-dynamo', 1375),
    ('2026-01-06', 'infer-fp32-nchw-pt240-cpu-i7_12700h-dynamo', 1451),
    ('2026-01-06', 'infer-fp32-nchw-pt240-cpu-i9_10940x-dynamo', 1446),
    ('2026-01-06', 'train-amp-nchw-pt112-cu113-rtx3090', 778),
    ('2026-01-06', 'train-amp-nhwc-pt112-cu113-rtx3090', 775)
),

kept as (
    select
        release,
        run,
        count(*) as pairs,
    from {{ ref('benchmarks') }}
    where release in (select release from expected)
    group by all
)

select *
from expected
full outer join kept using (release, run)
where expected.pairs is distinct from kept.pairs
