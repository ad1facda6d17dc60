"""HTML pages that need nothing but the script bundle beside them."""

import hashlib
import html
import json
import os
import sys
from pathlib import Path
from string import Template
from typing import Any

import vl_convert

import look
from figure import Figure

HERE = Path(__file__).parent
BUNDLE = "vega.js"
sys.path.append(str(HERE / "page"))
from packing import Tables
from script import page_script


def chart_page(figure: Figure, families: int) -> str:
    tables = Tables()
    specs = {figure.name: packed(with_html_legend(figure.spec), tables)}
    data = tables.packed(specs=specs, theme=look.vega_configs(families))
    return page(figure.name, figure_html(figure, "h1"), data)


def page(title: str, body: str, data: str) -> str:
    return Template((HERE / "page.html").read_text()).substitute(
        title=html.escape(title),
        style=style(),
        data=data,
        bundle=BUNDLE,
        body=body,
    )


def figure_html(  # noqa: PLR0913
    figure: Figure,
    heading: str,
    *,
    choice: str = "",
    form: str | None = None,
    link: str | None = None,
    hidden: bool = False,
) -> str:
    title = html.escape(figure.title)
    return f"""<figure id="{figure.name}"{f' data-choice="{choice}"' if choice else ""}{" hidden" if hidden else ""}>
<figcaption>
<{heading}>{f'<a href="{link}">{title}</a>' if link else title}</{heading}>
<p>{html.escape(" ".join(filter(None, (figure.caption, figure.interaction))))}</p>
</figcaption>
{legend_html(figure.legend, figure.hued, f"{figure.name}.highlight", form) if figure.legend else ""}
<div class="drawing"></div>
{sql_html(figure.sql) if form else ""}
</figure>"""


def legend_html(families: list[str], hued: list[str], name: str, form: str | None) -> str:
    """Vega's legends cannot be reached by keyboard."""
    part = f' name="{name}" form="{form}"' if form else ""
    boxes = "".join(
        f'<label><input type="checkbox"{part} value="{html.escape(family)}">'
        f'<i class="hue-{hued.index(family) if family in hued else "none"}"></i>{html.escape(family)}</label>'
        for family in families
    )
    return f'<fieldset class="legend"><legend>Highlight families</legend>{boxes}</fieldset>'


def with_html_legend(spec: dict[str, Any]) -> dict[str, Any]:
    """The legend of families is the page's; those of sizes stay the chart's."""
    if not spec.get("params"):
        return spec
    layers = [
        layer
        | {
            "encoding": {
                channel: {**how, "legend": None} if channel == "color" else how
                for channel, how in layer["encoding"].items()
            }
        }
        for layer in spec["layer"]
    ]
    return spec | {"layer": layers}


def sql_html(sql: str) -> str:
    return (
        '<details><summary>SQL</summary><pre tabindex="0" aria-label="SQL of this chart">'
        f'<code>{html.escape(sql)}</code></pre><button type="button" class="copy">Copy</button></details>'
    )


def style() -> str:
    return colours() + (HERE / "page/page.css").read_text()


def colours() -> str:
    light, dark = (
        f":root {{ --paper: {scheme.paper}; --ink: {scheme.ink}; --faint: {scheme.faint}; --grid: {scheme.grid}; "
        f"--grey: {scheme.grey}; --font: {look.FONT} }}\n"
        + "\n".join(f".hue-{place} {{ background: {hue} }}" for place, hue in enumerate(scheme.hues))
        for scheme in (look.LIGHT, look.DARK)
    )
    return f"{light}\n@media (prefers-color-scheme: dark) {{ {dark} }}\n\n"


def packed(spec: dict[str, Any], tables: Tables) -> dict[str, Any]:
    for name, rows in spec["datasets"].items():
        tables.add(name, {column: [row[column] for row in rows] for column in rows[0]})
    return {name: value for name, value in spec.items() if name not in {"$schema", "datasets"}}


def write_bundle(folder: Path) -> str:
    """Vega and the page's scripts in one file, made anew only when one of them has changed."""
    script = page_script()
    stamp = f"// vl-convert {vl_convert.__version__}, page.js {hashlib.sha256(script.encode()).hexdigest()}\n"
    target = folder / BUNDLE
    if target.is_file():
        made, _, rest = target.read_text().partition("\n")
        if f"{made}\n" == stamp:
            return rest
    # In a function, the names of the libraries stay out of the page's.
    bundle = f"(() => {{\n{vl_convert.javascript_bundle(script)}\n}})();\n"
    write_whole(target, stamp + bundle)
    return bundle


def write_whole(target: Path, content: str | bytes) -> None:
    """A reader sees the old file or the new one, and a run that is killed leaves no half."""
    part = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        part.write_bytes(content.encode() if isinstance(content, str) else content)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
