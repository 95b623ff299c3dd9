"""Clients of the application over the small release, with a little more than it or with less."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from oegyo.web.app import create_app
from small_release import client_of
from web.relations import FACTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient

    from oegyo.config import Settings
    from oegyo.engine import EmbeddedEngine
    from oegyo.release import Release


@pytest.fixture(name="related", scope="session")
def _related(settings: Settings, release: Release, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A client of the application over the release and some relations beside it."""
    path = tmp_path_factory.mktemp("facts") / "facts.ttl"
    path.write_text(FACTS, encoding="utf-8")
    with client_of(settings, release, path) as client:
        yield client


@pytest.fixture(name="bare_client")
def _bare_client(settings: Settings, engine: EmbeddedEngine) -> FlaskClient:
    """A client of a server that was started over other people's files."""
    return create_app(settings, engine, None).test_client()
