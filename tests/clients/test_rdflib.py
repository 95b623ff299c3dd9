"""rdflib's SPARQLStore: an endpoint as a graph."""

from __future__ import annotations

from datetime import date

import pytest
from rdflib import Graph, Literal, URIRef, Variable
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from rdflib.term import BNode

from clients.conftest import TRIPLES

KOREA, X = URIRef("http://x/한국"), "http://x/"
FORMATS = ["xml", "json", "csv", "tsv"]


def store(endpoint: str, form: str = "xml", method: str = "GET") -> SPARQLStore:
    """The endpoint as a store."""
    return SPARQLStore(endpoint, returnFormat=form, method=method)


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("form", FORMATS)
def test_the_endpoint_is_a_graph(endpoint: str, method: str, form: str) -> None:
    """It can be counted, matched and asked."""
    graph = Graph(store(endpoint, form, method))
    assert len(graph) == TRIPLES
    rows = graph.query('SELECT * { ?state <http://x/name> ?name FILTER(LANG(?name) = "ko") }').bindings
    name = Literal("대한민국") if form == "csv" else Literal("대한민국", lang="ko")  # CSV has no languages
    assert rows == [{Variable("state"): KOREA, Variable("name"): name}]


@pytest.mark.parametrize("form", ["xml", "json", "tsv"])
def test_triples_are_matched(endpoint: str, form: str) -> None:
    """0, false and the empty text among them."""
    graph = Graph(store(endpoint, form))
    assert (KOREA, URIRef(f"{X}since"), None) in graph
    assert graph.value(KOREA, URIRef(f"{X}since")) == Literal(date(1991, 9, 17))
    assert graph.value(KOREA, URIRef(f"{X}members")) == Literal(0)
    assert graph.value(KOREA, URIRef(f"{X}free")) == Literal(False)
    assert graph.value(KOREA, URIRef(f"{X}motto")) == Literal("")
    assert isinstance(graph.value(KOREA, URIRef(f"{X}seat")), BNode)


def test_a_boolean_and_triples_arrive(endpoint: str) -> None:
    """ASK and CONSTRUCT."""
    graph = Graph(store(endpoint))
    assert graph.query("ASK { ?s ?p '대한민국'@ko }").askAnswer is True
    assert graph.query("ASK { ?s ?p 'nothing' }").askAnswer is False
    built = graph.query("CONSTRUCT WHERE { ?s <http://x/name> ?name }").graph
    assert built is not None
    assert set(built.subjects()) == {KOREA}


def test_a_named_graph_is_a_graph_of_its_own(endpoint: str) -> None:
    """By the protocol's parameters."""
    names = Graph(store(endpoint), URIRef(f"{X}names"))
    assert {one.language for one in names.objects(KOREA) if isinstance(one, Literal)} == {"ko", "en"}
    assert list(names.objects(KOREA, URIRef(f"{X}since"))) == []
    assert len(names) == 2
