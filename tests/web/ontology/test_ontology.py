"""The ontology as a page and as Turtle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from oegyo.config import Settings
from oegyo.terms.namespaces import TERM
from small_release import client_of, write_quads
from web.http.test_problems import assert_canonical_problem
from web.page import read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient

    from oegyo.release import Release


BROWSER = {"Accept": "text/html"}
MORE = {
    "ontology": """
        oegyo:State rdfs:subClassOf oegyo:Body ; skos:example "state:KOR"@en ;
            skos:scopeNote "<script>alert(1)</script>"@en .
        oegyo:Body a owl:Class ; skos:prefLabel "Body"@en .
        oegyo:startDate schema:domainIncludes oegyo:State ; schema:rangeIncludes xsd:date .
        oegyo:status a owl:ObjectProperty ; skos:prefLabel "status"@en .
        """,
    "alignments": "oegyo:State skos:closeMatch wd:Q3624078, <javascript:alert(1)> . stance:supports skos:exactMatch wd:Q1 .",
    "concepts": """
        stance:disputes a skos:Concept ; skos:inScheme scheme:stance ; skos:prefLabel "<b>disputes</b>"@en .
        scheme:empty a skos:ConceptScheme ; skos:prefLabel "empty"@en, "빈 것"@ko .
        """,
    "shapes": """
        shape:State a sh:NodeShape ; sh:targetClass oegyo:State ;
            sh:property shape:prefLabel, shape:start, shape:code, shape:wise, shape:member, shape:near .
        shape:prefLabel sh:path skos:prefLabel ; sh:minCount 3 ; sh:maxCount 3 ; sh:nodeKind sh:Literal .
        shape:start sh:path oegyo:startDate ; sh:maxCount 1 ; sh:nodeKind sh:Literal .
        shape:code sh:path skos:notation ; sh:datatype xsd:string ; sh:minCount 1 .
        shape:wise sh:path oegyo:status ; sh:nodeKind sh:IRI ; sh:minCount 1 ; sh:maxCount 2 .
        shape:member sh:path oegyo:memberOf ; sh:class oegyo:Body .
        shape:near sh:path schema:near ; sh:minCount 1 ; sh:maxCount 1 .
        """,
}


@pytest.fixture(name="described", scope="module")
def _described(tmp_path_factory: pytest.TempPathFactory, release: Release) -> Iterator[FlaskClient]:
    """A client of the release with shapes, examples and alignments."""
    folder = tmp_path_factory.mktemp("described")
    more = {"sh": "http://www.w3.org/ns/shacl#", "shape": "https://w3id.org/oegyo/shapes#"}
    file = write_quads(folder / "more.nq", MORE, more)
    with client_of(Settings(release=folder, workers=1), release, file) as client:
        yield client


def test_the_page_lists_every_term_with_its_definition(client: FlaskClient) -> None:
    """Classes, properties and concept schemes, each where its IRI leads."""
    response = client.get("/ontology", headers={**BROWSER, "Accept-Language": "ko"})
    assert response.status_code == 200
    page = read(response.text)
    assert page.texts("h2") == ["클래스 1", "속성 1", "개념 체계 1"]
    assert page.texts("h3") == ["국가 State 그래프에 2개", "시작일 startDate 사용 1회"]
    assert [section.attributes.get("id") for section in page.all("section")] == ["State", "startDate"]
    assert "A State is a state." in page.texts("p")
    assert page.in_language("A State is a state.") == "en"
    assert page.links()["stance"] == "/concept/stance"
    assert page.alternates()["text/turtle"] == "/ontology.ttl"


def test_every_anchor_is_there_once(described: FlaskClient) -> None:
    """A property and a concept scheme may have one name."""
    page = read(described.get("/ontology", headers=BROWSER).text)
    anchors = [one.attributes["id"] for one in page.elements if "id" in one.attributes]
    assert len(anchors) == len(set(anchors))
    leading = {one.attributes["href"] for one in page.all("a") if one.attributes["href"].startswith("#")}
    assert {address[1:] for address in leading} <= set(anchors)
    assert {"State", "Body", "startDate", "status", "scheme-stance"} <= set(anchors)


def test_the_uses_are_those_of_the_graph(described: FlaskClient) -> None:
    """Things of the class, and triples with the property."""
    page = read(described.get("/ontology", headers=BROWSER).text)
    assert page.texts("h3") == [
        "Body Body 0 in the graph",
        "State State 2 in the graph",
        "start date startDate uses: 1",
        "status status uses: 0",
    ]
    for pattern, total in (("?s a oegyo:State", 2), ("?s oegyo:startDate ?o", 1)):
        query = f"PREFIX oegyo: <{TERM}> SELECT (COUNT(*) AS ?n) {{ {pattern} }}"
        asked = described.get("/sparql", query_string={"query": query}, headers={"Accept": "text/csv"})
        assert asked.text.split()[1] == str(total)


def test_a_class_says_what_each_thing_of_it_has(described: FlaskClient) -> None:
    """In words: how many, and of which kind, by the shape or else by the property."""
    page = read(described.get("/ontology", headers=BROWSER).text)
    body = page.texts("td")
    heads = [" ".join(one.text.split()) for one in page.all("th") if one.attributes.get("scope") == "row"]
    shape = dict(zip(heads, zip(body[::2], body[1::2], strict=False), strict=False))
    assert {name: shape[name] for name in heads[:6]} == {
        "oegyo:memberOf": ("any number", "Body"),
        "schema:near": ("exactly 1", "–"),
        "skos:notation": ("at least 1", "xsd:string"),
        "skos:prefLabel": ("exactly 3", "a text, a number or a date"),
        "start date": ("at most 1", "xsd:date"),
        "status": ("1 to 2", "a thing"),
    }


def test_a_term_says_what_it_is_like_elsewhere(described: FlaskClient) -> None:
    """Linked where a link is safe to follow; a hostile note is text."""
    text = described.get("/ontology", headers=BROWSER).text
    page = read(text)
    assert page.links()["wd:Q3624078"] == "http://www.wikidata.org/entity/Q3624078"
    assert {"kind of", "example", "note", "nearly the same elsewhere"} <= set(page.texts("dt"))
    assert not any(one.attributes["href"].startswith("javascript:") for one in page.all("a"))
    assert "<script>alert" not in text


def test_a_scheme_lists_its_concepts(described: FlaskClient) -> None:
    """With definitions, how often the facts name each, and what is the same elsewhere."""
    page = read(described.get("/concept/stance.html?lang=ko", headers=BROWSER).text)
    assert page.texts("h1") == ["stance"]
    assert page.all("h1")[0].attributes["lang"] == "en"
    heads = [" ".join(one.text.split()) for one in page.all("th") if one.attributes.get("scope") == "row"]
    assert heads == ["<b>disputes</b>disputes", "뒷받침supports"]
    numbers = [one.text for one in page.all("td") if one.attributes.get("class") == "number"]
    assert numbers == ["0", "1"]
    assert page.links()["뒷받침"] == "/concept/stance/supports?lang=ko"
    assert page.links()["wd:Q1"] == "http://www.wikidata.org/entity/Q1"
    assert page.alternates()["text/turtle"] == "/concept/stance.ttl"
    assert "The passage says the same." in page.texts("p")


def test_a_scheme_is_found_where_its_iri_leads(described: FlaskClient) -> None:
    """A browser at the page, a program at the data; a concept still has a page of its own."""
    response = described.get("/concept/stance", headers=BROWSER)
    assert (response.status_code, response.headers["Location"]) == (303, "/concept/stance.html")
    assert described.get("/concept/stance.ttl").status_code == 200
    assert described.get("/concept/stance/supports.html", headers=BROWSER).status_code == 200
    assert "없음." in read(described.get("/concept/empty.html?lang=ko", headers=BROWSER).text).texts("p")


@pytest.mark.parametrize("name", ["nothing", "a b", "%3Cscript%3E", "x>y", "stance%5C"])
def test_a_scheme_that_is_not_there_is_said_so(described: FlaskClient, name: str) -> None:
    """Whatever its name is made of."""
    assert_canonical_problem(described.get(f"/concept/{name}.html"), 404, "not-found")


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
