"""The SQL that more than one chart asks: the models of a frame, and what to say of the suspect ones."""

# A grey family is named above the model that leaves a name the most room there, names being six times wider than high,
# if the chart is wide enough for it not to lie on the name of another that has more.
# Grey is drawn first and large before small, so that hues and small circles lie on top.
MODELS = """
with placed as (
    select
        {frame}.*,
        families.is_in_fastai_page_subset and {frame}.family in (select family from family_counts) as is_in_fastai_page_subset,
        {x} / stddev({x}) over () as x,
        top1 / stddev(top1) over () as y,
    from {frame}
    inner join families on {frame}.model = families.model
),

spaced as (
    select
        placed.model,
        min(greatest(abs(placed.x - other.x), 6 * abs(placed.y + 0.05 - other.y))) as room,
    from placed
    inner join placed as other on placed.model != other.model
    group by placed.model
),

roomiest as (
    select placed.*, spaced.room,
    from placed
    inner join spaced on placed.model = spaced.model
    where not placed.is_in_fastai_page_subset
    qualify row_number() over (partition by placed.family order by spaced.room desc, placed.model) = 1
),

-- A letter is about 7 px wide and a line 12 px high.
named as (
    select
        roomiest.model,
        coalesce(
            max(
                3.5 * (length(roomiest.family) + length(other.family))
                * (select max(x) - min(x) from placed) / greatest(abs(roomiest.x - other.x), 0.001)
            ),
            0
        )::integer as needs_width,
    from roomiest
    left join roomiest as other
        on abs(roomiest.y - other.y) < 0.12 and (other.room, other.model) > (roomiest.room, roomiest.model)
    group by roomiest.model
)

select
    model,
    family,
    img_size,
    top1,
    secs,
    benchmark_param_count,
    suspect,
    if(
        suspect,
        format('another one: {{}} M parameters, not {{}} M', benchmark_param_count, param_count),
        'the one validated'
    ) as timed_network,
    is_in_fastai_page_subset,
    named.needs_width as name_needs_width,
from placed
left join named using (model)
where {condition}
order by is_in_fastai_page_subset, {size} desc, model
"""

CROSSES = """
select 'A cross marks a model whose benchmark timed another network than the one validated.'
where exists (select 1 from {frame} where suspect)
"""


def models(frame: str, x: str, size: str, condition: str = "true") -> str:
    return MODELS.format(frame=frame, x=x, size=size, condition=condition)


def note_on_crosses(frame: str) -> str:
    return CROSSES.format(frame=frame)
