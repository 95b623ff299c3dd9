"""What an engine finds in its own process is what it would have written."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from oegyo.engine import Finder, Question, RemoteEngine
from oegyo.engine.worker import StoreEngine
from oegyo.errors import SyntaxProblem, TooLargeProblem, UnsupportedProblem
from oegyo.web.reading.rows import GRAPH, SOLUTIONS, first

DATA = """
PREFIX : <https://example.org/>
:a :name "A"@en, "가"@ko, "one\\ntwo \\"three\\"" ; :size 1, 2.5 ; :knows [ :name "nobody" ], _:named .
_:named :name "somebody"@en-GB .
GRAPH :g { :a :name "A"@en ; :since "1991"^^<http://www.w3.org/2001/XMLSchema#gYear> }
"""
QUERIES = (
    "SELECT ?s ?name ?nothing { ?s <https://example.org/name> ?name } ORDER BY STR(?name)",
    "SELECT ?s ?o { ?s <https://example.org/knows> ?o } ORDER BY ?o",
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "ASK { ?s <https://example.org/since> ?o }",
    "ASK { ?s <https://example.org/until> ?o }",
)


@pytest.fixture(name="store", scope="module")
def _store() -> ox.Store:
    store = ox.Store()
    store.load(DATA.encode(), format=ox.RdfFormat.TRIG)
    return store


@pytest.mark.parametrize("text", QUERIES)
def test_rows_are_found_as_they_are_written(store: ox.Store, text: str) -> None:
    """In their order, with blank nodes called the same and every graph counted once."""
    engine = StoreEngine(store, 10_000, {})
    found, written = engine.find(text), first(engine.ask(Question(text, SOLUTIONS)), 100)
    assert (found.columns, found.rows, found.boolean) == (written.columns, written.rows, written.boolean)


def test_triples_are_found_as_they_are_written(store: ox.Store) -> None:
    """Each with the terms that a program would read."""
    engine = StoreEngine(store, 10_000, {})
    text = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
    written = first(engine.ask(Question(text, graph=GRAPH)), 100)
    assert {tuple(triple) for triple in engine.find(text).triples} == set(written.rows)


def test_what_cannot_be_found_is_a_problem(store: ox.Store) -> None:
    """Of the same kind as when it cannot be written."""
    engine = StoreEngine(store, 400, {})
    with pytest.raises(SyntaxProblem):
        engine.find("SELECT nothing")
    with pytest.raises(UnsupportedProblem):
        engine.find("SELECT ?x { ?s ?p ?o BIND (<https://example.org/none>(?s) AS ?x) }")
    with pytest.raises(TooLargeProblem, match="400"):
        engine.find("SELECT ?s ?p ?o ?a ?b ?c { ?s ?p ?o . ?a ?b ?c }")
    with pytest.raises(TooLargeProblem, match="400"):
        engine.find("CONSTRUCT WHERE { ?s ?p ?o }")


def test_an_engine_elsewhere_only_writes(store: ox.Store) -> None:
    """Whoever asks can tell which engine finds."""
    assert isinstance(StoreEngine(store, 10_000, {}), Finder)
    assert not isinstance(RemoteEngine("http://127.0.0.1:9/", 1.0, 100), Finder)
