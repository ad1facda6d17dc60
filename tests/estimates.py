"""How far speed_estimates is off on a device that it has never seen: `make estimates`.

For each device of the newest release, all its rows are taken out of the seeds; each of its inference runs comes back
as an own benchmark of the ten anchors alone; the project is built from that, and what it estimates is compared with
what upstream measured.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb
import pandas as pd
from scipy import stats

PROJECT = Path(__file__).parent.parent
MEASURED = """
    select run, device, architecture, img_size, secs, samples_per_sec, batch_size, param_count,
        (architecture, img_size) in (select (architecture, img_size) from seeds.anchors) as is_anchor
    from intermediate.int_trusted_speeds where is_reference and task = 'infer'
"""


def measured_speeds(database: Path) -> pd.DataFrame:
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(MEASURED).df()


def estimates_of(device: str, measured: pd.DataFrame) -> pd.DataFrame:
    """What the project estimates for the networks that are no anchors, beside what was measured."""
    runs = sorted(measured[measured.device == device].run.unique())
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "timm_picker"
        shutil.copytree(PROJECT, copy, ignore=shutil.ignore_patterns(".*", "target", "logs", "site", "*.duckdb"))
        hide(device, copy)
        (copy / "runs").mkdir()
        for number, run in enumerate(runs):
            write_anchors(measured[(measured.run == run) & measured.is_anchor], copy / f"runs/{number}.csv")
        build(copy)
        with duckdb.connect(str(copy / "timm.duckdb"), read_only=True) as connection:
            estimated = connection.execute("from speed_estimates").df()
    estimated["run"] = [runs[int(run.removeprefix("infer-"))] for run in estimated.run]
    keys = ["run", "architecture", "img_size"]
    return measured.merge(estimated[[*keys, "secs", "secs_low", "secs_high"]], on=keys, suffixes=("", "_estimated"))


def hide(device: str, copy: Path) -> None:
    """Take every run of the device out of the seeds, whatever its layout, precision, torch, compiler or release."""
    seed = copy / "seeds/speeds.csv"
    speeds = pd.read_csv(seed, dtype=str, keep_default_na=False)
    suffixes = (
        f"-{device}",
        f"-{device}-dynamo",
        f"-{device.removeprefix('rtx')}",
        f"-{device.removeprefix('rtx')}-dynamo",
    )
    speeds[[not run.endswith(suffixes) for run in speeds.run]].to_csv(seed, index=False)


def write_anchors(anchors: pd.DataFrame, path: Path) -> None:
    columns = {"architecture": "model", "samples_per_sec": "infer_samples_per_sec", "batch_size": "infer_batch_size"}
    table = anchors.rename(columns=columns | {"img_size": "infer_img_size"})
    table[["model", "infer_samples_per_sec", "infer_batch_size", "infer_img_size", "param_count"]].to_csv(
        path, index=False
    )


def build(copy: Path) -> None:
    environment = os.environ | {"TIMM_PICKER_DATABASE": "timm.duckdb"}
    options = ["--quiet", "--select", "+speed_estimates", "--exclude-resource-type", "test", "unit_test"]
    own = ["--vars", "{own_benchmarks: 'runs/*.csv'}"]
    subprocess.run(["dbt", "build", *options, *own], cwd=copy, env=environment, check=True)


def errors_of_runs(compared: pd.DataFrame) -> pd.DataFrame:
    def errors(rows: pd.DataFrame) -> pd.Series:
        return pd.Series(
            {
                "networks": len(rows),
                "median_error": 100 * (rows.secs_estimated / rows.secs - 1).abs().median(),
                "rank_correlation": stats.spearmanr(rows.secs_estimated, rows.secs).statistic,
                "covered": 100 * ((rows.secs_low <= rows.secs) & (rows.secs <= rows.secs_high)).mean(),
                "median_high": (rows.secs_high / rows.secs_estimated).median(),
            }
        )

    return compared.groupby("run").apply(errors, include_groups=False).reset_index()


def main() -> None:
    measured = measured_speeds(Path(sys.argv[1] if len(sys.argv) > 1 else "timm.duckdb"))
    compared = pd.concat(estimates_of(device, measured) for device in sorted(measured.device.unique()))
    print("| run | networks | median error | rank correlation | inside the 90 % interval | interval up to |")
    print("|---|---:|---:|---:|---:|---:|")
    for row in errors_of_runs(compared).itertuples():
        print(
            f"| {row.run} | {row.networks:.0f} | {row.median_error:.1f} % | {row.rank_correlation:.3f} "
            f"| {row.covered:.0f} % | x {row.median_high:.2f} |"
        )
    inside = (compared.secs_low <= compared.secs) & (compared.secs <= compared.secs_high)
    is_cpu = compared.run.str.contains("-cpu-")
    print(
        f"\nInside: {100 * inside[~is_cpu].mean():.1f} % on GPU, {100 * inside[is_cpu].mean():.1f} % on CPU, "
        f"{100 * inside.mean():.1f} % of all."
    )


if __name__ == "__main__":
    main()
