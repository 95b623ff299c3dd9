"""What pages do to the text of a saved query."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from oegyo.saved import text as rewrite


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("SELECT ?a ?b WHERE { ?a ?b ?c }", ("a", "b")),
        ("#+ summary: SELECT ?x WHERE\nPREFIX a: <x:>\nselect distinct ?a { ?a ?b ?c }", ("a",)),
        ("SELECT ?a (COUNT(DISTINCT ?b) AS ?n) WHERE { ?a ?b ?c } GROUP BY ?a", ("a", "n")),
        ('SELECT (SUM(IF(?l = "(", 1, 0)) AS ?n) ?a (?b - ?c AS ?d)\nWHERE { ?a ?b ?c }', ("n", "a", "d")),
        ("CONSTRUCT { ?a ?b ?c }\nWHERE { ?a ?b ?c }", ("subject", "predicate", "object")),
        ("ASK { ?a ?b ?c }", ()),
    ],
)
def test_the_columns_are_read_in_order(text: str, columns: tuple[str, ...]) -> None:
    """Of whatever form, and however a column comes about."""
    assert rewrite.projected(text) == columns


def test_columns_are_added_after_the_others() -> None:
    """And nothing else changes."""
    text = "SELECT ?a\nWHERE {\n  VALUES (?a ?b) { (1 2) }\n}\nORDER BY ?a\n"
    assert rewrite.projected(rewrite.with_projected(text, ["b", "c"])) == ("a", "b", "c")
    assert rewrite.with_projected(text, []) == text
    (row,) = ox.Store().query(rewrite.with_projected(text, ["b"]))  # type: ignore[misc] # the result of SELECT is rows
    assert [term.value for term in row] == ["1", "2"]


@pytest.mark.parametrize(
    ("text", "takes"),
    [
        ("SELECT ?a WHERE { ?a ?b ?c }", True),
        ("SELECT ?a WHERE { { SELECT ?a { ?a ?b ?c }\nGROUP BY ?a } }\nORDER BY ?a", True),
        ("SELECT ?a WHERE { ?a ?b ?c }\nGROUP BY ?a", False),
        ("CONSTRUCT { ?a ?b ?c } WHERE { ?a ?b ?c }", False),
        ("ASK { ?a ?b ?c }", False),
    ],
)
def test_rows_that_are_counted_together_take_no_column(text: str, takes: bool) -> None:
    """A query inside may count what it likes."""
    assert rewrite.takes_projected(text) is takes


@pytest.mark.parametrize("form", ["SELECT ?a\nWHERE ", "ASK\n", "ASK WHERE ", "CONSTRUCT { ?b ?c ?a }\nWHERE "])
def test_the_pattern_is_all_that_stands_between_the_braces(form: str) -> None:
    """With the prefixes it needs."""
    text = f"# a comment\nPREFIX x: <x:>\n{form}{{ ?a ?b ?c . {{ ?a x:y ?c }} }}\nLIMIT 3"
    assert rewrite.where_pattern(text) == ("PREFIX x: <x:>", "{ ?a ?b ?c . { ?a x:y ?c } }")
