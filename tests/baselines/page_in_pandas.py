"""The FastAI page's steps in pandas, for a folder of benchmark files: what `make bench` compares `dbt run` with.

`python tests/baselines/page_in_pandas.py ACCURACIES FOLDER` prints how many rows found an accuracy, and how many of
them are on their run's frontier.
"""

import sys
from pathlib import Path

import pandas as pd

accuracies = pd.read_csv(sys.argv[1])
accuracies["architecture"] = accuracies.model.str.split(".").str[0]

speeds = pd.concat(
    [pd.read_csv(path).assign(run=path.stem) for path in sorted(Path(sys.argv[2]).glob("*.csv"))], ignore_index=True
)
speeds = speeds.rename(columns={"model": "architecture", "infer_img_size": "img_size"})
speeds = speeds.dropna(subset="infer_samples_per_sec")

frame = speeds.merge(accuracies, on=["architecture", "img_size"], suffixes=("_benchmark", ""))
frame["secs"] = 1 / frame.infer_samples_per_sec
frame["family"] = frame.architecture.str.extract(r"^([a-z]+?(?:v2)?)(?:\d|_|$)", expand=False)
frame.loc[frame.model.str.contains("in22"), "family"] += "_in22"
frame.loc[frame.architecture.str.contains("resnet.*d"), "family"] += "d"

ordered = frame.sort_values(["run", "secs", "top1"], ascending=[True, True, False])
best = ordered.groupby("run").top1.cummax()
frontier = ordered[ordered.top1 > best.groupby(ordered.run).shift(fill_value=-1)]
print(len(frame), len(frontier))
