"""What the pictures beside tables rest on: colours that can be seen, and dates and numbers in the language of the page."""

from __future__ import annotations

import itertools
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

import oegyo.web

WEB = Path(oegyo.web.__file__).parent
PICTURES = WEB.parent / "frontend" / "src" / "pictures"
NODE = shutil.which("node")
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


def run(module: str, expression: str, language: str) -> object:
    """What ``expression`` is to a page in ``language``, where ``it`` is a module of the pictures."""
    if NODE is None:
        pytest.skip("node is not on this machine")
    script = f"""
        globalThis.document = {{ documentElement: {{ lang: {json.dumps(language)} }} }};
        const it = await import({json.dumps((PICTURES / module).as_uri())});
        console.log(JSON.stringify({expression}));
    """
    command = [NODE, "--input-type=module", "--eval", script]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


MONTHS = 'it.dateLabels(["1991-11-01", "1991-12-01", "1992-01-01"].map((text) => new Date(text)))'
YEARS = 'it.dateLabels(["1991-01-01", "1992-01-01"].map((text) => new Date(text)))'


@pytest.mark.parametrize(
    ("language", "months", "years"),
    [
        ("en", ["Nov", "Dec", "Jan"], ["1991", "1992"]),
        ("ko", ["11월", "12월", "1월"], ["1991년", "1992년"]),
        ("vi", ["Tháng 11", "Tháng 12", "Tháng 1"], ["1991", "1992"]),
    ],
)
def test_the_marks_of_time_are_in_the_language_of_the_page(language: str, months: list[str], years: list[str]) -> None:
    """The year stands below its first month."""
    assert run("language.js", YEARS, language) == [[year] for year in years]
    assert run("language.js", MONTHS, language) == [[months[0], years[0]], [months[1]], [months[2], years[1]]]


@pytest.mark.parametrize(
    ("language", "day", "amounts"),
    [
        ("en", ["17 May", "2013"], ["0", "500 million", "1.25 billion"]),
        ("ko", ["5월 17일", "2013년"], ["0", "5억", "12.5억"]),
        ("vi", ["17 thg 5", "2013"], ["0", "500 triệu", "1,25 tỷ"]),
    ],
)
def test_a_date_is_as_precise_as_it_is_given_and_large_amounts_are_in_words(
    language: str, day: list[str], amounts: list[str]
) -> None:
    """Small amounts are in digits alone."""
    assert run("language.js", '["2013", "2013-05-17"].map(it.dateLines)', language) == [day[1:], day]
    assert run("language.js", "it.amounts([0, 500e6, 1250e6])", language) == amounts
    assert run("language.js", "it.amounts([0, 25])", language) == ["0", "25"]


@pytest.mark.parametrize(
    ("date", "first", "after"),
    [
        ("2013", "2013-01-01", "2014-01-01"),
        ("2013-12", "2013-12-01", "2014-01-01"),
        ("2012-02-29", "2012-02-29", "2012-03-01"),
    ],
)
def test_a_date_lasts_as_long_as_it_is_precise(date: str, first: str, after: str) -> None:
    """So a term that ended in a year fills that year."""
    cell = json.dumps({"raw": date})
    found = run("table.js", f"[it.day({cell}), it.dayAfter({cell})]", "en")
    assert found == [f"{first}T00:00:00.000Z", f"{after}T00:00:00.000Z"]


def test_what_is_no_date_has_no_day() -> None:
    """It is not drawn."""
    assert run("table.js", '[it.day({ raw: "" }), it.dayAfter({ raw: "soon" }), it.day(undefined)]', "en") == [None] * 3
