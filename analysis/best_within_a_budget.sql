-- Which model is the most accurate within a time budget, on three devices, and which are statistically tied with it?
with benchmarks as (
    select * from {{ ref('benchmarks') }}
),

accuracy as (
    select * from {{ ref('accuracy') }}
),

devices as (
    select * from {{ ref('devices') }}
),

-- GPU times are per image in batches of 24 to 2,048; CPU times are for one image at a time.
budgets as (
    select
        given.device,
        unnest(given.budgets) as budget_ms,
    from (
        values
        ('rtx5090', [0.1, 0.2, 0.5, 1, 5]),
        ('rtx3090', [0.2, 0.5, 1, 2, 10]),
        ('i7_12700h', [5, 10, 20, 50, 200])
    ) as given (device, budgets)
),

within_budget as (
    select
        budgets.device,
        budgets.budget_ms,
        devices.release,
        benchmarks.model,
        benchmarks.architecture,
        benchmarks.img_size,
        benchmarks.top1,
        1000 * benchmarks.secs as ms,
        accuracy.rank,
        first_value(accuracy.rank_high) over best_first as rank_high,
        row_number() over best_first as place,
    from budgets
    inner join devices on budgets.device = devices.device and devices.task = 'infer'
    inner join benchmarks
        on
            devices.release = benchmarks.release
            and devices.run = benchmarks.run
            and 1000 * benchmarks.secs <= budgets.budget_ms
    inner join accuracy
        on
            benchmarks.accuracy_release = accuracy.release
            and benchmarks.model = accuracy.model
            and benchmarks.img_size = accuracy.img_size
            and accuracy.test_set = 'imagenet'
    where not benchmarks.suspect
    window best_first as (
        partition by budgets.device, budgets.budget_ms
        order by benchmarks.top1 desc, benchmarks.secs asc, benchmarks.model asc
    )
),

answers as (
    select
        device,
        budget_ms,
        any_value(model) filter (place = 1) as best_model,
        any_value(img_size) filter (place = 1) as img_size,
        round(any_value(top1) filter (place = 1), 1) as top1,
        round(any_value(ms) filter (place = 1), 3) as ms,
        array_to_string(
            list_sort(list(distinct architecture) filter (rank <= rank_high and place > 1)), ', '
        ) as tied_with,
        any_value(release) as release,
    from within_budget
    group by device, budget_ms
)

select *
from answers
order by array_position(['rtx5090', 'rtx3090', 'i7_12700h'], device), budget_ms
