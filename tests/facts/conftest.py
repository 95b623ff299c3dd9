"""The real graph, parsed once."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from oegyo.build import pipeline
from oegyo.paths import installed_sources


@pytest.fixture(name="graph", scope="session")
def _graph() -> ox.Store:
    return pipeline.load(pipeline.parse(installed_sources(), (), lambda _: None))
