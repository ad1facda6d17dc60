"""The page's modules, which are one script in the page: what no module may take from another without saying so."""

import json
import subprocess
from pathlib import Path
from typing import Any

from page.bundle import page_script

PAGE = Path(__file__).parents[2] / "charts/page"
# What browsers have and deno does not know.
BROWSER = {"document", "history", "matchMedia", "getSelection", "IntersectionObserver"}


def findings(rule: str, *arguments: str | Path, text: str | None = None) -> list[dict[str, Any]]:
    command = ["deno", "lint", "--json", "--rules-tags=", f"--rules-include={rule}", *arguments]
    answer = subprocess.run(command, input=text, capture_output=True, text=True, check=False)
    report = json.loads(answer.stdout)
    assert report["errors"] == []
    return report["diagnostics"]


def test_no_module_uses_a_name_that_it_does_not_import() -> None:
    undefined = [(one["filename"], one["message"]) for one in findings("no-undef", PAGE)]
    assert [(file, message) for file, message in undefined if message.split()[0] not in BROWSER] == []


def test_no_two_modules_have_a_name_in_common() -> None:
    script = page_script()
    assert findings("no-redeclare", "--ext=js", "-", text=script) == []
    assert "import " not in script
    assert "export " not in script
