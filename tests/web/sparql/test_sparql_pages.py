"""``/sparql`` in a browser, and the description of the service for programs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox
import pytest

from oegyo.terms.vocabularies import TYPE
from oegyo.web.reading import table
from web.page import Page, read

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from oegyo.release import Release

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


def page(client: FlaskClient, **parameters: str | list[str]) -> Page:
    """The page for a browser that sent the form."""
    response = client.get("/sparql", query_string=parameters, headers=BROWSER)
    assert (response.status_code, response.content_type) == (200, "text/html; charset=utf-8")
    return read(response.text)


def test_without_a_query_a_browser_is_shown_a_form(client: FlaskClient) -> None:
    """One that works without a script, with an example that runs and questions to start from."""
    found = page(client)
    (form,) = found.all("form")
    assert form.attributes == {"class": "query", "action": "/sparql", "method": "get"}
    (example,) = found.all("textarea")
    assert client.get("/sparql", query_string={"query": example.text}).status_code == 200
    assert found.links()["Who is a member of what?"] == "/queries/members"
    assert found.all("script") == []


def test_every_format_of_the_form_is_answered(client: FlaskClient) -> None:
    """What it offers is what there is."""
    names = [option.attributes["value"] for option in page(client).all("option")]
    assert names == ["html", "json", "xml", "csv", "tsv", "turtle", "ntriples", "jsonld", "rdfxml"]
    query = {True: "ASK {}", False: "CONSTRUCT WHERE { ?s ?p ?o }"}
    for name in names:
        rows = name in {"html", "json", "xml", "csv", "tsv"}
        assert client.get("/sparql", query_string={"query": query[rows], "format": name}).status_code == 200


@pytest.mark.parametrize("given", ["format=html", "format=text/html", "output=HTML", "Accept=text/html"])
@pytest.mark.parametrize("accept", ["*/*", "text/csv", "text/html"])
def test_a_page_can_be_asked_for_by_a_parameter(client: FlaskClient, given: str, accept: str) -> None:
    """As any other format, whatever the header says."""
    response = client.get(f"/sparql?query=ASK%7B%7D&{given}", headers={"Accept": accept})
    assert (response.status_code, response.mimetype) == (200, "text/html")


@pytest.mark.parametrize("query", ["", "\n", "\ufeff"])
def test_an_empty_query_is_shown_the_form_again(client: FlaskClient, query: str) -> None:
    """With what is wrong in words."""
    response = client.get("/sparql", query_string={"query": query}, headers={"Accept": "text/html"})
    found = read(response.text)
    assert response.status_code == 400
    assert "The query is empty." in found.texts("p")
    assert len(found.all("textarea")) == 1


def test_rows_are_a_table(client: FlaskClient) -> None:
    """The variables in the order of the query, names short, links to pages here, and what is unbound empty."""
    query = "SELECT ?one ?two ?three { VALUES (?one ?two ?three) { (<https://w3id.org/oegyo/id/state/KOR> 7 UNDEF) } }"
    found = page(client, query=query)
    assert (found.texts("th"), found.texts("td")) == (["one", "two", "three"], ["state:KOR", "7", ""])
    assert found.links()["state:KOR"] == "/id/state/KOR"
    assert "1 row." in found.texts("p")
    assert found.all("textarea")[0].text == query


@pytest.mark.parametrize(
    ("query", "columns"),
    [
        ("SELECT * { VALUES (?s ?p ?o) { (1 2 3) } }", ["s", "p", "o"]),
        ("PREFIX x: <x:y> select distinct * { VALUES (?z ?y ?x) { (1 2 3) } }", ["z", "y", "x"]),
        ("SELECT ?o ?s { VALUES (?s ?p ?o) { (1 2 3) } }", ["o", "s"]),
        ("SELECT (?b AS ?a) ?b { VALUES ?b { 1 } } # SELECT *", ["a", "b"]),
    ],
)
def test_the_columns_of_select_star_are_in_the_order_of_the_query(
    client: FlaskClient, query: str, columns: list[str]
) -> None:
    """The engine has another; where the query names them, it is left alone."""
    assert page(client, query=query).texts("th") == columns


def test_a_query_that_failed_is_there_to_be_put_right(client: FlaskClient) -> None:
    """Beside what is wrong with it."""
    query = "SELECT * { ?s ex:p </textarea> }"
    response = client.get("/sparql", query_string={"query": query}, headers=BROWSER)
    found = read(response.text)
    assert response.status_code == 400
    assert "The prefix ex: is not declared." in found.texts("p")
    assert found.all("textarea")[0].text == query


@pytest.mark.parametrize(
    ("query", "answer"),
    [("ASK {}", "The answer is yes (true)."), ("ASK { <x:y> ?p 1 }", "The answer is no (false).")],
)
def test_a_boolean_is_a_word(client: FlaskClient, query: str, answer: str) -> None:
    """Yes or no."""
    assert answer in page(client, query=query).texts("p")


def test_triples_are_a_table(client: FlaskClient) -> None:
    """Of subject, predicate and object, with links to the formats that hold triples."""
    found = page(client, query="CONSTRUCT WHERE { ?s <https://w3id.org/oegyo/ontology#memberOf> ?o }")
    assert found.texts("th") == ["subject", "predicate", "object"]
    assert found.texts("td") == ["state:KOR", "oegyo:memberOf", "organization:UN"]
    assert "1 triple." in found.texts("p")
    assert {"Turtle", "RDF/XML"} <= set(found.links())
    assert "text/csv" not in found.links()


def test_the_whole_answer_is_a_link_away(client: FlaskClient) -> None:
    """The same query over the same graphs, in each format that holds it."""
    graphs = [f"https://w3id.org/oegyo/graph/{name}" for name in ("facts", "sources")]
    query = "SELECT ?s { ?s a <https://w3id.org/oegyo/ontology#State> } ORDER BY ?s"
    found = page(client, query=query, **{"default-graph-uri": graphs})
    address = found.links()["CSV"]
    assert parse_qs(urlsplit(address).query) == {"query": [query], "default-graph-uri": graphs, "format": ["csv"]}
    states = [f"https://w3id.org/oegyo/id/state/{code}" for code in ("KOR", "PRK")]
    assert client.get(address).text.split("\r\n")[1:-1] == states
    hidden = [(one.attributes["name"], one.attributes["value"]) for one in found.all("input")]
    assert hidden == [("default-graph-uri", graph) for graph in graphs]


def test_a_long_answer_is_shown_in_part_and_says_so(client: FlaskClient) -> None:
    """How many of how many; the files hold them all."""
    query = "SELECT ?s { VALUES ?a { 1 2 3 4 5 6 } ?s <http://www.w3.org/ns/shacl#order> ?o . ?x a ?z }"
    total = len(client.get("/sparql", query_string={"query": query, "format": "csv"}).text.split("\r\n")) - 2
    found = page(client, query=query)
    assert total > table.SHOWN
    assert f"1,000 of {total:,} rows." in found.texts("p")
    assert len(found.all("td")) == table.SHOWN


def test_hostile_answers_are_harmless(client: FlaskClient) -> None:
    """A script stays text, and only http and https are links."""
    values = "'<script>alert(1)</script>' <javascript:alert(1)> <https://example.org/>"
    query = f"SELECT ?text ?iri ?link {{ VALUES (?text ?iri ?link) {{ ({values}) }} }}"
    found = page(client, query=query)
    assert found.texts("td") == ["<script>alert(1)</script>", "javascript:alert(1)", "https://example.org/"]
    assert found.all("script") == []
    assert "javascript:alert(1)" not in found.links().values()
    assert found.links()["https://example.org/"] == "https://example.org/"


def test_a_query_cannot_leave_its_box(client: FlaskClient) -> None:
    """What was written is shown again, as text."""
    query = "ASK {} # </textarea><script>alert(1)</script>"
    found = page(client, query=query)
    assert found.all("textarea")[0].text == query
    assert found.all("script") == []


SD = "http://www.w3.org/ns/sparql-service-description#"


@pytest.mark.parametrize(
    ("accept", "content_type", "form"),
    [
        ("*/*", "text/turtle; charset=utf-8", ox.RdfFormat.TURTLE),
        ("text/turtle", "text/turtle; charset=utf-8", ox.RdfFormat.TURTLE),
        ("application/n-triples", "application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("application/rdf+xml", "application/rdf+xml", ox.RdfFormat.RDF_XML),
        ("application/ld+json", "application/ld+json", ox.RdfFormat.JSON_LD),
    ],
)
def test_without_a_query_a_program_is_told_what_the_service_can_do(
    client: FlaskClient, release: Release, accept: str, content_type: str, form: ox.RdfFormat
) -> None:
    """SPARQL 1.1 Service Description, in the RDF it asks for."""
    response = client.get("/sparql", headers={"Accept": accept}, base_url="https://example.org")
    assert (response.status_code, response.content_type) == (200, content_type)
    store = {quad.triple for quad in ox.parse(response.data, format=form)}
    service = ox.NamedNode("https://example.org/sparql")

    def values(name: str) -> set[str]:
        return {str(one.object).strip("<>") for one in store if one.predicate == ox.NamedNode(SD + name)}

    assert ox.Triple(service, TYPE, ox.NamedNode(SD + "Service")) in store
    assert values("endpoint") == {service.value}
    assert values("supportedLanguage") == {SD + "SPARQL11Query"}
    assert values("feature") == {SD + "UnionDefaultGraph"}
    formats = "SPARQL_Results_JSON SPARQL_Results_XML SPARQL_Results_CSV SPARQL_Results_TSV Turtle N-Triples JSON-LD RDF_XML"
    assert values("resultFormat") == {f"http://www.w3.org/ns/formats/{name}" for name in formats.split()}
    assert values("name") == {f"https://w3id.org/oegyo/graph/{name}" for name, count in release.triples.items() if count}
    assert len(values("defaultDataset")) == len(values("defaultGraph")) == 1


@pytest.mark.parametrize("accept", ["application/sparql-results+json", "text/csv", "image/png"])
def test_a_program_that_wants_rows_is_told_that_it_sent_no_query(client: FlaskClient, accept: str) -> None:
    """The description of the service is no answer to it."""
    response = client.get("/sparql", headers={"Accept": accept})
    assert response.status_code == 400
    assert response.get_json(force=True)["detail"] == "There is no query."


def test_a_graph_that_holds_nothing_is_not_described(client: FlaskClient, release: Release) -> None:
    """The others are, each with the number of its triples, and the default graph with that of them all."""
    text = client.get("/sparql", headers={"Accept": "application/n-triples"}, base_url="https://example.org/a").text
    counted = dict(
        re.findall(r"^<https://example.org/a/sparql#(\S+)> <http://rdfs.org/ns/void#triples> \"(\d+)\"", text, re.MULTILINE)
    )
    held = {name: count for name, count in release.triples.items() if count}
    assert held != release.triples
    assert counted == {
        "default-graph": str(sum(held.values())),
        **{f"dataset-{name}-content": str(count) for name, count in held.items()},
    }


def test_the_service_over_other_files_names_no_graphs(bare_client: FlaskClient) -> None:
    """It does not know them, nor how much they hold."""
    assert (
        bare_client.get("/sparql").text
        == """\
@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .
@prefix format: <http://www.w3.org/ns/formats/> .
<http://localhost/sparql#dataset> a sd:Dataset ;
\tsd:defaultGraph <http://localhost/sparql#default-graph> .
<http://localhost/sparql#default-graph> a sd:Graph .
<http://localhost/sparql> a sd:Service ;
\tsd:defaultDataset <http://localhost/sparql#dataset> ;
\tsd:endpoint <http://localhost/sparql> ;
\tsd:feature sd:UnionDefaultGraph ;
\tsd:resultFormat format:JSON-LD , format:N-Triples , format:RDF_XML , format:SPARQL_Results_CSV , \
format:SPARQL_Results_JSON , format:SPARQL_Results_TSV , format:SPARQL_Results_XML , format:Turtle ;
\tsd:supportedLanguage sd:SPARQL11Query .
"""
    )


def test_the_answer_is_in_the_language_that_was_chosen(client: FlaskClient) -> None:
    """The form sends it along."""
    hidden = {one.attributes["name"]: one.attributes["value"] for one in page(client, lang="vi").all("input")}
    assert hidden == {"lang": "vi"}
    found = page(client, lang="vi", query="ASK {}")
    assert found.texts("h2")[0] == "Câu trả lời"
    assert found.texts("title") == ["Câu trả lời – Oegyo"]
