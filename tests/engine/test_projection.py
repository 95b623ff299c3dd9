"""``SELECT *`` with its columns in the order of the query, and the same rows."""

from __future__ import annotations

import socket
from collections import Counter
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oegyo.engine.projection import in_order
from oegyo.engine.question import Question
from oegyo.engine.worker import answer
from oegyo.errors import SyntaxProblem

if TYPE_CHECKING:
    import random

NAMED = [
    ("SELECT * { ?s ?p ?o }", "s p o"),
    ("SELECT*{?s ?p ?o}", "s p o"),
    ("select distinct * where { $z $y $x }", "z y x"),
    ("SELECTDISTINCT*{ ?s ?p ?o }", "s p o"),
    ("SELECT # * or not\n REDUCED # ?o\n * # ?o\n { ?s ?p ?o }", "s p o"),
    ("# SELECT *\nBASE <http://x/SELECT> PREFIX SELECT: <http://x/?o> SELECT * { ?s SELECT:p ?o }", "s o"),
    ("PREFIX x:<http://x/>SELECT*FROM<http://x/g>{?s x:p ?o}", "s o"),
    ("VERSION '1.2' SELECT * { ?s ?p ?o }", "s p o"),
    ("SELECT * { ?국가 ?관계 ?a·b }", "국가 관계 a·b"),
    ("SELECT * { ?s ?p '?o', <x:?o>, ?q # ?o\n, ?o }", "s p q o"),
    ("SELECT * { ?s ?p ?o FILTER(?q = 1) MINUS { ?s ?r ?t } OPTIONAL { ?o ?u ?s } }", "s p o u"),
    ("SELECT * { FILTER(?o != 1) ?s ?p ?o }", "o s p"),
    ("SELECT * { { SELECT (COUNT(?x) AS ?n) ?y { ?x ?p ?y } GROUP BY ?y } ?s ?p ?o }", "n y p s o"),
    ("SELECT * { { SELECT * { ?s ?p ?o } } }", "s p o"),
    ("SELECT * { ?s ?p ?o BIND(1 AS ?a) } ORDER BY ?zz ?o VALUES ?v { 1 }", "s p o a v"),
    ("SELECT * { ?s ?p ?o } HAVING (?o > 1)", "s p o"),
    ("SELECT * { [] ?p _:a . _:a ?q (1 ?z) }", "p q z"),
]

ALONE = [
    "",
    "SELECT",
    "SELECT *",
    "SELECT * {",
    "SELECT * {}",
    "SELECT * { ?s ex:p ?o }",
    "SELECT * { ?s ?p ?o } GROUP BY ?s",
    "SELECT * { ?s ?p ?o FILTER(<http://x/f>(?o)) }",
    "SELECT ?o ?s { ?s ?p ?o }",
    "SELECT (1 * 2 AS ?n) { ?s ?p ?o }",
    "SELECT ?s { { SELECT * { ?s ?p ?o } } }",
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "ASK { { SELECT * { ?s ?p ?o } } }",
    "DESCRIBE * { ?s ?p ?o }",
    "CONSTRUCT { ?s ?p ?o } WHERE { { SELECT * { ?s ?p ?o } } }",
    "ASK {} # SELECT * { ?s ?p ?o }",
]

FORMATS = {
    "text/csv": b"z,y,x\r\n1,2,3\r\n",
    "text/tab-separated-values": b"?z\t?y\t?x\n1\t2\t3\n",
    "application/sparql-results+json": b'{"head":{"vars":["z","y","x"]}',
    "application/sparql-results+xml": b'<head><variable name="z"/><variable name="y"/><variable name="x"/></head>',
}


def graph() -> ox.Store:
    """A few triples, some of them of each other's terms."""
    store = ox.Store()
    lines = ["a: b: c:", "b: b: a:", "c: a: b:", 'a: a: "한국"', "a: c: a:"]
    prefixes = "".join(f"@prefix {letter}: <http://x/{letter}> . " for letter in "abc")
    store.load(prefixes + " . ".join(lines) + " .", format=ox.RdfFormat.TURTLE)
    return store


def rows(text: str) -> tuple[Counter[frozenset[tuple[str, str]]], list[str]]:
    """The rows of the answer to ``text``, each with its names, as often as they come; and the columns in their order."""
    found = graph().query(text)
    assert isinstance(found, ox.QuerySolutions)
    names = [one.value for one in found.variables]
    return Counter(
        frozenset((name, str(term)) for name, term in zip(names, row, strict=True) if term is not None) for row in found
    ), names


@pytest.mark.parametrize(("text", "names"), NAMED)
def test_the_columns_are_in_the_order_of_the_query(text: str, names: str) -> None:
    """Of first appearance: not in strings, comments and IRIs, and only what is in scope."""
    assert rows(in_order(text))[1] == names.split()


@pytest.mark.parametrize("text", ALONE)
def test_what_has_no_columns_to_order_is_left_alone(text: str) -> None:
    """The text comes back as it is, whether it can be read or not."""
    assert in_order(text) == text


@pytest.mark.parametrize(("media_type", "part"), FORMATS.items())
def test_every_format_has_them_so(media_type: str, part: bytes) -> None:
    """Whoever reads by position finds what was written."""
    question = Question("SELECT * { VALUES (?z ?y ?x) { (1 2 3) } }", media_type)
    assert part in answer(graph(), question, 10_000).body


@pytest.mark.parametrize("keyword", ["SERVICE", "service silent", "SERVICE\n SILENT"])
def test_no_service_is_called_for_the_names(keyword: str) -> None:
    """The columns of a query that asks another endpoint are known without asking it."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        address = f"<http://127.0.0.1:{listener.getsockname()[1]}/>"
        text = f"SELECT * {{ {keyword} {address} {{ ?service ?p ?o }} }} ORDER BY ?o"
        assert in_order(text) == text.replace("*", " ?service ?p ?o ", 1)
        with pytest.raises(BlockingIOError):
            listener.accept()


def test_a_mistake_is_where_the_reader_wrote_it() -> None:
    """Nothing is put into a text that cannot be read."""
    with pytest.raises(SyntaxProblem) as caught:
        answer(graph(), Question("SELECT * {\n  ?subject ?predicate ex:p }", "text/csv"), 10_000)
    assert (caught.value.line, caught.value.column) == (2, 23)


VARIABLES = st.sampled_from(["?a", "?b", "?c", "?d", "$e", "?한국"])
TERMS = VARIABLES | st.sampled_from(["<http://x/a>", "<http://x/b>", "<http://x/?c>", "_:b", "[]"])
TRIPLES = st.builds("{} {} {} .".format, TERMS, VARIABLES | st.just("<http://x/b>"), TERMS)
OTHERS = st.builds("FILTER(BOUND({}))".format, VARIABLES) | st.just("# ?c ?d\n") | st.just('FILTER("?b" != "")')


def grouped(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Groups of ``inner`` in the ways that change what is in scope."""
    keywords = st.sampled_from(
        ["OPTIONAL {{ {} }}", "MINUS {{ {} }}", "{{ {} }}", "FILTER EXISTS {{ {} }}", "{{ SELECT * {{ {} }} }}"]
    )
    wrapped = st.builds(lambda form, text: form.format(text), keywords, inner)
    return st.lists(wrapped | TRIPLES | OTHERS, min_size=1, max_size=4).map(" ".join)


PATTERNS = st.recursive(TRIPLES, grouped, max_leaves=5)
HEADS = st.sampled_from(["SELECT *", "SELECT DISTINCT*", "select reduced # ?d\n *", "BASE <http://x/> SELECT * WHERE"])


@given(head=HEADS, pattern=PATTERNS)
def test_the_rows_are_those_of_the_query(head: str, pattern: str) -> None:
    """As many, with the same terms under the same names; only the order of the columns is another."""
    text = f"{head} {{ {pattern.replace('_:b', '_:b')} }}"
    written = in_order(text)
    try:
        before, names = rows(text)
    except SyntaxError:  # a blank node in two groups
        assert written == text
        return
    after, ordered = rows(written)
    assert after == before
    assert set(ordered) == set(names)
    assert in_order(written) == written


@given(text=st.text(), place=st.randoms(use_true_random=False))
def test_no_text_is_too_strange(text: str, place: random.Random) -> None:
    """It comes back whole, whatever was put where."""
    query = "SELECT * { ?s ?p ?o }"
    cut = place.randrange(len(query))
    for broken in (text, query[:cut] + text + query[cut:]):
        written = in_order(broken)
        assert written == broken or set(rows(written)[1]) == set(rows(broken)[1])
