"""pick() against the same question asked of the relations in pandas."""

from typing import Any

import duckdb
import pandas as pd
import pytest

LIMITS: list[dict[str, Any]] = [
    {},
    {"device": "rtx5090", "budget_ms": 1.0},
    {"device": "rtx3090", "task": "train", "max_params": 30.0},
    {"device": "i7_12700h", "min_top1": 85.0, "max_img_size": 288},
    {"license_class": "noncommercial"},
    {"run": "train-amp-nhwc-pt111-cu113-rtx3090"},
    {"run": "infer-amp-nhwc-pt112-cu113-rtx3090", "test_set": "sketch", "budget_ms": 2.0},
    {"test_set": "sketch"},
    {"test_set": "imagenet-a", "device": "rtx5090", "max_params": 30.0},
    {"module": "efficientnet", "test_set": "imagenet-r"},
    {"family": "convnext_in22", "device": "rtx3090", "task": "train"},
    {"name_like": "MobileNetV4"},
    {"name_like": "%vit%224.%in1k", "budget_ms": 1.0},
    {"name_like": "resnet_", "license_class": "permissive"},
]
DEFAULT_RUNS = {
    ("rtx4090", "infer"): "infer-amp-nchw-pt291-cu128-4090",
    ("rtx5090", "infer"): "infer-amp-nchw-pt291-cu130-5090",
    ("rtx3090", "train"): "train-amp-nchw-pt112-cu113-rtx3090",
    ("i7_12700h", "infer"): "infer-fp32-nchw-pt240-cpu-i7_12700h-dynamo",
}


def within_limits(database: duckdb.DuckDBPyConnection, limits: dict[str, Any]) -> pd.DataFrame:
    """Each resolution, with the frontier among these rows by its definition."""
    run = limits.get("run") or DEFAULT_RUNS[limits.get("device", "rtx4090"), limits.get("task", "infer")]
    rows = database.execute("from benchmarks where run = ? and not suspect", [run]).df()
    rows = rows[(rows.release == rows.release.max()) & ~rows.model.str.startswith("test_")].drop(columns=["top1"])
    accuracies = database.execute("from accuracy where test_set = ?", [limits.get("test_set", "imagenet")]).df()
    accuracies = accuracies.rename(columns={"release": "accuracy_release"})
    rows = rows.merge(accuracies, on=["accuracy_release", "model", "img_size"], suffixes=("_imagenet", ""))
    rows["ms"] = 1000 * rows.secs
    rows = rows[rows.ms <= limits.get("budget_ms", float("inf"))]
    rows = rows[rows.top1 >= limits.get("min_top1", 0)]
    rows = rows[rows.param_count <= limits.get("max_params", float("inf"))]
    rows = rows[rows.img_size <= limits.get("max_img_size", 10_000)]
    for name in {"license_class", "module", "family"} & set(limits):
        rows = rows[rows[name] == limits[name]]
    pattern = limits.get("name_like", "").lower().replace(".", "[.]")
    whole = pattern.replace("%", ".*").replace("_", ".") if "%" in pattern else f".*{pattern}.*"
    rows = rows[rows.model.str.fullmatch(whole)]
    beaten = [
        ((rows.ms <= row.ms) & (rows.top1 >= row.top1) & ((rows.ms < row.ms) | (rows.top1 > row.top1))).any()
        for row in rows.itertuples()
    ]
    return rows.assign(is_on_frontier=[not is_beaten for is_beaten in beaten])


def expected(database: duckdb.DuckDBPyConnection, limits: dict[str, Any]) -> pd.DataFrame:
    rows = within_limits(database, limits).sort_values(["top1", "secs", "model"], ascending=[False, True, True])
    return rows.drop_duplicates("model").reset_index(drop=True)


def picked(database: duckdb.DuckDBPyConnection, limits: dict[str, Any]) -> pd.DataFrame:
    arguments = ", ".join(f"{name} := {value!r}" for name, value in limits.items())
    return database.execute(f"from pick({arguments})").df()


@pytest.mark.parametrize("limits", LIMITS)
def test_best_models_within_limits(database: duckdb.DuckDBPyConnection, limits: dict[str, Any]) -> None:
    ours, theirs = picked(database, limits), expected(database, limits)
    columns = ["model", "img_size", "top1", "top1_low", "top1_high", "ms", "batch_size", "param_count", "license"]
    assert len(ours) > 5
    pd.testing.assert_frame_equal(
        ours[[*columns, "is_on_frontier", "torch", "run", "release"]],
        theirs[[*columns, "is_on_frontier", "torch", "run", "release"]],
        check_dtype=False,
    )
    assert ours.is_on_frontier.any()
    assert (ours.origin == "measured").all()
    assert (ours.differs_from_first == (theirs["rank"] > theirs["rank_high"].iloc[0])).all()


def test_batch_size_is_beside_ms(database: duckdb.DuckDBPyConnection) -> None:
    columns = list(picked(database, {}).columns)
    assert columns.index("batch_size") == columns.index("ms") + 1


def test_an_unlimited_frontier_is_the_pareto_frontier(database: duckdb.DuckDBPyConnection) -> None:
    ours = database.execute("select model from pick() where is_on_frontier order by 1").fetchall()
    frontier = database.execute(
        "select distinct model from pareto_frontier "
        "semi join pick() as picked using (release, run, model, img_size) order by 1"
    ).fetchall()
    assert ours == frontier
    assert len(ours) > 10


AS_PEOPLE_WRITE_THEM = [
    ({"device": "RTX 4090"}, {"device": "rtx4090"}),
    ({"device": "4090"}, {"device": "rtx4090"}),
    ({"device": "rtx-5090"}, {"device": "rtx5090"}),
    ({"device": "3090", "task": "training"}, {"device": "rtx3090", "task": "train"}),
    ({"device": "i9-10940X", "task": "Inference"}, {"device": "i9_10940x", "task": "infer"}),
    ({"device": "RTX PRO 6000 Max-Q"}, {"device": "pro6000maxq"}),
    ({"license_class": "Permissive"}, {"license_class": "permissive"}),
    ({"license_class": "non-commercial"}, {"license_class": "noncommercial"}),
    ({"test_set": "ImageNet-R"}, {"test_set": "imagenet-r"}),
    ({"test_set": "ImageNet-Sketch"}, {"test_set": "sketch"}),
    ({"test_set": "ImageNetV2"}, {"test_set": "imagenetv2-matched-frequency"}),
    ({"module": "Vision Transformer"}, {"module": "vision_transformer"}),
    ({"family": "ConvNeXt-in22"}, {"family": "convnext_in22"}),
    ({"run": "INFER-amp-nchw-pt291-cu130-5090"}, {"run": "infer-amp-nchw-pt291-cu130-5090"}),
]


@pytest.mark.parametrize(("written", "named"), AS_PEOPLE_WRITE_THEM)
def test_names_as_people_write_them(
    database: duckdb.DuckDBPyConnection, written: dict[str, str], named: dict[str, str]
) -> None:
    pd.testing.assert_frame_equal(picked(database, written), picked(database, named))
    assert not picked(database, named).empty


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        (
            {"device": "rtx 9090"},
            "'rtx 9090' is not a device with infer runs; there are: i7_12700h, i9_10940x, ",
        ),
        (
            {"device": "rtx5090", "task": "train"},
            "'rtx5090' is not a device with train runs (but a device with infer runs); there are: rtx3090",
        ),
        ({"task": "fly"}, "'fly' is not a task; there are: infer, train"),
        ({"run": "rtx4090"}, "'rtx4090' is not a run (but a device with infer runs); there are: infer-amp-nchw-pt111"),
        ({"test_set": "imagenet-c"}, "'imagenet-c' is not a test_set; there are: imagenet, imagenet-a, imagenet-a-c"),
        (
            {"license_class": "apache-2.0"},
            "'apache-2.0' is not a license_class (but a licence of class permissive); there are: custom, nonco",
        ),
        ({"module": "convnext_in22"}, "'convnext_in22' is not a module (but a family); there are: beit, byoanet, byo"),
        ({"family": "vit_in21"}, "'vit_in21' is not a family; there are: adv, bat, beit, beit_in22, "),
        ({"max_params": 25e6}, "max_params is in millions: give 25 for 25000000 parameters"),
    ],
)
# Whatever else is asked for: what leaves no row must not leave out the check.
@pytest.mark.parametrize("others", [{}, {"budget_ms": 0.0, "name_like": "nothing"}])
def test_a_name_that_does_not_exist_is_an_error_that_lists_what_there_is(
    database: duckdb.DuckDBPyConnection, limits: dict[str, Any], others: dict[str, Any], message: str
) -> None:
    with pytest.raises(duckdb.InvalidInputException) as caught:
        picked(database, limits | others)
    assert str(caught.value).startswith(f"Invalid Input Error: pick: {message}")
    assert len(str(caught.value).splitlines()) == 1


def test_a_named_run_needs_no_device(database: duckdb.DuckDBPyConnection) -> None:
    run = {"run": "infer-amp-nchw-pt291-cu130-5090"}
    pd.testing.assert_frame_equal(picked(database, run | {"device": "nosuch"}), picked(database, run))


def test_timms_test_networks_are_in_benchmarks_alone(database: duckdb.DuckDBPyConnection) -> None:
    of_tests = "where starts_with(model, 'test_')"
    for relation in ("accuracy", "benchmarks"):
        assert len(database.execute(f"select distinct model from {relation} {of_tests}").fetchall()) > 10
    assert database.execute("from benchmarks where is_test_network != starts_with(model, 'test_')").fetchall() == []
    for relation in ("pareto_frontier", "pick()", "pick(max_params := 1)", "pick(test_set := 'sketch')"):
        assert database.execute(f"from {relation} {of_tests}").fetchall() == []


def test_devices_say_how_many_of_todays_models_their_run_lacks(database: duckdb.DuckDBPyConnection) -> None:
    devices = database.execute("from devices").df().set_index(["device", "task"])
    newest = "release = '2026-01-06' and test_set = 'imagenet' and not starts_with(model, 'test_')"
    for row in devices.itertuples():
        timed = f"release = '{row.release}' and run = '{row.run}'"
        ((untimed,),) = database.execute(f"""
            select count(distinct model) from accuracy
            where {newest} and not exists (
                select 1 from (
                    select architecture from speed where {timed}
                    union all select split_part(model, '.', 1) from benchmarks where {timed}
                ) as timed where architecture = split_part(accuracy.model, '.', 1)
            )
        """).fetchall()
        assert row.models_not_timed == untimed
    assert devices.models_not_timed["rtx3090", "train"] > 400
    assert devices.models_not_timed["rtx5090", "infer"] == 0
