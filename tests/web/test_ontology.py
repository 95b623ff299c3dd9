"""The ontology as a page and as Turtle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from web.page import read

if TYPE_CHECKING:
    from flask.testing import FlaskClient


def test_the_page_lists_every_term_with_its_definition(client: FlaskClient) -> None:
    """Classes, properties and concepts, each where its IRI leads."""
    response = client.get("/ontology", headers={"Accept": "text/html", "Accept-Language": "ko"})
    assert response.status_code == 200
    page = read(response.text)
    assert page.texts("h2") == ["Classes 1", "Properties 1", "Concept schemes 1"]
    assert page.texts("h3") == ["국가 State", "시작일 startDate", "stance"]
    assert [section.attributes.get("id") for section in page.all("section")] == ["State", "startDate", None]
    assert "A State is a state." in page.texts("p")
    assert page.links()["뒷받침"] == "/concept/stance/supports"
    assert page.texts("dd") == ["The passage says the same."]
    assert page.alternates() == {"text/turtle": "/ontology.ttl"}


@pytest.mark.parametrize("accept", ["*/*", "text/turtle", "text/turtle;q=0.5, image/png", "text/turtle, text/html;q=0.9"])
def test_a_program_is_sent_to_the_turtle(client: FlaskClient, accept: str) -> None:
    """The IRIs of the terms lead here."""
    response = client.get("/ontology", headers={"Accept": accept})
    assert (response.status_code, response.headers["Location"]) == (303, "/ontology.ttl")


@pytest.mark.parametrize("name", ["ontology", "shapes"])
def test_the_turtle_is_the_file_of_the_release(client: FlaskClient, name: str) -> None:
    """By the byte."""
    response = client.get(f"/{name}.ttl")
    assert (response.content_type, response.text) == ("text/turtle; charset=utf-8", f"# {name}\n")
    assert response.data == client.get(f"/download/{name}.ttl").data
