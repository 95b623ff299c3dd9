"""A hub: an entity that more things point to than a page lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from oegyo.config import Settings
from oegyo.engine import EmbeddedEngine, Limits
from oegyo.web.app import create_app
from web.page import read

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask.testing import FlaskClient

    from oegyo.release import Release

KOR = "<https://w3id.org/oegyo/id/state/KOR>"


@pytest.fixture(name="hub")
def _hub(tmp_path: Path, release: Release) -> Iterator[FlaskClient]:
    """The release, and 60 votes of a state in two graphs."""
    path = tmp_path / "votes.nq"
    votes = "".join(
        f"<https://w3id.org/oegyo/id/vote/v{number:02}> <https://w3id.org/oegyo/ontology#voter> {KOR} <http://g/{graph}> .\n"
        for number in range(60)
        for graph in "ab"
    )
    path.write_text(votes, encoding="ascii")
    settings = Settings(release=tmp_path, workers=1)
    engine = EmbeddedEngine([release.graph, path], Limits.of(settings))
    yield create_app(settings, engine, release).test_client()
    engine.close()


def test_a_hub_lists_fifty_of_each_kind_and_says_how_many_there_are(hub: FlaskClient) -> None:
    """Each thing once, in whatever graphs it is said; the rest is a query away."""
    page = read(hub.get("/id/state/KOR.html", headers={"Accept": "text/html"}).text)
    assert "voter 50 of 60" in page.texts("dt")
    listed = [text for text in page.links() if text.startswith("https://w3id.org/oegyo/id/vote/")]
    assert (len(listed), listed[0][-3:], listed[-1][-3:]) == (50, "v00", "v49")
