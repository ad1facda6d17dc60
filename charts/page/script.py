"""The page's script. vl_convert bundles one text with Vega and cannot import from files, so the modules become one."""

import re
from graphlib import TopologicalSorter
from pathlib import Path

IMPORTED = re.compile(r'^import [^;]* from "\./(.+)";', re.MULTILINE)
IMPORT_OR_EXPORT = re.compile(r"^import [^;]*;.*\n|^export ", re.MULTILINE)


def page_script() -> str:
    """Each module after those that it imports."""
    modules = {path.name: path.read_text() for path in sorted(Path(__file__).parent.glob("*.js"))}
    order = TopologicalSorter({name: IMPORTED.findall(text) for name, text in modules.items()}).static_order()
    return "\n".join(IMPORT_OR_EXPORT.sub("", modules[name]) for name in order)
