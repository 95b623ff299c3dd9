"""What the fuzz tests share: a small graph and the release it is in, an engine with limits that are soon met, and profiles.

A run of the whole suite spends a few seconds here. ``pytest tests/fuzz --hypothesis-profile=long`` looks for an hour.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from oegyo.config import Settings
from oegyo.engine import EmbeddedEngine, Limits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oegyo.release import Release

settings.register_profile("long", max_examples=20_000, print_blob=True)


@pytest.fixture(name="settings", scope="session")
def _settings(release: Release) -> Settings:
    """Limits that many a random query meets."""
    return Settings(
        release=release.path.parent,
        deadline=0.3,
        patience=0.1,
        worker_memory=1 << 27,
        result_size=100_000,
        query_size=5_000,
        cache_size=100_000,
    )


@pytest.fixture(name="engine", scope="session")
def _engine(release: Release, settings: Settings) -> Iterator[EmbeddedEngine]:
    """An engine over the release."""
    engine = EmbeddedEngine([release.graph], Limits.of(settings))
    yield engine
    engine.close()
