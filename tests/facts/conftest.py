"""The real graph, parsed once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from oegyo.build import pipeline
from oegyo.paths import installed_sources

if TYPE_CHECKING:
    import pyoxigraph as ox


@pytest.fixture(name="graph", scope="session")
def _graph() -> ox.Store:
    return pipeline.load(pipeline.parse(installed_sources(), (), lambda _: None))
