"""Vega and the page's script in one file, which every page shares."""

import hashlib
import re
from graphlib import TopologicalSorter
from pathlib import Path

import vl_convert

BUNDLE = "vega.js"
IMPORTED = re.compile(r'^import [^;]* from "\./(.+)";', re.MULTILINE)
IMPORT_OR_EXPORT = re.compile(r"^import [^;]*;.*\n|^export ", re.MULTILINE)


def read_or_make_bundle(path: Path) -> str:
    """Bundling takes a second or two, so it is done only when one of the parts has changed."""
    script = page_script()
    made_of = f"// vl-convert {vl_convert.__version__}, page script {hashlib.sha256(script.encode()).hexdigest()}\n"
    if path.is_file() and (bundle := path.read_text()).startswith(made_of):
        return bundle
    # In a function, the names of the libraries stay out of the page's.
    return f"{made_of}(() => {{\n{vl_convert.javascript_bundle(script)}\n}})();\n"


def page_script() -> str:
    """vl_convert bundles one text and cannot import from files: so each module stands after those that it imports."""
    modules = {path.name: path.read_text() for path in sorted(Path(__file__).parent.glob("*.js"))}
    order = TopologicalSorter({name: IMPORTED.findall(text) for name, text in modules.items()}).static_order()
    return "\n".join(IMPORT_OR_EXPORT.sub("", modules[name]) for name in order)
