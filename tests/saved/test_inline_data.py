"""Rows for the data blocks of a query: what asks for a table, and that a value stays one term."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oegyo.saved.inline_data import filled, wanted

TEXT = """\
SELECT ?a ?b ?c WHERE {
  VALUES (?a ?b) { }
  VALUES ( ?c )
  {
  }
  VALUES (?d) { (1) }
  VALUES ?e { }
}
"""


def rows(text: str) -> list[list[object]]:
    """The rows that ``text`` has over nothing at all."""
    solutions = ox.Store().query(text)
    assert isinstance(solutions, ox.QuerySolutions)
    return [list(solution) for solution in solutions]


def test_an_empty_block_of_variables_in_brackets_asks_for_a_table() -> None:
    """With the line that it begins on; what holds rows already, or has no brackets, asks for none."""
    assert wanted(TEXT) == {("a", "b"): 2, ("c",): 3}
    assert wanted("VALUES (?a) { }\nVALUES (?a) { }") == {("a",): 1}


def test_a_text_is_sparql_before_it_is_filled() -> None:
    """And finds nothing."""
    assert rows("SELECT ?a { VALUES (?a) { } }") == []


def test_the_rows_take_the_place_of_the_block() -> None:
    """In their order; where there is no term, the variable is unbound; every block of the variables gets them."""
    table = [(ox.NamedNode("http://a/"), ox.Literal(1)), (None, ox.Literal("외교", language="ko"))]
    text = filled("SELECT ?a ?b { { VALUES (?a ?b) { } } UNION { VALUES (?a ?b) { } } }", {("a", "b"): table})
    assert rows(text) == [list(row) for row in table] * 2
    assert rows(filled("SELECT ?a { VALUES (?a) { } }", {("a",): []})) == []


def test_lines_stay_what_they_are_in_the_file() -> None:
    """So that what the parser says of a line is true of the file."""
    table = [(ox.Literal("one\ntwo"),), (ox.Literal("three\r\nfour"),)]
    text = filled("SELECT ?a {\n  VALUES (?a) { }\n  ?a ?b\n}", {("a",): table})
    assert text.splitlines()[2:] == ["  ?a ?b", "}"]


@given(text=st.text(st.characters(exclude_categories=["Cs"])), language=st.sampled_from([None, "en", "ko"]))
def test_a_value_is_never_read_as_anything_else(text: str, language: str | None) -> None:
    """Whatever characters it has: quotes, braces, line ends, what looks like an escape."""
    term = ox.Literal(text, language=language)
    assert rows(filled("SELECT ?a { VALUES (?a) { } }", {("a",): [(term,)]})) == [[term]]


@pytest.mark.parametrize("text", ['" } ASK {', "\\u0022 }", "\\", "VALUES (?b) { }"])
def test_what_looks_like_sparql_is_a_text(text: str) -> None:
    """No value ends its block, and none asks for a table."""
    table = [(ox.Literal(text),)]
    asked = "SELECT ?a { VALUES (?a) { } }"
    assert rows(filled(asked, {("a",): table, ("b",): [(ox.Literal(1),)]})) == [list(table[0])]


def test_a_table_that_is_not_there_or_not_as_wide_is_refused() -> None:
    """Instead of a query that finds less."""
    with pytest.raises(KeyError, match="b"):
        filled("SELECT ?b { VALUES (?b) { } }", {("a",): []})
    with pytest.raises(ValueError, match="shorter"):
        filled("SELECT ?a ?b { VALUES (?a ?b) { } }", {("a", "b"): [(ox.Literal(1),)]})
