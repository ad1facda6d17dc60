"""PNG and SVG of a chart, with its title and caption in the picture."""

import textwrap
from typing import Any

import vl_convert

from database import as_rows
from drawings.theme import LIGHT, vega_config
from figure import IN_PAGE, Figure


def png(figure: Figure) -> bytes:
    return vl_convert.vegalite_to_png(spec_of_picture(figure), scale=2)


def svg(figure: Figure) -> str:
    return vl_convert.vegalite_to_svg(spec_of_picture(figure))


def spec_of_picture(figure: Figure) -> dict[str, Any]:
    """Without a page around it there is no container to fill: the theme gives the width."""
    return {
        **{name: value for name, value in figure.spec.items() if name not in IN_PAGE},
        "title": {"text": textwrap.wrap(figure.title, 100), "subtitle": textwrap.wrap(figure.caption, 150)},
        "config": vega_config(LIGHT),
        "padding": 20,
        "datasets": {figure.chart.name: as_rows(figure.columns)},
    }
