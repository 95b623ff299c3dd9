"""The pictures that the README shows: taken anew in every run, and kept with ``--pictures tests/browser/pictures``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from browser.conftest import settled

if TYPE_CHECKING:
    from playwright.sync_api import Page

KEPT = Path(__file__).parent / "pictures"
README = Path(__file__).parents[2] / "README.md"
STATES = """\
PREFIX oegyo: <https://w3id.org/oegyo/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX state: <https://w3id.org/oegyo/id/state/>
SELECT ?country ?since WHERE {
  ?relation oegyo:party state:KOR, ?state ; oegyo:startDate ?since .
  ?state skos:prefLabel ?country .
  FILTER (?state != state:KOR && LANG(?country) = "en")
}
ORDER BY DESC(STR(?since)) LIMIT 4
"""
WINDOW = {"width": 1120, "height": 760}
PHONE = {"width": 390, "height": 760}


def keep(page: Page, folder: Path, name: str) -> None:
    """Take a picture of what the window shows, which is one of those that the README shows."""
    picture = settled(page).screenshot(path=folder / f"{name}.png", animations="disabled")
    assert picture.startswith(b"\x89PNG")
    assert (KEPT / f"{name}.png").is_file(), "keep it: python -m pytest tests/browser --pictures tests/browser/pictures"
    assert f"tests/browser/pictures/{name}.png" in README.read_text(encoding="utf-8")


@pytest.mark.browser_context_args(viewport=WINDOW)
def test_the_first_page(page: Page, pictures: Path) -> None:
    """What this is, in numbers and on a map."""
    page.goto("/")
    keep(page, pictures, "home")


@pytest.mark.browser_context_args(viewport=WINDOW, locale="ko-KR")
def test_a_country_in_korean(page: Page, pictures: Path) -> None:
    """A briefing, in the language of the reader."""
    page.goto("/id/state/VNM.html")
    keep(page, pictures, "country")


@pytest.mark.browser_context_args(viewport=WINDOW)
def test_a_fact_and_who_says_so(page: Page, pictures: Path) -> None:
    """The passages behind a date, one of which gives another."""
    page.goto("/id/relation/KOR-VNM-1956.html")
    page.get_by_text("1 disagrees").first.click()
    keep(page, pictures, "evidence")


@pytest.mark.browser_context_args(viewport={**WINDOW, "height": 980}, color_scheme="dark")
def test_a_query_and_its_answer(page: Page, pictures: Path) -> None:
    """The editor."""
    page.goto("/sparql")
    page.locator(".CodeMirror").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(STATES)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#answer tbody tr")).to_have_count(4)
    page.get_by_role("heading", name="SPARQL").scroll_into_view_if_needed()
    keep(page, pictures, "editor")


@pytest.mark.browser_context_args(viewport=PHONE, locale="vi-VN", is_mobile=True, has_touch=True, device_scale_factor=1.5)
def test_a_phone(page: Page, pictures: Path) -> None:
    """What Vietnamese reads on a phone."""
    page.goto("/explore/relations")
    keep(page, pictures, "phone")


def test_no_picture_is_left_over() -> None:
    """Each that is kept is shown."""
    kept = sorted(path.stem for path in KEPT.glob("*.png"))
    assert kept == ["country", "editor", "evidence", "home", "phone"]
