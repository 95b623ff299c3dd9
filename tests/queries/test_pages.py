"""The pages of the saved queries over the real graph."""

from __future__ import annotations

import gzip
import re
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from oegyo.config import Settings
from oegyo.engine import EmbeddedEngine, Limits
from oegyo.paths import installed_sources
from oegyo.terms.vocabularies import CSVW
from oegyo.web.app import create_app
from oegyo.web.home import routes as home
from oegyo.web.reading.families import FAMILIES
from web.page import read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient

    from oegyo.release import Release

SLUGS = sorted(path.stem for path in installed_sources().queries.glob("*.rq"))
LARGEST = 100_000
"""Bytes of the longest page as it is sent."""


@pytest.fixture(name="client", scope="module")
def _client(release: Release, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    settings = Settings(release=tmp_path_factory.mktemp("unused"), workers=1, deadline=300.0)
    engine = EmbeddedEngine([release.graph], Limits.of(settings))
    yield create_app(settings, engine, release).test_client()
    engine.close()


@pytest.fixture(name="headings", scope="module")
def _headings() -> set[str]:
    """The variables that have a heading."""
    path = installed_sources().ontology / "presentation" / "columns.ttl"
    triples = (quad.triple for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE))
    return {triple.object.value for triple in triples if triple.predicate == ox.NamedNode(CSVW + "name")}


@pytest.mark.parametrize(("number", "slug"), list(enumerate(SLUGS)), ids=SLUGS)
def test_every_page_is_there_and_light(client: FlaskClient, headings: set[str], number: int, slug: str) -> None:
    """Each in one of the languages in turn, well formed, with rows, readable headings and the figure it asks for."""
    language = ("en", "ko", "vi")[number % 3]
    response = client.get(f"/queries/{slug}?lang={language}", headers={"Accept": "text/html"})
    assert response.status_code == 200
    assert len(gzip.compress(response.data)) < LARGEST
    page = read(response.text)
    columns = {cell.attributes["data-column"] for cell in page.all("th") if "data-column" in cell.attributes}
    assert columns <= {*headings, "predicate", "object"}
    for figure in page.all("figure"):
        roles = {"data-x", "data-y", "data-series", "data-label", "data-lat", "data-lon", "data-from", "data-to"}
        assert {figure.attributes[role] for role in roles & set(figure.attributes)} <= columns
    assert page.all("td") or page.all("dd")


def test_every_family_has_a_name_and_questions(client: FlaskClient) -> None:
    """No query is left to a family of its own."""
    page = read(client.get("/queries/?lang=en", headers={"Accept": "text/html"}).text)
    assert [heading.attributes["id"] for heading in page.all("h2")] == list(FAMILIES)


def test_behind_each_number_of_the_first_page_stands_a_row_for_each(client: FlaskClient) -> None:
    """The question that it leads to says the same number; so do the table beneath the map and the list of the questions."""
    page = read(client.get("/?lang=en", headers={"Accept": "text/html"}).text)
    leading = [(re.match(r"([\d,]+) ", link.text), link.attributes["href"]) for link in page.all("a")]
    numbers = [(found[1], address) for found, address in leading if found and address.startswith("/queries/")]
    assert len(numbers) == len(home.NUMBERS)
    for number, address in numbers:
        (caption,) = read(client.get(address, headers={"Accept": "text/html"}).text).texts("caption")
        assert caption == f"{number} rows", address
    assert numbers[0][0] == str(len(page.all("tr")) - 1)
    assert page.links()[f"All {len(SLUGS)} questions"] == "/queries/?lang=en"
