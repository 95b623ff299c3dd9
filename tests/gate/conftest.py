"""The gate is tried over the small release of the web's tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fuzz.driver import Driver
from oegyo.gate.front import Front
from web.conftest import _app, _client, _engine, _release, _settings  # noqa: F401 - fixtures

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oegyo.config import Settings
    from oegyo.release import Release


@pytest.fixture(name="front", scope="session")
def _front(settings: Settings, release: Release) -> Iterator[Driver]:
    """A front over the release, which what is only asked of it does not change."""
    driver = Driver(Front(settings, [release.graph], release), settings)
    yield driver
    driver.close()
