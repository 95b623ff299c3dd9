"""Queries of every kind, which the pages of saved queries are tried on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from web.entity.portal import serve_portal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient

    from oegyo.config import Settings


@pytest.fixture(name="portal", scope="session")
def _portal(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A client of the application over the small release and more."""
    with serve_portal(settings, tmp_path_factory.mktemp("portal")) as client:
        yield client
