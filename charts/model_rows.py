"""The SQL that more than one chart asks: the models of a frame, and what to say of the suspect ones."""

# A grey family is named above the model that leaves a name the most room there: names are six times wider than high.
# Grey is drawn first and large before small, so that hues and small circles lie on top.
MODELS = """
with placed as (
    select
        {frame}.*,
        families.is_in_page_subset,
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
    is_in_page_subset,
    row_number() over (partition by family order by room desc, model) = 1 as names_its_family,
from placed
inner join spaced using (model)
where {condition}
order by is_in_page_subset, {size} desc, model
"""

CROSSES = """
select 'A cross marks a model whose benchmark timed another network than the one validated.'
where exists (select 1 from {frame} where suspect)
"""


def models(frame: str, x: str, size: str, condition: str = "true") -> str:
    return MODELS.format(frame=frame, x=x, size=size, condition=condition)


def note_on_crosses(frame: str) -> str:
    return CROSSES.format(frame=frame)
