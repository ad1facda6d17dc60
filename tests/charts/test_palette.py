"""The hues and the grey can be distinguished in normal vision and in the three dichromacies."""

from itertools import combinations

import numpy as np
import pytest

from drawings.theme import DARK, LIGHT, Scheme

# Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB.
VISIONS = {
    "normal": np.eye(3),
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
# Ottosson 2020: from linear RGB to cones, and from their cube roots to Oklab.
CONES = [[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566]]
CONES += [[0.0883024619, 0.2817188376, 0.6299787005]]
OKLAB = [[0.2104542553, 0.7936177850, -0.0040720468], [1.9779984951, -2.4285922050, 0.4505937099]]
OKLAB += [[0.0259040371, 0.7827717662, -0.8086757660]]


def linear(colour: str) -> np.ndarray:
    channels = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def seen(colour: str, vision: str) -> np.ndarray:
    return OKLAB @ np.cbrt(CONES @ np.clip(VISIONS[vision] @ linear(colour), 0, 1))


def nearest(colours: tuple[str, ...], vision: str) -> float:
    return min(np.linalg.norm(seen(one, vision) - seen(other, vision)) for one, other in combinations(colours, 2))


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("vision", VISIONS)
def test_no_two_colours_look_alike(scheme: Scheme, vision: str) -> None:
    assert nearest((*scheme.hues, scheme.grey), vision) >= 0.06


def test_colours_known_to_look_alike_are_near() -> None:
    """Red and green of Vega's own palette, which are one colour to deuteranopes."""
    red_and_green = ("#e45756", "#54a24b")
    assert nearest(red_and_green, "normal") > 0.2
    assert nearest(red_and_green, "deuteranopia") < 0.02


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_colour_contrasts_with_the_background(scheme: Scheme) -> None:
    def contrast(colour: str) -> float:
        lights = sorted(float([0.2126, 0.7152, 0.0722] @ linear(c)) for c in (colour, scheme.paper))
        return (lights[1] + 0.05) / (lights[0] + 0.05)

    assert min(map(contrast, scheme.hues)) >= 2.5
    assert min(contrast(scheme.ink), contrast(scheme.faint)) >= 4.5
