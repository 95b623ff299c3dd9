"""What the pictures beside tables rest on: colours that can be seen."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest

import oegyo.web

WEB = Path(oegyo.web.__file__).parent
PICTURES = WEB.parent / "frontend" / "src" / "pictures"
ENOUGH = 3.0
"""The contrast of what has to be seen to understand a picture (https://www.w3.org/TR/WCAG22/#non-text-contrast)."""


def colours(dark: bool) -> dict[str, str]:
    """The custom properties that are colours, on light or on dark paper."""
    found: dict[str, str] = {}
    for sheet in (WEB / "static" / "style.css", PICTURES / "pictures.css"):
        text = sheet.read_text(encoding="utf-8").split("@media print")[0]
        light, _, night = text.partition("prefers-color-scheme: dark")
        for part in (light, night) if dark else (light,):
            found |= dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{3,6})\b", part))
    return found


def luminance(colour: str) -> float:
    """How light ``colour`` is (https://www.w3.org/TR/WCAG22/#dfn-relative-luminance)."""
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    shares = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Between two colours."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("dark", [False, True])
def test_series_can_be_seen_on_the_paper_and_on_the_land_of_maps(dark: bool) -> None:
    """By everybody, on light and on dark pages, and no two are the same."""
    found = colours(dark)
    series = [found[f"picture-{place}"] for place in range(1, 9)]
    assert len(set(series)) == 8
    for colour, ground in itertools.product(series, (found["paper"], found["picture-land"])):
        assert contrast(colour, ground) >= ENOUGH, (colour, ground)


@pytest.mark.parametrize("dark", [False, True])
def test_the_shades_of_numbers_can_be_seen(dark: bool) -> None:
    """Already the weakest of them; the strongest is as different from it again."""
    found = colours(dark)
    assert contrast(found["picture-least"], found["paper"]) >= ENOUGH
    assert contrast(found["picture-most"], found["picture-least"]) >= ENOUGH
