"""The theme of charts and pages: a light and a dark scheme."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Scheme:
    paper: str
    ink: str
    faint: str  # axes, captions, labels
    grid: str
    hues: tuple[str, ...]  # the first family has the first
    grey: str  # every family beyond the hues
    ramp: tuple[str, ...]  # from small to large numbers


# Any two of the hues and the grey can be distinguished in normal vision, protanopia, deuteranopia and tritanopia.
LIGHT = Scheme(
    paper="#ffffff",
    ink="#1d2126",
    faint="#5b626b",
    grid="#e9ebee",
    hues=("#790977", "#0357d1", "#509fff", "#70ae20", "#906700", "#a474b0", "#c80457", "#e57a82", "#831b00"),
    grey="#b4b4b4",
    ramp=("#7cc7a2", "#2f93a8", "#2b5b97", "#3a1c5c"),
)
DARK = Scheme(
    paper="#16181d",
    ink="#eceef1",
    faint="#a7aeb8",
    grid="#2a2e36",
    hues=("#ffb2e5", "#2f68e3", "#079fff", "#9fd497", "#ece04e", "#a978b3", "#e5047b", "#df8c38", "#a75b43"),
    grey="#6b7078",
    ramp=("#3f5fa8", "#2f9bb0", "#7fd08f", "#f4e86a"),
)
FONT = "system-ui, 'Segoe UI', 'Liberation Sans', Arial, sans-serif"


# Vega begins again with the first hue where a range is shorter than its domain, so grey has to fill it up.
MOST_FAMILIES = 400


def vega_config(scheme: Scheme) -> dict[str, Any]:
    return {
        "background": scheme.paper,
        "font": FONT,
        "range": {
            "category": [*scheme.hues, *[scheme.grey] * (MOST_FAMILIES - len(scheme.hues))],
            "ramp": list(scheme.ramp),
        },
        "view": {"stroke": None, "continuousWidth": 860},
        "axis": {
            "domain": False,
            "gridColor": scheme.grid,
            "labelColor": scheme.faint,
            "labelFontSize": 12,
            "labelBound": 2,
            "labelSeparation": 6,
            "tickColor": scheme.grid,
            "titleColor": scheme.ink,
            "titleFontSize": 12,
            "titleFontWeight": "normal",
        },
        "axisY": {"titleAlign": "left", "titleAngle": 0, "titleX": 0, "titleY": -12, "ticks": False},
        "legend": {
            "labelColor": scheme.ink,
            "labelFontSize": 12,
            "symbolBaseFillColor": scheme.faint,
            "symbolStrokeWidth": 0,
            "titleColor": scheme.faint,
            "titleFontSize": 12,
            "titleFontWeight": "normal",
        },
        "style": {
            "dot": {"stroke": scheme.paper, "strokeWidth": 0.6},
            "guide": {"color": scheme.faint, "strokeWidth": 1},
            "label": {"color": scheme.ink, "fontSize": 11},
            "ghost": {"color": scheme.grey, "fillOpacity": 0.5},
            "frontier": {"color": scheme.ink, "strokeWidth": 1.5},
            "budget": {"color": scheme.ink, "strokeDash": [4, 4], "strokeWidth": 1},
            "found": {"color": scheme.ink, "strokeWidth": 2},
            "found_label": {"color": scheme.ink, "fontSize": 12, "fontWeight": "bold"},
        },
        "text": {"color": scheme.faint, "fontSize": 11},
        "title": {
            "anchor": "start",
            "color": scheme.ink,
            "fontSize": 18,
            "offset": 24,
            "subtitleColor": scheme.faint,
            "subtitleFontSize": 12,
            "subtitleLineHeight": 16,
            "subtitlePadding": 6,
        },
    }
