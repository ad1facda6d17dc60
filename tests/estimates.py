"""How far speed_estimates is off on a device that it has never seen: `make estimates`.

For each device of the newest release, its inference runs are taken out of the seeds and come back as own benchmarks of
the anchors; the project is built from that, and its estimates are compared with what upstream measured. That is done
with the anchors of the project, and with those of anchors_chosen_without.csv, which were chosen on the other devices.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb
import pandas as pd

from copy_project import copy_project

NETWORK = ["run", "architecture", "img_size"]
CHOSEN_WITHOUT = Path(__file__).parent / "anchors_chosen_without.csv"
BUDGETS = {False: (0.5, 1, 5), True: (10, 50, 200)}  # in ms, on GPUs and on processors
PICKED = 30


def ask(database: Path, sql: str) -> pd.DataFrame:
    with duckdb.connect(str(database), read_only=True) as connection:
        connection.execute("set search_path = 'main,intermediate,seeds'")
        return connection.execute(sql).df()


def measured_speeds(database: Path) -> pd.DataFrame:
    return ask(
        database,
        """
        select *, (architecture, img_size) in (select (architecture, img_size) from anchors) as is_anchor
        from int_trusted_speeds
        left join (
            select architecture, img_size, max(top1) as top1
            from int_checkpoint_accuracies
            where is_newest_release
            group by all
        ) using (architecture, img_size)
        where is_reference
        """,
    )


def copy_without(devices: list[str], database: Path, folder: Path, anchors: pd.DataFrame | None = None) -> Path:
    """The project as if nobody but its owner had timed the devices, whatever the release, torch or layout."""
    copy = copy_project(folder / "timm_picker")
    runs = ask(database, "from int_runs where task = 'infer'")
    speeds = pd.read_csv(copy / "seeds/speeds.csv", dtype=str, keep_default_na=False)
    hidden = runs[runs.device.isin(devices)].run
    speeds[~speeds.run.isin(hidden)].to_csv(copy / "seeds/speeds.csv", index=False)
    (copy / "runs").mkdir()
    if anchors is None:
        anchors = ask(database, "from anchors")
    anchors.to_csv(copy / "seeds/anchors.csv", index=False)
    measured = measured_speeds(database).merge(anchors)
    for run, timings in measured[measured.run.isin(hidden)].groupby("run"):
        write_own_benchmark(copy / f"runs/benchmark-{run}.csv", timings)
    return copy


def write_own_benchmark(path: Path, timings: pd.DataFrame) -> None:
    task = timings.task.iloc[0]
    columns = {"architecture": "model", "param_count": "param_count"}
    columns |= {name: f"{task}_{name}" for name in ("samples_per_sec", "batch_size", "img_size")}
    timings.rename(columns=columns)[list(columns.values())].to_csv(path, index=False)


def build(copy: Path) -> Path:
    database = copy / "timm.duckdb"
    options = ["--quiet", "--select", "+speed_estimates", "--exclude-resource-type", "test", "unit_test"]
    command = ["dbt", "build", *options, "--vars", "{own_benchmarks: 'runs/*.csv'}"]
    subprocess.run(command, cwd=copy, env=os.environ | {"TIMM_PICKER_DATABASE": str(database)}, check=True)
    return database


def errors_of_runs(measured: pd.DataFrame, estimated: pd.DataFrame) -> pd.DataFrame:
    compared = measured.merge(estimated, on=NETWORK, suffixes=("_measured", ""))
    return compared.groupby("run")[compared.columns].apply(errors)


def errors(rows: pd.DataFrame) -> pd.Series:
    rows = rows.assign(inside=100 * rows.secs_measured.between(rows.secs_low, rows.secs_high))
    best = rows.dropna(subset="top1").sort_values("top1", ascending=False, kind="stable")
    budgets = BUDGETS["-cpu-" in rows.run.iloc[0]]
    picked = [best[1000 * best.secs <= budget].head(PICKED) for budget in budgets]
    return pd.Series(
        {
            "networks": len(rows),
            "median_error": 100 * (rows.secs / rows.secs_measured - 1).abs().median(),
            "rank_correlation": rows.secs.corr(rows.secs_measured, method="spearman"),
            "inside": rows.inside.mean(),
            "inside_picked": min(picks.inside.mean() for picks in picked),
            "factor": (rows.secs_high / rows.secs).median(),
        }
    )


def errors_on(device: str, database: Path, anchors: pd.DataFrame | None = None) -> pd.DataFrame:
    with tempfile.TemporaryDirectory() as folder:
        built = build(copy_without([device], database, Path(folder), anchors))
        return errors_of_runs(measured_speeds(database), ask(built, "from speed_estimates"))


def print_errors(errors: pd.DataFrame) -> None:
    print("| run | networks | median error | rank correlation | inside | inside of the picked | interval up to |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    for row in errors.itertuples():
        print(
            f"| {row.Index} | {row.networks:.0f} | {row.median_error:.1f} % | {row.rank_correlation:.3f} "
            f"| {row.inside:.0f} % | {row.inside_picked:.0f} % | x {row.factor:.2f} |"
        )
    is_cpu = errors.index.str.contains("-cpu-")
    gpus, processors = errors[~is_cpu], errors[is_cpu]
    inside = (errors.networks * errors.inside).sum() / errors.networks.sum()
    print(
        f"\nMedian error {gpus.median_error.median():.1f} % on the middle GPU run, {gpus.median_error.max():.1f} % on "
        f"the worst, at most {processors.median_error.max():.1f} % on processors; rank correlation on GPUs at least "
        f"{gpus.rank_correlation.min():.3f}; inside: {inside:.1f} % of all, and at least 80 % of the picked on "
        f"{(errors.inside_picked >= 80).sum()} of {len(errors)} runs.\n"
    )


def main() -> None:
    database = Path(sys.argv[1] if len(sys.argv) > 1 else "timm.duckdb")
    devices = sorted(measured_speeds(database).query("task == 'infer'").device.unique())
    print("The anchors of the project:\n")
    print_errors(pd.concat([errors_on(device, database) for device in devices]).sort_index())
    print("Anchors that were chosen on the other devices:\n")
    chosen = dict(list(pd.read_csv(CHOSEN_WITHOUT).groupby("device")[["architecture", "img_size"]]))
    print_errors(pd.concat([errors_on(device, database, chosen[device]) for device in devices]).sort_index())


if __name__ == "__main__":
    main()
