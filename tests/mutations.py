"""Changes one place of the SQL at a time and asks whether a test notices: `make mutations`.

Each mutant is built in a copy of the project. What stops the build, or else what fails in pytest, is written beside
it into tests/mutations.md. A mutant that nobody notices makes the command fail.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

PROJECT = Path(__file__).parent.parent
TABLE = PROJECT / "tests/mutations.md"


# Quick ones that ask the database that was built, and one that builds its own.
ORACLES = [
    f"tests/marts/test_{name}.py" for name in ("accuracy", "page_parity", "pareto_frontier", "pick", "own_benchmarks")
]


class Mutant(NamedTuple):
    file: str
    old: str
    new: str


MUTANTS = [
    Mutant("staging/stg_accuracies", "split_part(model, '.', 1)", "split_part(model, '_', 1)"),
    Mutant("staging/stg_accuracies", "round(100 - top1, 3)", "round(top1 - 100, 3)"),
    Mutant("staging/stg_accuracies", "max(release) over ()", "min(release) over ()"),
    Mutant("staging/stg_speeds", "1 / samples_per_sec", "samples_per_sec"),
    Mutant("intermediate/runs", "part.torch[1] = '1'", "part.torch[1] = '2'"),
    Mutant("intermediate/runs", r"'\d{4}'", r"'\d{4}.*'"),
    Mutant("intermediate/runs", "part.dynamo != ''", "part.dynamo = ''"),
    Mutant("intermediate/families", "(?:v2)?", ""),
    Mutant("intermediate/families", r"(?:\d|_|$)", r"(?:\d|_)"),
    Mutant("intermediate/families", "'in22'", "'in22k'"),
    Mutant("intermediate/families", "regexp_matches(architecture, 'resnet.*d')", "ends_with(architecture, 'd')"),
    Mutant("intermediate/families", "not ends_with(architecture, 'gn')", "true"),
    Mutant("intermediate/families", "'^re[sg]netd?|", "'re[sg]netd?|"),
    Mutant("intermediate/families", "is_in_fastai_page and regexp_full_match", "is_in_fastai_page and regexp_matches"),
    Mutant("intermediate/registry_facts", "<= {{ var('param_count_tolerance') }} *", "<= 9 *"),
    Mutant("intermediate/registry_facts", "count(distinct license) = 1", "count(distinct license) >= 1"),
    Mutant("intermediate/registry_facts", "if(count(*) = 1, any_value(hf_hub_id), null)", "any_value(hf_hub_id)"),
    Mutant("intermediate/page_frames", "'2022-07-27', 'infer-amp-nhwc-pt111", "'2022-07-27', 'infer-amp-nhwc-pt112"),
    Mutant("marts/accuracy", "(share + k / 2 - sqrt", "(share - k / 2 - sqrt"),
    Mutant("marts/accuracy", "(1 - share) + sqrt(8 * k", "(1 - share) + sqrt(4 * k"),
    Mutant("marts/accuracy", "order by top1 desc) as rank", "order by top1) as rank"),
    Mutant("marts/speed", "where samples_per_sec is not null", ""),
    Mutant("marts/benchmarks", "and speed.img_size = checkpoint_accuracies.img_size", ""),
    Mutant("marts/benchmarks", "speed.architecture = checkpoint_accuracies.architecture", "true"),
    Mutant(
        "intermediate/checkpoint_accuracies",
        "where accuracy.test_set = 'imagenet'",
        "where accuracy.test_set = 'imagenet-real'",
    ),
    Mutant("marts/benchmarks", "checkpoint_accuracies.is_newest_release,", "true,"),
    Mutant("marts/benchmarks", "may_count_more, may_count_fewer", "may_count_fewer, may_count_more"),
    Mutant("intermediate/families", "direction = 'lower'", "direction = 'higher'"),
    Mutant(
        "intermediate/families",
        "regexp_full_match(architecture, causes.of_fewer)",
        "regexp_matches(architecture, causes.of_fewer)",
    ),
    Mutant("marts/pareto_frontier", "where not suspect", ""),
    Mutant("marts/pareto_frontier", "order by percent desc", "order by percent asc"),
    Mutant("marts/pareto_frontier", "where not benchmarks.suspect and", "where"),
    Mutant("intermediate/trusted_speeds", "where suspect", "where false"),
    Mutant("marts/pareto_frontier", "top1 > coalesce(best_top1_faster, -1)", "top1 >= coalesce(best_top1_faster, -1)"),
    Mutant("marts/pareto_frontier", "top1 = best_top1_as_fast_or_faster and", ""),
    Mutant(
        "marts/unmatched", "'no such architecture', 'no such resolution'", "'no such resolution', 'no such resolution'"
    ),
    Mutant("marts/devices", "release desc,", "release asc,"),
    Mutant("marts/devices", "estimated > 0 asc", "estimated > 0 desc"),
    Mutant("marts/pick", "timed.secs <= budget_ms", "timed.secs >= budget_ms"),
    Mutant("marts/pick", "order by within_limits.top1 desc", "order by within_limits.top1 asc"),
    Mutant("marts/pick", "where not measured.suspect", ""),
    Mutant("marts/robustness", "clean.top1 - harder.top1", "harder.top1 - clean.top1"),
    Mutant("marts/robustness", "test_sets.clean_test_set = clean.test_set", "clean.test_set = 'imagenet'"),
]


def copied_project(folder: Path) -> Path:
    copy = folder / "timm_picker"
    shutil.copytree(PROJECT, copy, ignore=shutil.ignore_patterns(".*", "target", "logs", "site", "*.duckdb"))
    return copy


def stopped_by(copy: Path, database: Path) -> str | None:
    """The first node that fails in `dbt build`, or else the first test that fails in pytest."""
    environment = os.environ | {"TIMM_PICKER_DATABASE": str(database)}
    target = database.parent
    # What is there of the mutant before is not this one's, should dbt end without any.
    results = target / "run_results.json"
    results.unlink(missing_ok=True)
    options = ["--quiet", "--full-refresh", "--target-path", str(target), "--log-path", str(target)]
    built = subprocess.run(
        ["dbt", "build", *options], cwd=copy, env=environment, capture_output=True, text=True, check=False
    )
    if built.returncode:
        if not results.exists():
            return "dbt does not parse it"
        nodes = json.loads(results.read_text())["results"]
        failed = [node["unique_id"] for node in nodes if node["status"] in {"fail", "error"}]
        return failed[0].removeprefix("unit_test.").split(".")[2]
    tested = subprocess.run(
        ["pytest", "--exitfirst", *ORACLES], cwd=copy, env=environment, capture_output=True, text=True, check=False
    )
    failures = [line for line in tested.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
    return failures[0].split("::")[1].split(" ")[0] if failures else None


def main() -> int:
    lines = ["| model | what was changed | to | noticed by |", "|---|---|---|---|"]
    unnoticed = 0
    with tempfile.TemporaryDirectory() as folder:
        copy = copied_project(Path(folder))
        database = Path(folder) / "target/timm.duckdb"
        database.parent.mkdir()
        for number, mutant in enumerate(MUTANTS, 1):
            path = copy / f"models/{mutant.file}.sql"
            original = path.read_text()
            if original.count(mutant.old) != 1:
                sys.exit(f"{path.name} holds '{mutant.old}' {original.count(mutant.old)} times, not once: mend MUTANTS")
            path.write_text(original.replace(mutant.old, mutant.new))
            noticed = stopped_by(copy, database)
            path.write_text(original)
            unnoticed += noticed is None
            cells = [
                mutant.file,
                f"`{mutant.old}`",
                f"`{mutant.new}`" if mutant.new else "nothing",
                noticed or "**nobody**",
            ]
            lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
            print(f"{number} of {len(MUTANTS)}: {mutant.file}, noticed by {noticed}", flush=True)
    TABLE.write_text(
        "# Mutants\n\nWritten by `make mutations`: one change of the SQL a line, and the first test that fails.\n\n"
        + "\n".join(lines)
        + f"\n\n{len(MUTANTS) - unnoticed} of {len(MUTANTS)} were noticed.\n"
    )
    return 1 if unnoticed else 0


if __name__ == "__main__":
    sys.exit(main())
