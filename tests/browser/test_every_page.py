"""What holds for every kind of page, whoever reads it and on whatever device."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from browser.conftest import settled
from browser.kinds import KINDS

if TYPE_CHECKING:
    from playwright.sync_api import Page

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "resultTypes": ["violations"],  # what is right is not listed, which would take most of the time
}
"""What axe-core looks for: WCAG 2.2, A and AA, and what else is good practice."""


@dataclass(frozen=True)
class Reader:
    """Somebody who looks at a page."""

    language: str
    colours: str
    width: int
    height: int

    def __str__(self) -> str:
        """What a test is called for this reader."""
        return f"{self.language}-{self.colours}-{self.width}"


READERS = [Reader("en", "light", 1280, 900), Reader("ko", "dark", 390, 844), Reader("vi", "light", 820, 1180)]


@pytest.fixture(name="reader", params=READERS, ids=str)
def _reader(request: pytest.FixtureRequest) -> Reader:
    """Each of the readers."""
    reader: Reader = request.param
    return reader


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any], reader: Reader) -> dict[str, Any]:
    """A browser as the reader has it."""
    return {
        **browser_context_args,
        "locale": reader.language,
        "color_scheme": reader.colours,
        "viewport": {"width": reader.width, "height": reader.height},
    }


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.usefixtures("failing")
def test_a_page_is_for_everyone(page: Page, reader: Reader, kind: str) -> None:
    """axe-core finds nothing, the page speaks the reader's language, and is no wider than the window."""
    page.goto(KINDS[kind])
    settled(page)
    assert page.locator("html").get_attribute("lang") == reader.language
    assert page.evaluate("document.scrollingElement.scrollWidth") <= reader.width
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(one["id"], node["html"][:200], node.get("failureSummary")) for one in found for node in one["nodes"][:3]] == []
