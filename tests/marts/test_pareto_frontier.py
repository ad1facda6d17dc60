"""The frontier against its definition, and how sure it is against random draws."""

import duckdb
import numpy as np
import pandas as pd
import pytest

RUNS = [
    "infer-amp-nchw-pt291-cu130-5090",
    "infer-fp32-nchw-pt240-cpu-i7_12700h-dynamo",
    "train-amp-nchw-pt112-cu113-rtx3090",
]
IMAGES = 50_000
DRAWS = 4000


def test_frontier_is_what_no_row_of_the_run_beats(database: duckdb.DuckDBPyConnection) -> None:
    unbeaten = """
        with usable as (from benchmarks where not suspect and not starts_with(model, 'test_'))
        select release, run, model, img_size
        from usable as candidate
        where not exists (
            from usable as other
            where other.release = candidate.release and other.run = candidate.run
                and other.secs <= candidate.secs and other.top1 >= candidate.top1
                and (other.secs < candidate.secs or other.top1 > candidate.top1)
        )
    """
    ours = "select release, run, model, img_size from pareto_frontier"
    assert database.execute(f"({ours}) except all ({unbeaten})").fetchall() == []
    assert database.execute(f"({unbeaten}) except all ({ours})").fetchall() == []


@pytest.mark.parametrize("run", RUNS)
def test_share_of_the_draws_in_which_a_row_stays(database: duckdb.DuckDBPyConnection, run: str) -> None:
    newest = "release = '2026-01-06' and run = ?"
    usable = f"from benchmarks where {newest} and not suspect and not starts_with(model, 'test_') order by secs"
    rows = database.execute(usable, [run]).df()
    shares = database.execute(f"select model, img_size, frontier_share from pareto_frontier where {newest}", [run]).df()
    right = rows.top1.to_numpy() / 100
    draws = np.random.default_rng(0).binomial(IMAGES, right, (DRAWS, len(rows)))
    best_of_as_fast = np.maximum.accumulate(draws, axis=1)[:, rows.secs.searchsorted(rows.secs, side="right") - 1]
    stays = pd.Series((draws >= best_of_as_fast).mean(axis=0), index=[rows.model, rows.img_size], name="drawn")
    compared = shares.join(stays, on=["model", "img_size"])
    assert (compared.frontier_share - compared.drawn).abs().max() < 0.03  # four standard errors of the draws
    assert compared.frontier_share.between(0.3, 0.7).any()
