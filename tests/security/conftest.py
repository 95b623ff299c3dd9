"""The front over a small release, asked in this process, and the server as anyone runs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fuzz.driver import Driver
from gate.test_live_server import running
from oegyo.config import Settings
from oegyo.gate.front import Front

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oegyo.release import Release


@pytest.fixture(name="settings", scope="session")
def _settings(release: Release) -> Settings:
    """Limits that are soon met."""
    return Settings(
        release=release.path.parent,
        deadline=300.0,
        worker_memory=1 << 28,
        result_size=100_000,
        query_size=200_000,
        cache_size=1_000_000,
    )


@pytest.fixture(name="front", scope="session")
def _front(settings: Settings, release: Release) -> Iterator[Driver]:
    """The front over the release."""
    driver = Driver(Front(settings, [release.graph], release), settings)
    yield driver
    driver.close()


@pytest.fixture(name="base", scope="session")
def _base(release: Release) -> Iterator[str]:
    """The address of a server in another process."""
    with running(release) as (_, port, _):
        yield f"http://127.0.0.1:{port}"
