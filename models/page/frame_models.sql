{{ config(materialized='table') }}

with frames as (
    select * from {{ ref('int_frames') }}
),

frame_families as (
    select * from {{ ref('frame_families') }}
),

framed as (
    select
        frames.*,
        frame_families.has_hue,
    from frames
    inner join frame_families on frames.frame = frame_families.frame and frames.family = frame_families.family
),

-- Where a model is drawn in the two charts that name families, in standard deviations.
placed as (
    {% for x in ['secs', 'img_size'] %}
    select
        frame,
        model,
        family,
        has_hue,
        '{{ x }}' as chart_x,
        ln({{ x }}) / nullif(stddev(ln({{ x }})) over (partition by frame), 0) as x,
        top1 / nullif(stddev(top1) over (partition by frame), 0) as y,
    from framed
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

-- A name is six times as wide as it is high.
spaced as (
    select
        placed.*,
        min(greatest(abs(placed.x - other.x), 6 * abs(placed.y + 0.05 - other.y))) as room,
        greatest(max(other.x), any_value(placed.x)) - least(min(other.x), any_value(placed.x)) as breadth,
    from placed
    inner join placed as other
        on placed.frame = other.frame and placed.chart_x = other.chart_x and placed.model != other.model
    group by all
),

-- A grey family's name is written above the model where it has the most room.
roomiest as (
    select *
    from spaced
    where not has_hue
    qualify row_number() over (partition by frame, chart_x, family order by room desc, model asc) = 1
),

-- How wide the chart has to be for a name not to overlap that of another family with more room. A letter is about 7 px
-- wide and a line 12 px high.
named as (
    select
        roomiest.frame,
        roomiest.chart_x,
        roomiest.model,
        coalesce(
            max(
                3.5 * (length(roomiest.family) + length(other.family))
                * roomiest.breadth / greatest(abs(roomiest.x - other.x), 0.001)
            ),
            0
        )::integer as needs_width,
    from roomiest
    left join roomiest as other
        on
            roomiest.frame = other.frame
            and roomiest.chart_x = other.chart_x
            and abs(roomiest.y - other.y) < 0.12
            and (other.room, other.model) > (roomiest.room, roomiest.model)
    group by all
),

frame_models as (
    select
        framed.frame,
        framed.model,
        framed.family,
        framed.has_hue,
        framed.img_size,
        framed.top1,
        framed.secs,
        framed.benchmark_param_count,
        framed.suspect,
        if(
            framed.suspect,
            format('another one: {} M parameters, not {} M', framed.benchmark_param_count, framed.param_count),
            'the one validated'
        ) as timed_network,
        on_time.needs_width as name_width_on_time,
        on_size.needs_width as name_width_on_size,
        row_number() over (beside order by framed.model) - (count(*) over beside + 1) / 2 as sidestep,
    from framed
    left join named as on_time
        on framed.frame = on_time.frame and framed.model = on_time.model and on_time.chart_x = 'secs'
    left join named as on_size
        on framed.frame = on_size.frame and framed.model = on_size.model and on_size.chart_x = 'img_size'
    -- Models of one image size and about the same accuracy are drawn side by side.
    window beside as (partition by framed.frame, framed.img_size, round(2.5 * framed.top1))
)

select * from frame_models
