"""Copies the project, and nothing else that may lie in its folder."""

import shutil
from pathlib import Path

PROJECT = Path(__file__).parent.parent
PARTS = (
    *("analysis", "charts", "macros", "models", "seeds", "tests"),
    *(".dbtignore", "Makefile", "dbt_project.yml", "profiles.yml", "pyproject.toml", "requirements.txt"),
)


def copy_project(folder: Path) -> Path:
    for part in PARTS:
        source, copy = PROJECT / part, folder / part
        if source.is_dir():
            shutil.copytree(source, copy, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, copy)
    return folder
