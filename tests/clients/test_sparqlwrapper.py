"""SPARQLWrapper, the client that most Python programs use."""

from __future__ import annotations

import json
from typing import Any

import pytest
from rdflib import Graph, Literal, URIRef
from SPARQLWrapper import CSV, GET, JSON, JSONLD, N3, POST, POSTDIRECTLY, RDFXML, TSV, TURTLE, URLENCODED, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from waiting import SECONDS

KOREA = "http://x/한국"
NAME = f'SELECT ?name {{ <{KOREA}> <http://x/name> ?name FILTER(LANG(?name) = "ko") }}'
CONSTRUCT = f"CONSTRUCT WHERE {{ <{KOREA}> <http://x/name> ?name }}"
WAYS = [(GET, URLENCODED), (POST, URLENCODED), (POST, POSTDIRECTLY)]

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")


def client(endpoint: str, query: str, way: tuple[str, str], form: str) -> SPARQLWrapper:
    """The client, about to send ``query``."""
    wrapper = SPARQLWrapper(endpoint)
    wrapper.setMethod(way[0])
    wrapper.setRequestMethod(way[1])
    wrapper.setReturnFormat(form)
    wrapper.setQuery(query)
    wrapper.setTimeout(int(SECONDS))
    return wrapper


@pytest.mark.parametrize("way", WAYS, ids=["GET", "form", "direct"])
@pytest.mark.parametrize("form", [JSON, XML, CSV, TSV])
def test_rows_arrive_in_every_format(endpoint: str, way: tuple[str, str], form: str) -> None:
    """Sent by it in every way, and read by it."""
    answer: Any = client(endpoint, NAME, way, form).query()
    read = answer.convert()
    assert answer.info()["content-type"].startswith({JSON: "application/sparql-results+json"}.get(form, ""))
    if form == JSON:
        read = read["results"]["bindings"]
        assert read == [{"name": {"type": "literal", "value": "대한민국", "xml:lang": "ko"}}]
    elif form == XML:
        (literal,) = read.getElementsByTagName("literal")
        assert (literal.getAttribute("xml:lang"), literal.firstChild.data) == ("ko", "대한민국")
    else:
        assert read.decode() == ("name\r\n대한민국\r\n" if form == CSV else '?name\n"대한민국"@ko\n')


@pytest.mark.parametrize("way", WAYS, ids=["GET", "form", "direct"])
@pytest.mark.parametrize("form", [JSON, XML])
def test_a_boolean_arrives(endpoint: str, way: tuple[str, str], form: str) -> None:
    """True and false."""
    for query, expected in {f"ASK {{ <{KOREA}> ?p ?o }}": True, "ASK { <http://x/none> ?p ?o }": False}.items():
        answer: Any = client(endpoint, query, way, form).queryAndConvert()
        if form == XML:
            assert answer.getElementsByTagName("boolean")[0].firstChild.data == json.dumps(expected)
        else:
            assert answer["boolean"] is expected


@pytest.mark.parametrize("way", WAYS, ids=["GET", "form", "direct"])
@pytest.mark.parametrize("form", [XML, RDFXML, TURTLE, N3, JSONLD])
def test_triples_arrive_in_every_format(endpoint: str, way: tuple[str, str], form: str) -> None:
    """As a graph of rdflib, or as text that is one."""
    answer: Any = client(endpoint, CONSTRUCT, way, form).queryAndConvert()
    graph = answer if isinstance(answer, Graph) else Graph().parse(data=answer, format="turtle")
    assert set(graph.objects(URIRef(KOREA), URIRef("http://x/name"))) == {
        Literal("대한민국", lang="ko"),
        Literal('Korea, "Republic of"', lang="en"),
    }


def test_a_dataset_can_be_named(endpoint: str) -> None:
    """By its own methods."""
    wrapper = client(endpoint, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", WAYS[0], CSV)
    wrapper.addDefaultGraph("http://x/names")
    answer: Any = wrapper.queryAndConvert()
    assert answer == b"n\r\n2\r\n"


def test_a_problem_arrives_in_words(endpoint: str) -> None:
    """Its exception for a bad request holds what was wrong."""
    with pytest.raises(QueryBadFormed, match="The prefix ex: is not declared"):
        client(endpoint, "ASK { ?s ex:p ?o }", WAYS[0], JSON).query()
