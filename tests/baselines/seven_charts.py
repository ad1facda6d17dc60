"""The FastAI page's seven charts as a plain script: what `make bench` compares render.py with.

`python tests/baselines/seven_charts.py FOLDER OUT` reads upstream's three files of 2022 in FOLDER.
"""

import sys
from pathlib import Path

import altair as alt
import pandas as pd

FOLDER, OUT = Path(sys.argv[1]), Path(sys.argv[2])
FAMILIES = r"^re[sg]netd?|beit|convnext|levit|efficient|vit|vgg"
SUBSET = r"levit|resnetd?|regnetx|vgg|convnext.*|efficientnetv2|beit"


def read_frame(task: str) -> pd.DataFrame:
    speeds = pd.read_csv(FOLDER / f"benchmark-{task}-amp-nhwc-pt111-cu113-rtx3090.csv")
    speeds.columns = [column.removeprefix(f"{task}_") for column in speeds.columns]
    frame = speeds.merge(pd.read_csv(FOLDER / "results-imagenet.csv"), on="model", suffixes=("", "_validated"))
    frame["secs"] = 1 / frame.samples_per_sec
    frame["family"] = frame.model.str.extract(r"^([a-z]+?(?:v2)?)(?:\d|_|$)", expand=False)
    frame = frame[~frame.model.str.endswith("gn")].copy()
    frame.loc[frame.model.str.contains("in22"), "family"] += "_in22"
    frame.loc[frame.model.str.contains("resnet.*d"), "family"] += "d"
    return frame[frame.family.str.contains(FAMILIES)]


def accuracy_and_time(frame: pd.DataFrame) -> alt.Chart:
    picked = alt.selection_point(fields=["family"], bind="legend")
    return (
        alt.Chart(frame, width=800, height=500)
        .mark_circle()
        .encode(
            x=alt.X("secs", scale=alt.Scale(type="log")),
            y=alt.Y("top1", scale=alt.Scale(zero=False)),
            color="family",
            size=alt.Size("img_size", scale=alt.Scale(type="pow", exponent=2)),
            opacity=alt.condition(picked, alt.value(1), alt.value(0.1)),
            tooltip=["family", "model", "top1", "secs"],
        )
        .add_params(picked)
    )


def with_lines(frame: pd.DataFrame) -> alt.LayerChart:
    subset = frame[frame.family.str.fullmatch(SUBSET)]
    lines = alt.Chart(subset).transform_regression("secs", "top1", groupby=["family"], method="log").mark_line()
    return accuracy_and_time(subset) + lines.encode(x="secs", y="top1", color="family")


def family_counts(frame: pd.DataFrame) -> alt.Chart:
    counts = frame.family.value_counts().rename_axis("family").reset_index(name="models")
    return alt.Chart(counts).mark_bar().encode(x="models", y=alt.Y("family", sort="-x"))


def parameters_and_time(frame: pd.DataFrame) -> alt.Chart:
    return (
        alt.Chart(frame, width=800, height=500)
        .mark_circle()
        .encode(
            x=alt.X("param_count", scale=alt.Scale(type="log")),
            y=alt.Y("secs", scale=alt.Scale(type="log")),
            color="img_size",
            tooltip=["model", "secs", "param_count"],
        )
    )


def accuracy_and_size(frame: pd.DataFrame) -> alt.Chart:
    return (
        alt.Chart(frame, width=800, height=500)
        .mark_circle()
        .encode(
            x="img_size",
            y=alt.Y("top1", scale=alt.Scale(zero=False)),
            size=alt.Size("secs", scale=alt.Scale(type="log")),
            color="family",
            tooltip=["family", "model", "top1", "secs"],
        )
    )


inference, training = read_frame("infer"), read_frame("train")
family_counts(inference).save(OUT / "inference-family-counts.html")
accuracy_and_time(inference).save(OUT / "inference-benchmark.html")
with_lines(inference).save(OUT / "inference-subset-benchmark.html")
accuracy_and_time(training).save(OUT / "training-benchmark.html")
with_lines(training).save(OUT / "training-subset-benchmark.html")
parameters_and_time(inference).save(OUT / "inference-parameters-vs-time.html")
accuracy_and_size(inference).save(OUT / "inference-accuracy-vs-size.html")
