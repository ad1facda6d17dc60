"""The posterior in closed form, by solving the normal equations; the SQL reaches it one observation at a time."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import estimates

TIMING_SD = 0.04
SHRINKAGE = 0.3
LEVEL_SD = 10
LARGE_SD = 0.05
VARIANCE_RATIO = 0.3
PRIOR_DF = 10
NETWORK = ["architecture", "img_size"]
KEY = ["release", "run", *NETWORK]


def posterior_predictions(observed: pd.Series, references: pd.DataFrame, features: pd.DataFrame) -> pd.DataFrame:
    """From log secs by network: those observed, and those of the reference runs, a column each."""
    ratios = references.rsub(observed, axis=0).dropna(how="all").dropna(how="all", axis=1)
    variances = ratios.var(ddof=0) + (SHRINKAGE / ratios.count()) ** 2
    weights = 1 / variances / (1 / variances).sum()
    shifted = (references[ratios.columns] + ratios.mean()).dropna(how="all")
    prior_mean = (shifted * weights).sum(axis=1) / (shifted.notna() * weights).sum(axis=1)

    unexplained = VARIANCE_RATIO * variances.min()
    noise = TIMING_SD**2 + unexplained
    prior_variances = np.array([LEVEL_SD**2, unexplained, unexplained, LARGE_SD**2, *weights])
    departures = shifted.sub(prior_mean, axis=0).fillna(0)
    design = departures.join(features).assign(level=1)[["level", *features.columns, *departures.columns]]

    residuals = (observed - prior_mean).dropna()
    rows = design.loc[residuals.index].to_numpy()
    precision = np.diag(1 / prior_variances) + rows.T @ rows / noise
    coefficients = np.linalg.solve(precision, rows.T @ residuals / noise)
    marginal_covariance = noise * np.eye(len(rows)) + rows * prior_variances @ rows.T
    chi_square = residuals @ np.linalg.solve(marginal_covariance, residuals)
    scale = (PRIOR_DF + chi_square) / (PRIOR_DF + len(rows) - 1)

    new = design.drop(index=residuals.index)
    spread = np.einsum("ij,ji->i", new, np.linalg.solve(precision, new.T))
    return pd.DataFrame(
        {
            "log_secs": prior_mean[new.index] + new.to_numpy() @ coefficients,
            "predictive_sd": np.sqrt(scale * (noise + spread)),
            "reference": variances.idxmin(),
        },
        index=new.index,
    )


@pytest.fixture(scope="module")
def expected(hidden_devices: Path) -> pd.DataFrame:
    speeds = estimates.ask(
        hidden_devices,
        """
        select *, ln(secs) as log_secs, (architecture, img_size) in (select (architecture, img_size) from anchors)
            as is_anchor
        from int_trusted_speeds
        where (release, run, architecture, img_size) not in (
            select (release, run, architecture, img_size) from int_benchmarks where suspect
        )
        """,
    )
    attention = estimates.ask(
        hidden_devices, "select distinct architecture, img_size, attention from int_reference_networks"
    )
    reference_speeds = speeds[speeds.is_reference]
    log_gmacs = np.log(reference_speeds.groupby(NETWORK).gmacs.median() + 0.01)
    features = attention.set_index(NETWORK).assign(
        log_gmacs=(log_gmacs - log_gmacs.mean()).fillna(0),
        log_gmacs_above_10=(log_gmacs - np.log(10)).clip(0).fillna(0),
    )

    predictions = {}
    for (release, run), timings in speeds.groupby(["release", "run"]):
        others = reference_speeds[reference_speeds.task == timings.task.iloc[0]]
        observed = timings
        if release != "own":
            others = others[others.device != timings.device.iloc[0]]
            observed = timings[timings.is_anchor]
        if others.empty or (release == "own" and len(timings) < 5):
            continue
        references = others.pivot_table(index=NETWORK, columns="run", values="log_secs")
        predictions[release, run] = posterior_predictions(observed.set_index(NETWORK).log_secs, references, features)
    return pd.concat(predictions, names=["release", "run"]).reset_index().set_index(KEY)


def test_predictions_match_the_closed_form(hidden_devices: Path, expected: pd.DataFrame) -> None:
    ours = estimates.ask(hidden_devices, "from int_predicted_speeds").set_index(KEY)
    assert len(ours) > 30_000
    pd.testing.assert_frame_equal(
        ours[expected.columns].sort_index(), expected.sort_index(), check_exact=False, rtol=1e-10, atol=1e-10
    )
