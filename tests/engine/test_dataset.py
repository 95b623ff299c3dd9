"""A graph that is not there is a mistake and not an empty answer."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from oegyo.engine.question import Dataset, Question
from oegyo.engine.worker import answer
from oegyo.errors import GraphProblem, SyntaxProblem

A, B = Dataset(default=("http://g/a",)), Dataset(named=("http://g/a", "http://g/한국"))


def store(*names: str) -> ox.Store:
    """One triple in each of the graphs ``names``, and one in none."""
    made = ox.Store()
    s, p, o = ox.NamedNode("x:s"), ox.NamedNode("x:p"), ox.NamedNode("x:o")
    made.extend(ox.Quad(s, p, o, ox.NamedNode(name)) for name in names)
    made.add(ox.Quad(s, p, o))
    return made


def ask(text: str, dataset: Dataset | None = None) -> None:
    """Ask ``text`` of a store with three graphs."""
    question = Question(text, "text/csv", "text/turtle", dataset or Dataset())
    answer(store("http://g/a", "http://g/b", "http://g/한국"), question, 10_000)


@pytest.mark.parametrize(
    ("text", "dataset"),
    [
        ("ASK { ?s ?p ?o }", Dataset()),
        ("ASK { ?s ?p ?o }", A),
        ("ASK { ?s ?p ?o }", B),
        ("ASK FROM <http://g/a> FROM NAMED <http://g/한국> { ?s ?p ?o }", Dataset()),
        ("BASE <http://g/> ASK FROM <a> FROM NAMED <b> { ?s ?p ?o }", Dataset()),
        ("PREFIX g: <http://g/> ASK FROM g:a FROM NAMED g:b { ?s ?p ?o }", Dataset()),
        ("ASK FROM <http://none/> { ?s ?p ?o }", A),
        (
            "PREFIX none: <http://none/> # FROM none:a\nASK { none:a ?p 'FROM <http://none/>' . GRAPH none:a {} }",
            A,
        ),
    ],
)
def test_graphs_that_are_there_may_be_named(text: str, dataset: Dataset) -> None:
    """In any way that SPARQL can; where the request names some, those of the query do not count."""
    ask(text, dataset)


@pytest.mark.parametrize(
    ("text", "dataset", "graph"),
    [
        ("ASK FROM <http://none/> { ?s ?p ?o }", Dataset(), "<http://none/>"),
        ("ASK FROM <http://g/a> FROM NAMED <http://none/> { ?s ?p ?o }", Dataset(), "<http://none/>"),
        ("SELECT * FROM NAMED <http://g/> { ?s ?p ?o }", Dataset(), "<http://g/>"),
        ("BASE <http://g/> DESCRIBE <x:s> FROM <c>", Dataset(), "<http://g/c>"),
        ("PREFIX g: <http://g/> CONSTRUCT { ?s ?p ?o } FROM g:c WHERE { ?s ?p ?o }", Dataset(), "<http://g/c>"),
        ("SELECT * FROM <http://g/a> { ?s ?p ?o }", Dataset(default=("http://g/c",)), "<http://g/c>"),
        ("SELECT * { ?s ?p ?o }", Dataset(default=("http://g/a",), named=("http://g/c",)), "<http://g/c>"),
        ("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", Dataset(), "<file:///etc/passwd>"),
    ],
)
def test_a_graph_that_is_not_there_is_named_and_those_that_are(text: str, dataset: Dataset, graph: str) -> None:
    """So that a slip of the pen is seen."""
    with pytest.raises(GraphProblem) as caught:
        ask(text, dataset)
    assert str(caught.value.detail) == f"There is no graph {graph}."
    assert str(caught.value.advice) == "The graphs here are <http://g/a>, <http://g/b>, <http://g/한국>."


@pytest.mark.parametrize(
    ("text", "dataset", "problem"),
    [
        ("ASK FROM <http://none/> { ?s ?p }", Dataset(), SyntaxProblem),
        ("ASK { ?s ?p }", Dataset(default=("http://none/",)), SyntaxProblem),
        ("ASK FROM g:a { ?s ?p ?o }", Dataset(), SyntaxProblem),
        ("ASK FROM <relative> { ?s ?p ?o }", Dataset(), SyntaxProblem),
    ],
)
def test_what_cannot_be_read_is_told_first(text: str, dataset: Dataset, problem: type[Exception]) -> None:
    """A query with a mistake in it names no graph for certain."""
    with pytest.raises(problem):
        ask(text, dataset)


@pytest.mark.parametrize(
    ("text", "dataset"),
    [
        ("SELECT ?o FROM <http://g/a> FROM <http://g/a> { ?s ?p ?o }", Dataset()),
        ("BASE <http://g/> SELECT ?o FROM <a> FROM <http://g/a> { ?s ?p ?o }", Dataset()),
        ("SELECT ?o { ?s ?p ?o }", Dataset(default=("http://g/a", "http://g/a"))),
        ("SELECT ?o FROM NAMED <http://g/a> FROM NAMED <http://g/a> { GRAPH ?g { ?s ?p ?o } }", Dataset()),
        ("SELECT ?o { GRAPH ?g { ?s ?p ?o } }", Dataset(named=("http://g/a", "http://g/a"))),
    ],
)
def test_a_graph_named_twice_counts_once(text: str, dataset: Dataset) -> None:
    """A graph is a set of triples, and so is the merge of it with itself."""
    assert answer(store("http://g/a"), Question(text, "text/csv", dataset=dataset), 10_000).body == b"o\r\nx:o\r\n"


@pytest.mark.parametrize("iri", ["", "a b", "facts", "http://[/"])
def test_what_is_no_iri_is_said_to_name_no_graph(iri: str) -> None:
    """A request may hold anything."""
    with pytest.raises(GraphProblem) as caught:
        ask("ASK {}", Dataset(named=(iri,)))
    assert str(caught.value.detail) == f"{iri!r} names no graph: it is not an absolute IRI."


@pytest.mark.parametrize(
    ("count", "advice"),
    [
        (0, "Nothing here is in a named graph: leave the dataset out."),
        (1, "The graphs here are <http://g/00>."),
        (21, "Among the 21 graphs here are <http://g/00>, "),
    ],
)
def test_the_advice_fits_the_number_of_graphs(count: int, advice: str) -> None:
    """None, a few, or more than anyone reads."""
    held = store(*(f"http://g/{number:02}" for number in range(count)))
    with pytest.raises(GraphProblem) as caught:
        answer(held, Question("ASK FROM <http://none/> {}", "text/csv"), 10_000)
    assert str(caught.value.advice).startswith(advice)
    assert str(caught.value.advice).count("<") == min(count, 20)
