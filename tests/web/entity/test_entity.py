"""Entities at their own addresses: redirects, RDF and pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from small_release import PREFIXES
from web.page import Page, read

if TYPE_CHECKING:
    from flask.testing import FlaskClient

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
BASE = "https://w3id.org/oegyo/"


@pytest.mark.parametrize(
    ("accept", "extension"),
    [
        (None, "ttl"),
        ("*/*", "ttl"),
        ("text/turtle", "ttl"),
        ("application/n-triples", "nt"),
        ("text/plain", "nt"),
        ("application/ld+json", "jsonld"),
        ("application/rdf+xml", "rdf"),
        ("application/rdf+xml;q=0.5, application/ld+json;q=0.9", "jsonld"),
        ("text/html", "html"),
        (BROWSER["Accept"], "html"),
    ],
)
@pytest.mark.parametrize("path", ["id/state/KOR", "concept/stance/supports", "concept/stance"])
def test_an_entity_is_elsewhere_in_the_form_a_client_can_read(
    client: FlaskClient, path: str, accept: str | None, extension: str
) -> None:
    """303: the thing is not the document about it."""
    response = client.get(f"/{path}", headers={"Accept": accept} if accept else {})
    assert (response.status_code, response.headers["Location"]) == (303, f"/{path}.{extension}")
    assert "Accept" in response.vary
    assert client.get(response.headers["Location"]).status_code == 200


def test_the_redirect_keeps_the_language_that_was_chosen(client: FlaskClient) -> None:
    """And nothing else of the address."""
    response = client.get("/id/state/KOR?lang=ko&x=1", headers=BROWSER)
    assert response.headers["Location"] == "/id/state/KOR.html?lang=ko"


def test_an_encoded_address_is_the_same_address(client: FlaskClient) -> None:
    """Nothing is decoded twice."""
    assert client.get("/id/state/%4BOR.ttl").status_code == 200
    assert client.get("/id/state/%254BOR.ttl").status_code == 404


RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"
MEMBERSHIP = f"""\
<{BASE}id/evidence/membership-KOR-UN--note-0-40> <{RDF}type> <{BASE}ontology#Evidence> .
<{BASE}id/evidence/membership-KOR-UN--note-0-40> <{BASE}ontology#onProperty> <{BASE}ontology#startDate> .
<{BASE}id/evidence/membership-KOR-UN--note-0-40> <{BASE}ontology#passage> <{BASE}id/passage/note-0-40> .
<{BASE}id/evidence/membership-KOR-UN--note-0-40> <{BASE}ontology#reportedValue> "1991"^^<{XSD}gYear> .
<{BASE}id/evidence/membership-KOR-UN--note-0-40> <{BASE}ontology#stance> <{BASE}concept/stance/supports> .
<{BASE}id/membership/KOR-UN> <{RDF}type> <{BASE}ontology#Membership> .
<{BASE}id/membership/KOR-UN> <http://www.w3.org/ns/org#member> <{BASE}id/state/KOR> .
<{BASE}id/membership/KOR-UN> <http://www.w3.org/ns/org#organization> <{BASE}id/organization/UN> .
<{BASE}id/membership/KOR-UN> <{BASE}ontology#evidence> <{BASE}id/evidence/membership-KOR-UN--note-0-40> .
<{BASE}id/membership/KOR-UN> <{BASE}ontology#startDate> "1991-09-17"^^<{XSD}date> .
<{BASE}id/passage/note-0-40> <{RDF}type> <{BASE}ontology#Passage> .
<{BASE}id/passage/note-0-40> <http://www.w3.org/2000/01/rdf-schema#comment> "Korea joined in 1991."@en .
<{BASE}id/passage/note-0-40> <{BASE}ontology#inSource> <{BASE}id/source/note> .
<{BASE}id/passage/note-0-40> <{BASE}ontology#position> "char=0,40" .
<{BASE}id/passage/note-0-40> <{BASE}ontology#section> "Paragraph 1" .
"""


def test_the_rdf_of_a_record_holds_its_evidence_and_passages(client: FlaskClient) -> None:
    """One file that explains itself, in one order every time."""
    response = client.get("/id/membership/KOR-UN.nt")
    assert (response.content_type, response.text) == ("application/n-triples", MEMBERSHIP)


@pytest.mark.parametrize(
    ("extension", "content_type"),
    [
        ("ttl", "text/turtle; charset=utf-8"),
        ("jsonld", "application/ld+json"),
        ("rdf", "application/rdf+xml"),
    ],
)
def test_each_form_of_rdf_holds_the_same_triples(client: FlaskClient, extension: str, content_type: str) -> None:
    """Under its own media type, whatever the client says it accepts."""
    response = client.get(f"/id/membership/KOR-UN.{extension}", headers={"Accept": "image/png"})
    assert (response.status_code, response.content_type) == (200, content_type)
    form = ox.RdfFormat.from_extension(extension)
    assert form is not None
    found = {quad.triple for quad in ox.parse(response.data, format=form)}
    assert found == {quad.triple for quad in ox.parse(MEMBERSHIP, format=ox.RdfFormat.N_TRIPLES)}


def test_turtle_declares_the_prefixes_it_uses_and_no_other(client: FlaskClient) -> None:
    """From the release."""
    lines = client.get("/id/state/KOR.ttl").text.splitlines()
    declared = {line.split()[1].rstrip(":") for line in lines if line.startswith("@prefix")}
    assert declared == {"oegyo", "organization", "skos", "state", "wd"}
    assert declared < set(PREFIXES)


def page(client: FlaskClient, address: str, language: str = "en") -> Page:
    """The page at ``address`` for a reader of ``language``."""
    response = client.get(address, headers={**BROWSER, "Accept-Language": language})
    assert response.status_code == 200
    return read(response.text)


@pytest.mark.parametrize(
    ("address", "language", "heading", "lang"),
    [
        ("/id/state/KOR.html", "en", "Republic of Korea", "en"),
        ("/id/state/KOR.html", "ko-KR,ko;q=0.9,en;q=0.8", "대한민국", "ko"),
        ("/id/state/KOR.html", "vi", "Đại Hàn Dân Quốc", "vi"),
        ("/id/state/KOR.html", "fr", "Republic of Korea", "en"),
        ("/id/state/KOR.html?lang=vi", "ko", "Đại Hàn Dân Quốc", "vi"),
        ("/id/state/KOR.html?lang=xx", "ko", "대한민국", "ko"),
        ("/id/state/KOR.html?lang=%FF", "ko", "대한민국", "ko"),
        ("/id/state/PRK.html", "en", "조선민주주의인민공화국", "ko"),
        ("/id/organization/UN.html", "ko", "United Nations", "en"),
    ],
)
def test_the_heading_follows_the_language_rule(
    client: FlaskClient, address: str, language: str, heading: str, lang: str
) -> None:
    """Marked as the language it is in, which need not be the one asked for."""
    found = page(client, address, language)
    assert found.texts("h1") == [heading]
    assert found.in_language(heading) == lang
    assert found.texts("title") == [f"{heading} – Oegyo"]


def test_a_thing_without_a_name_goes_by_the_end_of_its_iri(client: FlaskClient) -> None:
    """In no language."""
    found = page(client, "/id/membership/KOR-UN.html")
    assert found.texts("h1") == ["KOR-UN"]
    assert "lang" not in found.all("h1")[0].attributes


def test_a_record_shows_its_facts_and_links_them_here(client: FlaskClient) -> None:
    """By name, to the path on this host."""
    found = page(client, "/id/membership/KOR-UN.html", "vi")
    assert found.texts("dt") == ["member", "organization", "ngày bắt đầu"]
    assert found.texts("dd")[:2] == ["Đại Hàn Dân Quốc", "United Nations"]
    assert "17 tháng 9" in found.texts("dd")[2]
    assert found.links()["Đại Hàn Dân Quốc"] == "/id/state/KOR"
    assert found.in_language("Paragraph 1") == "en"


def test_the_evidence_on_a_value_stands_beside_it(client: FlaskClient) -> None:
    """What the passage says, how it bears on the value, what the source gives instead, and where it stands."""
    found = page(client, "/id/membership/KOR-UN.html")
    (disclosure,) = [one for one in found.all("details") if one.attributes.get("class") == "sources"]
    assert " ".join(disclosure.text.split()) == (
        "1 source Korea joined in 1991. supports; the source gives: 1991 A note, Paragraph 1, characters 0 to 40 · passage"
    )
    assert found.texts("dd")[2].startswith("17 September 1991 1 source")
    assert found.links()["A note"] == "/id/source/note"
    assert found.links()["passage"] == "/id/passage/note-0-40"
    assert found.links()["supports"] == "/concept/stance/supports"
    assert found.links()["start date"] == "/ontology#startDate"


def test_a_page_names_its_other_forms(client: FlaskClient) -> None:
    """For programs that read the head of a page."""
    assert page(client, "/id/state/KOR.html").alternates() == {
        "text/turtle": "/id/state/KOR.ttl",
        "application/n-triples": "/id/state/KOR.nt",
        "application/ld+json": "/id/state/KOR.jsonld",
        "application/rdf+xml": "/id/state/KOR.rdf",
    }


def test_a_chosen_language_stays_from_page_to_page(client: FlaskClient) -> None:
    """Every link to a page here carries it on, before the place in the page."""
    links = page(client, "/id/membership/KOR-UN.html?lang=ko").links()
    assert links["대한민국"] == "/id/state/KOR?lang=ko"
    assert links["시작일"] == "/ontology?lang=ko#startDate"
    assert links["Tiếng Việt"] == "?lang=vi"


def test_hostile_data_is_harmless(client: FlaskClient) -> None:
    """A script stays text, and an IRI that is one is no link."""
    found = page(client, "/id/statement/hostile.html")
    assert [one.attributes.get("type") for one in found.all("script")] == ["application/ld+json"]
    assert "<script>alert(1)</script>" in found.texts("li")
    assert "javascript:alert(1)" in found.texts("li")
    assert [href for href in found.links().values() if href.startswith("javascript:")] == []
    assert found.links()["https://example.org/?a=1&b=2"] == "https://example.org/?a=1&b=2"
