"""The real graph, parsed once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from oegyo.paths import installed_sources
from oegyo.pipeline.parse import load, parse

if TYPE_CHECKING:
    import pyoxigraph as ox


@pytest.fixture(name="graph", scope="session")
def _graph() -> ox.Store:
    return load(parse(installed_sources(), (), lambda _: None))
