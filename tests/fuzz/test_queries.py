"""Queries at random: each has a whole answer or a problem that says why not, and so has the next."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from engine.test_embedded import answers
from fuzz.budget import examples
from fuzz.grammar import broken, plain_queries, queries
from oegyo import errors
from oegyo.engine import Answer, EmbeddedEngine, Question
from waiting import until

if TYPE_CHECKING:
    from collections.abc import Iterable

    from oegyo.release import Release

JSON = "application/sparql-results+json"
NTRIPLES = "application/n-triples"


def outcome(engine: EmbeddedEngine, text: str) -> Answer | errors.QueryProblem:
    """The answer to ``text`` or the problem with it; whatever else is raised is a fault."""
    try:
        return engine.ask(Question(text, JSON, NTRIPLES))
    except errors.QueryProblem as problem:
        return problem


def assert_whole(found: Answer | errors.QueryProblem, text: str) -> None:
    """Assert that ``found`` is a whole answer, or a problem that a reader of ``text`` can do something with."""
    if isinstance(found, Answer):
        if found.media_type == NTRIPLES:
            list(ox.parse(found.body, format=ox.RdfFormat.N_TRIPLES))
        else:
            results = ox.parse_query_results(found.body, format=ox.QueryResultsFormat.JSON)
            assert isinstance(results, ox.QueryBoolean) or list(results) is not None
        return
    assert 400 <= found.status < 600
    assert str(found.detail).strip()
    assert "Traceback" not in str(found.detail)
    if found.line is not None:
        assert found.column is not None
        lines = text.split("\n")
        assert 1 <= found.line <= len(lines)
        assert 1 <= found.column <= len(lines[found.line - 1]) + 1


@examples(200)
@given(text=queries)
def test_a_query_by_the_grammar_is_answered_or_refused(engine: EmbeddedEngine, text: str) -> None:
    """A random query does no harm, whatever it asks for."""
    assert_whole(outcome(engine, text), text)
    until(lambda: answers(engine))


@examples(200)
@given(text=broken())
def test_a_broken_query_is_answered_or_refused(engine: EmbeddedEngine, text: str) -> None:
    """With a place that is in the text, when it has one."""
    assert_whole(outcome(engine, text), text)


@examples(100)
@given(text=st.one_of(st.text(), st.binary().map(lambda octets: octets.decode("latin-1"))))
def test_no_text_at_all_is_too_strange(engine: EmbeddedEngine, text: str) -> None:
    """Most is no SPARQL, which is said."""
    assert_whole(outcome(engine, text), text)


@pytest.fixture(name="graph", scope="session")
def _graph(release: Release) -> rdflib.Graph:
    """The triples of the release, for the other engine."""
    graph = rdflib.Graph()
    for quad in ox.parse(path=release.graph):
        graph.parse(data=f"{quad.triple} .", format="nt")
    return graph


def rows(solutions: Iterable[Iterable[str]]) -> Counter[tuple[str, ...]]:
    """``solutions`` as a multiset: their order is open."""
    return Counter(tuple(solution) for solution in solutions)


def read(answer: Answer) -> Counter[tuple[str, ...]]:
    """The rows of ``answer``, read in a frame of its own.

    What pyoxigraph reads must end in its own thread, and the other engine leaves frames to whichever collects the garbage.
    """
    results = ox.parse_query_results(answer.body, format=ox.QueryResultsFormat.JSON)
    assert isinstance(results, ox.QuerySolutions)
    return rows(["" if term is None else term.value for term in solution] for solution in results)


@examples(100)
@given(text=plain_queries())
def test_two_engines_find_the_same_rows(engine: EmbeddedEngine, graph: rdflib.Graph, text: str) -> None:
    """As many, of the same terms, for what the two must agree on."""
    found = outcome(engine, text)
    if isinstance(found, errors.QueryProblem):
        assert isinstance(found, errors.DeadlineProblem | errors.TooLargeProblem)
        return
    result = graph.query(text)
    theirs = rows([str(row.get(name, "")) for name in result.vars or []] for row in result.bindings)
    assert read(found) == theirs
