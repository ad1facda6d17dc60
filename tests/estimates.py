"""How far speed_estimates is off on a device that it has never seen: `make estimates`.

For each device of the newest release, its inference runs are taken out of the seeds and come back as own benchmarks of
the ten anchors; the project is built from that, and its estimates are compared with what upstream measured.
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
        where is_reference
        """,
    )


def copy_without(devices: list[str], database: Path, folder: Path) -> Path:
    """The project as if nobody but its owner had timed the devices, whatever the release, torch or layout."""
    copy = copy_project(folder / "timm_picker")
    runs = ask(database, "from int_runs where task = 'infer'")
    speeds = pd.read_csv(copy / "seeds/speeds.csv", dtype=str, keep_default_na=False)
    hidden = runs[runs.device.isin(devices)].run
    speeds[~speeds.run.isin(hidden)].to_csv(copy / "seeds/speeds.csv", index=False)
    (copy / "runs").mkdir()
    measured = measured_speeds(database)
    for run, anchors in measured[measured.run.isin(hidden) & measured.is_anchor].groupby("run"):
        write_own_benchmark(copy / f"runs/benchmark-{run}.csv", anchors)
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
    return pd.Series(
        {
            "networks": len(rows),
            "median_error": 100 * (rows.secs / rows.secs_measured - 1).abs().median(),
            "rank_correlation": rows.secs.corr(rows.secs_measured, method="spearman"),
            "inside": 100 * rows.secs_measured.between(rows.secs_low, rows.secs_high).mean(),
            "factor": (rows.secs_high / rows.secs).median(),
        }
    )


def errors_on(device: str, database: Path) -> pd.DataFrame:
    with tempfile.TemporaryDirectory() as folder:
        built = build(copy_without([device], database, Path(folder)))
        return errors_of_runs(measured_speeds(database), ask(built, "from speed_estimates"))


def main() -> None:
    database = Path(sys.argv[1] if len(sys.argv) > 1 else "timm.duckdb")
    devices = sorted(measured_speeds(database).query("task == 'infer'").device.unique())
    errors = pd.concat([errors_on(device, database) for device in devices]).sort_index()
    print("| run | networks | median error | rank correlation | inside the 90 % interval | interval up to |")
    print("|---|---:|---:|---:|---:|---:|")
    for row in errors.itertuples():
        print(
            f"| {row.Index} | {row.networks:.0f} | {row.median_error:.1f} % | {row.rank_correlation:.3f} "
            f"| {row.inside:.0f} % | x {row.factor:.2f} |"
        )
    inside = errors.networks * errors.inside
    is_cpu = errors.index.str.contains("-cpu-")
    for name, runs in {"GPU": ~is_cpu, "CPU": is_cpu, "all": is_cpu | ~is_cpu}.items():
        print(f"\nInside on {name}: {inside[runs].sum() / errors.networks[runs].sum():.1f} %", end="")
    print()


if __name__ == "__main__":
    main()
