"""What is said of a query that is not SPARQL."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from oegyo.engine.syntax import explain


def problem(text: str) -> str:
    """The message of the real parser about ``text``."""
    with pytest.raises(SyntaxError) as caught:
        ox.Store().query(text)
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "line", "column", "detail"),
    [
        ("SELECT * WHERE {\n  ?a skos:prefLabel ?c .\n}", 2, 6, "The prefix skos: is not declared."),
        ("SELECT * { ?s :p ?o }", 1, 15, "The prefix : is not declared."),
        ("SELECT ?한국 { ?s 한국:이름 ?한국 }", 1, 17, "The prefix 한국: is not declared."),
        ("", 1, 1, "The query ends too early."),
        ("SELECT * {", 1, 11, "The query ends too early."),
        ("SELECT * { ?s ?p ?o }\nORDER BY\n", 3, 1, "The query ends too early."),
        ("SELEC * {}", 1, 1, "The query cannot be read from here: 'SELEC * {}'."),
        ("SELECT * { ?s ?p }", 1, 12, "The query cannot be read from here: '?s ?p }'."),
        ("SELECT *\nWHERE {\n ?s ?p ?o .\n ?s <http://x/q>\n}", 5, 1, "The query cannot be read from here: '}'."),
        ("SELECT * { ?s ?p ?o } LIMT 10", 1, 23, "The query cannot be read from here: 'LIMT 10'."),
        ("SELECT * {} ; SELECT * {}", 1, 13, "The query cannot be read from here: '; SELECT * {}'."),
        ("SELECT * { ?s <a b> ?o }", 1, 20, "This is not an IRI."),
        ("SELECT ?x { ?s ?p ?o } GROUP BY ?s", 1, 35, "SELECT names a variable that is neither grouped by nor aggregated."),
        ("SELECT (1 AS ?x) (2 AS ?x) {}", 1, 30, "SELECT names one variable twice."),
        ("SELECT ?x { BIND(1 AS ?x) BIND(2 AS ?x) }", 1, 42, "The query as a whole cannot be read."),
    ],
)
def test_the_place_and_the_reason_are_what_a_reader_needs(text: str, line: int, column: int, detail: str) -> None:
    """Line and column count from 1, in characters, and point at the trouble and not at where the parser gave up."""
    found = explain(problem(text), text)
    assert (found.line, found.column, str(found.detail)) == (line, column, detail)


def test_a_message_of_another_kind_is_passed_on() -> None:
    """A newer engine may say something else."""
    found = explain("something else", "ASK {}")
    assert (str(found.detail), found.line) == ("something else", None)
