"""What a page weighs: people read it on phones, and pay for it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from browser.conftest import settled
from browser.kinds import KINDS

if TYPE_CHECKING:
    from playwright.sync_api import Page

MOST = 100_000
"""Bytes that a page may bring over the network, gzipped, with its styles, scripts and pictures."""


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.usefixtures("failing")
@pytest.mark.browser_context_args(extra_http_headers={"Accept-Encoding": "gzip"})
def test_a_page_is_light(page: Page, kind: str) -> None:
    """Beside the map of the world and the editor, which are kept for good once they were fetched."""
    sizes: Counter[str] = Counter()  # which adds what it is updated with
    names: dict[str, str] = {}
    wire = page.context.new_cdp_session(page)
    wire.on("Network.requestWillBeSent", lambda event: names.update({event["requestId"]: event["request"]["url"]}))
    wire.on("Network.dataReceived", lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}))
    wire.send("Network.enable")
    page.goto(KINDS[kind])
    settled(page).wait_for_load_state("networkidle")
    weights = {urlsplit(names[key]).path: size for key, size in sizes.items()}
    own = {
        path: size
        for path, size in weights.items()
        if not path.startswith(("/static/built/world-", "/static/built/editor-"))
    }
    assert own, "nothing was weighed"
    assert sum(own.values()) < MOST, own
