"""HTML pages that need nothing but the script bundle beside them."""

import hashlib
import html
import json
from pathlib import Path
from string import Template
from typing import Any

import vl_convert

import look
from figure import Figure
from whole_file import write_whole

HERE = Path(__file__).parent
BUNDLE = "vega.js"


def chart_page(figure: Figure, families: int) -> str:
    return page(figure.name, figure_html(figure, "h1"), families)


def index_page(figures: list[Figure], families: int) -> str:
    drawn = [figure_html(figure, "h2", link=f"{figure.name}.html") for figure in figures]
    return page("timm_picker", "\n".join(["<h1>Which pretrained image model should I pick?</h1>", *drawn]), families)


def page(title: str, body: str, families: int) -> str:
    return Template((HERE / "page.html").read_text()).substitute(
        title=html.escape(title),
        style=colours() + (HERE / "page.css").read_text(),
        look=json_in_html(look.vega_configs(families)),
        bundle=BUNDLE,
        body=body,
    )


def figure_html(figure: Figure, heading: str, link: str | None = None) -> str:
    title = html.escape(figure.title)
    return f"""<figure id="{figure.name}">
<figcaption>
<{heading}>{f'<a href="{link}">{title}</a>' if link else title}</{heading}>
<p>{html.escape(" ".join(filter(None, (figure.caption, figure.interaction))))}</p>
</figcaption>
<div class="drawing"></div>
<script type="application/json">{json_in_html(packed(figure.spec))}</script>
</figure>"""


def colours() -> str:
    light, dark = (
        f":root {{ --paper: {scheme.paper}; --ink: {scheme.ink}; --faint: {scheme.faint}; --font: {look.FONT} }}"
        for scheme in (look.LIGHT, look.DARK)
    )
    return f"{light}\n@media (prefers-color-scheme: dark) {{ {dark} }}\n\n"


def packed(spec: dict[str, Any]) -> dict[str, Any]:
    """Each column's name once instead of in every row, which page.js unpacks, and no address of a schema."""
    datasets = {
        name: {"columns": list(rows[0]), "rows": [list(row.values()) for row in rows]}
        for name, rows in spec["datasets"].items()
    }
    return {name: value for name, value in spec.items() if name != "$schema"} | {"datasets": datasets}


def json_in_html(value: object) -> str:
    """No text of the data can end the script element or begin a comment in it."""
    text = json.dumps(value, separators=(",", ":"))
    return text.replace("<", r"\u003c").replace(">", r"\u003e").replace("&", r"\u0026")


def write_bundle(folder: Path) -> None:
    """Vega and page.js in one file, made anew only when one of them has changed."""
    script = (HERE / "page.js").read_text()
    stamp = f"// vl-convert {vl_convert.__version__}, page.js {hashlib.sha256(script.encode()).hexdigest()}\n"
    target = folder / BUNDLE
    if target.is_file():
        with target.open() as lines:
            if lines.readline() == stamp:
                return
    # In a function, the names of the libraries stay out of the page's.
    write_whole(target, f"{stamp}(() => {{\n{vl_convert.javascript_bundle(script)}\n}})();\n")
