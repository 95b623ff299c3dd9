"""What holds for every test, and what all the processes of one run share."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, settings

from oegyo.paths import installed_sources
from oegyo.pipeline import stages
from oegyo.release import Release

if TYPE_CHECKING:
    from pathlib import Path

pytest_plugins = ["small_release"]

# How long an example takes, or the making of it, says how busy the machine is; it must not decide what a test says.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


@pytest.fixture(name="shared", scope="session")
def _shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that is one for all the processes of a run (``-n``); each has only folders of its own otherwise."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(name="published", scope="session")
def _published(shared: Path) -> Release:
    """The release of the real graph: the first process that needs it builds it, the others wait and read."""
    with FileLock(shared / "published.lock"):
        releases = shared / "published"
        return Release.current(releases) or stages.build(installed_sources(), releases, lambda _: None)
