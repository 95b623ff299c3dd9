"""The first page, and a server without a release."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from web.page import read
from web.test_problems import assert_canonical_problem

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from oegyo.release import Release

BROWSER = {"Accept": "text/html,*/*;q=0.8"}


def test_the_first_page_says_what_is_here(client: FlaskClient, release: Release) -> None:
    """With the numbers of this release and a way to each part."""
    page = read(client.get("/", headers=BROWSER).text)
    assert {"/queries/", "/sparql", "/ontology", "/download/"} <= set(page.links().values())
    rows = dict(zip(*[iter(page.texts("td")[:-1])] * 2, strict=True))
    assert rows == {name: f"{count:,}" for name, count in release.triples.items()}
    assert page.texts("td")[-1] == f"{sum(release.triples.values()):,}"
    assert page.links()["Since when has a state been a member?"] == "/queries/member-since"


def test_the_example_on_the_first_page_is_answered(client: FlaskClient) -> None:
    """It is the first query that many will run."""
    page = read(client.get("/", headers={**BROWSER, "Accept-Language": "ko"}).text)
    (example,) = page.all("textarea")
    response = client.get("/sparql", query_string={"query": example.text, "format": "csv"})
    assert response.text.splitlines()[1:] == [
        "https://w3id.org/oegyo/id/state/KOR,대한민국",
        "https://w3id.org/oegyo/id/state/PRK,조선민주주의인민공화국",
    ]


def test_the_style_is_one_small_file_of_our_own(client: FlaskClient) -> None:
    """Nothing is fetched from anywhere else."""
    page = read(client.get("/", headers=BROWSER).text)
    (style,) = (link.attributes["href"] for link in page.all("link") if link.attributes["rel"] == "stylesheet")
    assert len(client.get(style).data) < 4096
    assert [link for link in page.links().values() if link.startswith("http")] == [
        "https://creativecommons.org/licenses/by/4.0/"
    ]


@pytest.mark.parametrize("address", ["/queries/", "/id/state/KOR", "/concept/stance", "/ontology.ttl", "/download/", "/x"])
def test_without_a_release_the_pages_of_one_are_not_there(bare_client: FlaskClient, address: str) -> None:
    """404, and how to have them."""
    problem = assert_canonical_problem(bare_client.get(address), 404, "not-found")
    assert problem["advice"] == "Start it without --data to serve the pages of Oegyo."


def test_without_a_release_queries_are_answered(bare_client: FlaskClient) -> None:
    """Over whatever the engine holds, for programs and on pages that link nothing that is not there."""
    assert bare_client.get("/sparql?query=ASK%7B%7D").get_json() == {"head": {}, "boolean": True}
    assert set(read(bare_client.get("/", headers=BROWSER).text).links().values()) == {"#content", "/", "/sparql"}
    query = "SELECT * { <https://w3id.org/oegyo/id/state/KOR> a ?class }"
    page = read(bare_client.get("/sparql", query_string={"query": query}, headers=BROWSER).text)
    assert page.links()["https://w3id.org/oegyo/ontology#State"] == "https://w3id.org/oegyo/ontology#State"
