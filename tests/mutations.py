"""Changes one place of the SQL at a time and asks whether a test notices: `make mutations`.

Each mutant is tried in a copy of the built project, and what fails first is written beside it into tests/mutations.md.
A mutant that nothing notices makes the command fail. `python tests/mutations.py NAME` tries those of one model, and
writes nothing.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import NamedTuple

from copy_project import PROJECT, copy_project

TABLE = PROJECT / "tests/mutations.md"


class Mutant(NamedTuple):
    model: str
    old: str
    new: str


# Noticed by `dbt build`, or else by one of these.
ORACLES = [
    *(f"tests/marts/test_{name}.py" for name in ("accuracy", "page_parity", "pareto_frontier", "pick")),
    "tests/charts/test_charts.py",
]
MUTANTS = [
    Mutant("staging/stg_accuracies", "split_part(model, '.', 1)", "split_part(model, '_', 1)"),
    Mutant("staging/stg_accuracies", "round(100 - top1, 3)", "round(top1 - 100, 3)"),
    Mutant("staging/stg_accuracies", "max(release) over ()", "min(release) over ()"),
    Mutant("staging/stg_speeds", "1 / samples_per_sec", "samples_per_sec"),
    Mutant("intermediate/int_runs", "part.torch[1] = '1'", "part.torch[1] = '2'"),
    Mutant("intermediate/int_runs", r"'\d{4}'", r"'\d{4}.*'"),
    Mutant("intermediate/int_runs", "part.dynamo != ''", "part.dynamo = ''"),
    Mutant("intermediate/int_families", "(?:v2)?", ""),
    Mutant("intermediate/int_families", r"(?:\d|_|$)", r"(?:\d|_)"),
    Mutant("intermediate/int_families", "'in22'", "'in22k'"),
    Mutant("intermediate/int_families", "regexp_matches(architecture, 'resnet.*d')", "ends_with(architecture, 'd')"),
    Mutant("intermediate/int_families", "not ends_with(architecture, 'gn')", "true"),
    Mutant("intermediate/int_families", "'^re[sg]netd?|", "'re[sg]netd?|"),
    Mutant("intermediate/int_families", "fastai_page and regexp_full_match", "fastai_page and regexp_matches"),
    Mutant("intermediate/int_families", "direction = 'lower'", "direction = 'higher'"),
    Mutant(
        "intermediate/int_families",
        "full_match(architecture, causes.of_fewer)",
        "matches(architecture, causes.of_fewer)",
    ),
    Mutant("intermediate/int_registry_facts", "<= {{ var('param_count_tolerance') }} *", "<= 9 *"),
    Mutant("intermediate/int_registry_facts", "count(distinct license) = 1", "count(distinct license) >= 1"),
    Mutant("intermediate/int_registry_facts", "if(count(*) = 1, any_value(hf_hub_id), null)", "any_value(hf_hub_id)"),
    Mutant("intermediate/int_accuracies", "(share + k / 2 - sqrt", "(share - k / 2 - sqrt"),
    Mutant("intermediate/int_accuracies", "(1 - share) + sqrt(8 * k", "(1 - share) + sqrt(4 * k"),
    Mutant("intermediate/int_accuracies", "order by top1 desc) as rank", "order by top1) as rank"),
    Mutant("intermediate/int_checkpoint_accuracies", "test_set = 'imagenet'", "test_set = 'imagenet-real'"),
    Mutant("intermediate/int_speeds", "where samples_per_sec is not null", ""),
    Mutant("intermediate/int_benchmarks", "and speeds.img_size = checkpoint_accuracies.img_size", ""),
    Mutant("intermediate/int_benchmarks", "names.architecture = checkpoint_accuracies.architecture", "true"),
    Mutant("intermediate/int_benchmarks", "checkpoint_accuracies.is_newest_release,", "true,"),
    Mutant("intermediate/int_benchmarks", "may_count_more, may_count_fewer", "may_count_fewer, may_count_more"),
    Mutant("intermediate/int_benchmarks", "}} * checkpoint_accuracies.param_count", "}} * 99"),
    Mutant("intermediate/int_benchmarks", "names.architecture desc, speeds", "names.architecture asc, speeds"),
    Mutant("intermediate/int_names", "split_part(title, ':', 1)", "title"),
    Mutant("intermediate/int_names", "'train', 'training'", "'infer', 'training'"),
    Mutant("marts/pareto_frontier", "not suspect and ", ""),
    Mutant("marts/pareto_frontier", " and not is_test_network", ""),
    Mutant("marts/pareto_frontier", "unbeaten.secs >= rivals.secs", "unbeaten.secs > rivals.secs"),
    Mutant("marts/pareto_frontier", "exp(-z * z / 2)", "exp(-z * z)"),
    Mutant("marts/pareto_frontier", "top1 > max(top1)", "top1 >= max(top1)"),
    Mutant("marts/pareto_frontier", "partition by release, run", "partition by release"),
    Mutant("marts/pareto_frontier", "secs asc, top1 desc", "secs asc, top1 asc"),
    Mutant("marts/pareto_frontier", "groups between", "rows between"),
    Mutant(
        "marts/unmatched", "'no such architecture', 'no such resolution'", "'no such resolution', 'no such resolution'"
    ),
    Mutant("marts/unmatched", "benchmarks.benchmark_architecture", "benchmarks.architecture"),
    Mutant("marts/devices", ">= most desc", ">= 0 desc"),
    Mutant("marts/devices", " and not is_test_network", ""),
    Mutant("marts/devices", "release desc,", "release asc,"),
    Mutant("marts/devices", "estimated > 0 asc", "estimated > 0 desc"),
    Mutant("marts/devices", "::integer[] desc", " desc"),
    Mutant("marts/pick", "timed.secs <= budget_ms", "timed.secs >= budget_ms"),
    Mutant("marts/pick", "order by with_frontier.top1 desc", "order by with_frontier.top1 asc"),
    Mutant("marts/pick", "chosen.test_set_name = accuracies.test_set", "accuracies.test_set = 'imagenet'"),
    Mutant("marts/pick", "not checkpoints.is_test_network", "true"),
    Mutant("marts/pick", "checkpoints.module = chosen.module_name", "true"),
    Mutant("marts/pick", "checkpoints.family = chosen.family_name", "true"),
    Mutant("marts/pick", "lower(name_like)", "name_like"),
    Mutant("marts/pick", "timed.model ilike chosen.part_of_name", "contains(timed.model, chosen.part_of_name)"),
    Mutant("marts/pick", "given.max_params_said >= 1e6", "given.max_params_said >= 1e9"),
    Mutant("marts/pick", "where not measured.suspect", ""),
    Mutant("marts/robustness", "clean.top1 - harder.top1", "harder.top1 - clean.top1"),
    Mutant("marts/robustness", "test_sets.clean_test_set = clean.test_set", "clean.test_set = 'imagenet'"),
    Mutant("intermediate/int_own_speeds", "'low': '1e-9'", "'low': '1e-10'"),
    Mutant("intermediate/int_own_speeds", "'high': '1e12'", "'high': '1e13'"),
    Mutant("intermediate/int_own_speeds", "'low': '1',", "'low': '0',"),
    Mutant("intermediate/int_own_speeds", "'high': '999999999'", "'high': '9999999999'"),
    Mutant("intermediate/int_own_speeds", "lower(samples_per_sec_text) =", "samples_per_sec_text ="),
    Mutant("intermediate/int_own_speeds", "cells != header_cells", "false"),
    Mutant("intermediate/int_own_speeds", "when samples_per_sec_text = ''", "when false"),
    Mutant("intermediate/int_own_speeds", "when img_size_text = ''", "when false"),
    Mutant("intermediate/int_own_speeds", " and {{ column }} = trunc({{ column }})", ""),
    Mutant("intermediate/int_own_speeds", "architecture not in (select", "'' in (select"),
    Mutant("intermediate/int_own_speeds", "select split_part(old_model, '.', 1)", "select old_model"),
    Mutant("intermediate/int_own_speeds", "img_size, problem is null order by line", "problem is null order by line"),
    Mutant("intermediate/int_own_speeds", "img_size, problem is null order by line", "img_size order by line"),
    Mutant("intermediate/int_own_speeds", "problem is null order by line)", "problem is null order by line desc)"),
    Mutant("intermediate/int_own_speeds", "'(benchmark-)?' ||", "'' ||"),
    Mutant("intermediate/int_own_speeds", "'^(?:benchmark-)?(?:infer|train)-(.*)$'", "'^(?:benchmark-)?(.*)$'"),
    Mutant("intermediate/int_own_speeds", "task || '-' || if(", "if("),
    Mutant("intermediate/int_frame_runs", "runs.release desc", "runs.release asc"),
    Mutant("intermediate/int_frame_runs", "fastai_runs.device desc", "fastai_runs.device asc"),
    Mutant("intermediate/int_frame_runs", "fastai_runs.precision desc", "fastai_runs.precision asc"),
    Mutant("intermediate/int_frame_runs", "fastai_runs.layout desc", "fastai_runs.layout asc"),
    Mutant("intermediate/int_frame_runs", "coalesce(runs.compiled, false) asc", "runs.compiled asc"),
    Mutant("intermediate/int_frame_runs", "::integer[] desc", " desc"),
    Mutant("intermediate/int_frame_runs", "families.is_in_fastai_page_subset and ", ""),
    Mutant("intermediate/int_frame_runs", " and benchmarks.release != 'own'", ""),
    Mutant("page/titles", "first(family order by models desc", "first(family order by models asc"),
    Mutant("page/titles", "arg_max(frame_models.secs, frame_models.top1)", "max(frame_models.secs)"),
    Mutant("page/titles", "regr_slope(top1, log2(secs))", "regr_slope(top1, ln(secs))"),
    Mutant("page/titles", "faster.benchmark_param_count - 1) <= 0.01", "faster.benchmark_param_count - 1) <= 0.02"),
    Mutant("page/titles", "median(top1) filter (img_size = smallest)", "avg(top1) filter (img_size = smallest)"),
    Mutant("page/titles", "on earlier.secs >= today.secs", "on earlier.secs <= today.secs"),
    Mutant("page/titles", "select median(gain) from gains", "select avg(gain) from gains"),
    Mutant("page/titles", "count(*) filter (is_new)", "count(*)"),
    Mutant("page/titles", "abs(median(harder_test_sets.top1_drop))", "abs(avg(harder_test_sets.top1_drop))"),
    Mutant(
        "page/titles",
        "harder_test_sets.model, harder_test_sets.harder_top1",
        "harder_test_sets.model, -harder_test_sets.harder_top1",
    ),
]

# Only a build with own benchmarks reaches these; the tests of estimates make it.
ESTIMATES = ["tests/intermediate/test_predicted_speeds.py", "tests/marts/test_speed_estimates.py"]
MUTANTS_OF_ESTIMATES = [
    Mutant("intermediate/int_trusted_speeds", "where suspect", "where false"),
    Mutant("intermediate/int_trusted_speeds", "max(release)", "min(release)"),
    Mutant("intermediate/int_trusted_speeds", "timings <= {{ var('few_timings') }}", "true"),
    Mutant("intermediate/int_reference_networks", "ln(median(gmacs) + 0.01)", "ln(median(gmacs) + 0.1)"),
    Mutant("intermediate/int_reference_networks", "log_gmacs - ln(10)", "log_gmacs - ln(20)"),
    Mutant("intermediate/int_reference_networks", "reference_runs.run = reference_speeds.run", "true"),
    Mutant("intermediate/int_predicted_speeds", "0.04 as timing_sd", "0.05 as timing_sd"),
    Mutant("intermediate/int_predicted_speeds", "0.30 as shrinkage", "0.20 as shrinkage"),
    Mutant("intermediate/int_predicted_speeds", "10.0 as level_sd", "1.0 as level_sd"),
    Mutant("intermediate/int_predicted_speeds", "0.05 as large_sd", "0.0 as large_sd"),
    Mutant("intermediate/int_predicted_speeds", "0.30 as variance_ratio", "0.40 as variance_ratio"),
    Mutant("intermediate/int_predicted_speeds", "10.0 as prior_df", "5.0 as prior_df"),
    Mutant("intermediate/int_predicted_speeds", ">= {{ var('fewest_timings') }}", ">= 4"),
    Mutant(
        "intermediate/int_predicted_speeds", "held_out_device is distinct from", "held_out_device is not distinct from"
    ),
    Mutant(
        "intermediate/int_predicted_speeds", "targets.held_out_device is distinct from reference_runs.device", "true"
    ),
    Mutant(
        "intermediate/int_predicted_speeds", "(architecture, img_size) from anchors", "(architecture, 224) from anchors"
    ),
    Mutant("intermediate/int_predicted_speeds", "list_avg(log_ratios", "-list_avg(log_ratios"),
    Mutant("intermediate/int_predicted_speeds", "1 / discrepancies.variance", "1 / sqrt(discrepancies.variance)"),
    Mutant("intermediate/int_predicted_speeds", "arg_min(", "arg_max("),
    Mutant("intermediate/int_predicted_speeds", "(x - prior_means.prior_mean)", "x"),
    Mutant("intermediate/int_predicted_speeds", "sqrt(prior_means.weights[place])", "prior_means.weights[place]"),
    Mutant("intermediate/int_predicted_speeds", "log_gmacs * sqrt(unexplained_variance)", "log_gmacs"),
    Mutant("intermediate/int_predicted_speeds", "attention * sqrt(unexplained_variance)", "attention"),
    Mutant("intermediate/int_predicted_speeds", "+ unexplained_variance as noise", "as noise"),
    Mutant("intermediate/int_predicted_speeds", "[x - cross_covariance[i]", "[x + cross_covariance[i]"),
    Mutant("intermediate/int_predicted_speeds", "chi_square + innovation ** 2 /", "chi_square + innovation /"),
    Mutant("intermediate/int_predicted_speeds", "sequential_posteriors.step - 1)", "sequential_posteriors.step)"),
    Mutant("intermediate/int_predicted_speeds", "anti join observations", "left join observations"),
    Mutant("marts/speed_estimates", "predictive_sd, 0.9", "predictive_sd, 0.8"),
    Mutant("marts/speed_estimates", "(coverage_factors.coverage_factor, largest.coverage_factor)", "(1)"),
    Mutant("marts/speed_estimates", "log_secs - with_margins.margin", "log_secs + with_margins.margin"),
]


def run(copy: Path, *command: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"TIMM_PICKER_DATABASE": str(copy / "target/timm.duckdb")}
    return subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, check=False)


def failed_node(copy: Path) -> str | None:
    """The first to fail in `dbt build`."""
    if run(copy, "dbt", "build", "--quiet", "--fail-fast").returncode == 0:
        return None
    nodes = json.loads((copy / "target/run_results.json").read_text())["results"]
    failed = next(node["unique_id"] for node in nodes if node["status"] in {"fail", "error"})
    return failed.removeprefix("unit_test.").split(".")[2]


def failed_test(copy: Path, tests: list[str]) -> str | None:
    """The first to fail in pytest."""
    tested = run(copy, "pytest", "--exitfirst", *tests)
    if tested.returncode == 0:
        return None
    summary = next(line for line in tested.stdout.splitlines() if line.startswith(("FAILED", "ERROR")))
    return summary.split("::")[1].split(" ")[0]


def noticed_by(built: Path, mutant: Mutant) -> str | None:
    with tempfile.TemporaryDirectory() as folder:
        copy = shutil.copytree(built, Path(folder) / "timm_picker")
        path = copy / f"models/{mutant.model}.sql"
        path.write_text(path.read_text().replace(mutant.old, mutant.new))
        if mutant in MUTANTS_OF_ESTIMATES:
            failed = failed_test(copy, ESTIMATES)
        else:
            failed = failed_node(copy) or failed_test(copy, ORACLES)
    print(f"{mutant.model}: {mutant.old} -> {mutant.new or 'nothing'}: {failed or 'NOT NOTICED'}", flush=True)
    return failed


def row(mutant: Mutant, failed: str | None) -> str:
    new = f"`{mutant.new}`" if mutant.new else "nothing"
    cells = [mutant.model, f"`{mutant.old}`", new, failed or "**nothing**"]
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def main() -> int:
    names = sys.argv[1:]
    mutants = [mutant for mutant in MUTANTS + MUTANTS_OF_ESTIMATES if not names or Path(mutant.model).name in names]
    for model, old, _ in mutants:
        if (PROJECT / f"models/{model}.sql").read_text().count(old) != 1:
            sys.exit(f"models/{model}.sql does not contain '{old}' exactly once: fix MUTANTS")
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(os.cpu_count()) as executor:
        built = copy_project(Path(folder) / "timm_picker")
        if failed := failed_node(built) or failed_test(built, ORACLES + ESTIMATES):
            sys.exit(f"{failed} fails without a mutant")
        failures = list(executor.map(partial(noticed_by, built), mutants))
    noticed = len(failures) - failures.count(None)
    if names:
        return int(noticed < len(mutants))
    lines = ["| model | what was changed | to | noticed by |", "|---|---|---|---|", *map(row, mutants, failures)]
    TABLE.write_text(
        "# Mutants\n\nWritten by `make mutations`: one change of the SQL a line, and what failed first.\n\n"
        + "\n".join(lines)
        + f"\n\n{noticed} of {len(mutants)} were noticed.\n"
    )
    return int(noticed < len(mutants))


if __name__ == "__main__":
    sys.exit(main())
