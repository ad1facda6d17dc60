"""Vega and the page's script in one file, which every page shares."""

import hashlib
from pathlib import Path

import vl_convert

from page.script import page_script

BUNDLE = "vega.js"


def read_or_make_bundle(path: Path) -> str:
    """Bundling takes a second or two, so it is made anew only when one of its parts has changed."""
    script = page_script()
    made_of = f"// vl-convert {vl_convert.__version__}, page script {hashlib.sha256(script.encode()).hexdigest()}\n"
    if path.is_file() and (bundle := path.read_text()).startswith(made_of):
        return bundle
    # In a function, the names of the libraries stay out of the page's.
    return f"{made_of}(() => {{\n{vl_convert.javascript_bundle(script)}\n}})();\n"
