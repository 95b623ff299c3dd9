"""The portal in a real browser: Debian's Chromium, driven by Playwright, on the pages of the real data.

It needs Chromium, the scripts of the pages built, and the extra ``browser``; so it is no part of the tests that run
everywhere, but a step of its own: ``python -m pytest tests/browser``.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from clients.serving import served
from oegyo.web.http import assets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Page, Request

CHROMIUM = "chromium"
# Nothing but the pages is asked for: no updates, no lists of safe places, no names of Google's hosts.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Where the pictures of the README go."""
    parser.addoption("--pictures", type=Path, help="write the pictures that the README shows into this folder")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's Chromium, and none that Playwright would fetch."""
    path = shutil.which(CHROMIUM)
    assert path, "Chromium is not on this machine: install it (apt-get install chromium fonts-noto-cjk)"
    return {"executable_path": path, "args": FLAGS}


@pytest.fixture(name="releases", scope="session")
def _releases(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where the release is built that all servers here share."""
    return str(tmp_path_factory.mktemp("releases"))


@pytest.fixture(scope="session")
def base_url(request: pytest.FixtureRequest, releases: str) -> Iterator[str]:
    """Where the real data is served, with all that the pages can do; ``--base-url`` names a server that runs already."""
    if given := request.config.getoption("base_url"):
        yield given
        return
    assert assets.built_assets(), "the scripts of the pages are not built: npm ci && npm run build, in server/oegyo/frontend"
    with served(OEGYO_RELEASE=releases) as address:
        yield address


class Complaints(list[str]):
    """What pages did that none should: errors, requests to others, what they keep of a visitor."""

    def __init__(self, context: BrowserContext) -> None:
        """Listen to every page of ``context``."""
        super().__init__()
        self.expected: set[str] = set()
        """What a test brings about on purpose, as it begins."""
        context.on("console", self._heard)
        context.on("weberror", lambda error: self.append(str(error.error)))
        context.on("dialog", self._stopped)
        context.on("request", self._asked)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.append(f"{message.text} ({message.page.url if message.page else ''})")

    def _stopped(self, dialog: Dialog) -> None:
        self.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _asked(self, request: Request) -> None:
        if not request.url.startswith(("http://127.0.0.1:", "data:", "blob:")):
            self.append(f"request to {request.url}")


@pytest.fixture(name="complaints", autouse=True)
def _complaints(context: BrowserContext) -> Iterator[Complaints]:
    """No page of a test may do what none should, and none keeps a cookie."""
    complaints = Complaints(context)
    yield complaints
    assert [one for one in complaints if not any(one.startswith(start) for start in complaints.expected)] == []
    assert context.cookies() == []


@pytest.fixture(name="failing")
def _failing(complaints: Complaints) -> None:
    """A page of the test is itself an answer with a status of 400 or more, which Chromium writes down."""
    complaints.expected.add("Failed to load resource: the server responded with a status of 4")


@pytest.fixture(name="pictures", scope="session")
def _pictures(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pictures of pages go."""
    folder: Path = request.config.getoption("--pictures") or tmp_path_factory.mktemp("pictures")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


_DRAWN = """() => [...document.querySelectorAll("figure.picture")].every(one => one.querySelector("svg"))
    && [...document.querySelectorAll("form.query")].every(one => one.querySelector(".CodeMirror"))"""


def settled(page: Page) -> Page:
    """``page`` when all its pictures are drawn, and its editor is there."""
    page.wait_for_function(_DRAWN)
    return page
