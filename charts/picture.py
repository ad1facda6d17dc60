"""PNG and SVG of a chart, with its title and caption in the picture."""

import textwrap
from typing import Any

import vl_convert

from figure import IN_PAGE, Figure
from look import LIGHT, vega_config


def png(figure: Figure, families: int) -> bytes:
    return vl_convert.vegalite_to_png(spec_of_picture(figure, families), scale=2)


def svg(figure: Figure, families: int) -> str:
    return vl_convert.vegalite_to_svg(spec_of_picture(figure, families))


def spec_of_picture(figure: Figure, families: int) -> dict[str, Any]:
    """Without a page around it there is no container to fill: the look gives the width."""
    return {
        **{name: value for name, value in figure.spec.items() if name not in IN_PAGE},
        "title": {"text": textwrap.wrap(figure.title, 100), "subtitle": textwrap.wrap(figure.caption, 150)},
        "config": vega_config(LIGHT, families),
        "padding": 20,
    }
