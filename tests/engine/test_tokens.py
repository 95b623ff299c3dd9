"""What is refused before the engine sees it: SERVICE however it is written, and nothing else."""

from __future__ import annotations

import re

import pyoxigraph as ox
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from oegyo.engine.tokens import (
    graphs,
    prologue_end,
    refuse_switched_off,
    undeclared_prefix,
    variables,
)
from oegyo.errors import ForbiddenProblem

PREFIXES = "PREFIX : <http://x/> PREFIX ex: <http://x/> PREFIX SERVICE: <http://x/> "

SPEAKING = [
    "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }",
    "SELECT * { service <http://x/> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <http://x/> { ?s ?p ?o } }",
    "SELECT * { SERVICE?e{ ?s ?p ?o } }",
    "SELECT * { SERVICE<http://x/>{ ?s ?p ?o } }",
    "SELECT * { SERVICE # why\n <http://x/> { ?s ?p ?o } }",
    "SELECT * { SERVICESILENT<http://x/> { ?s ?p ?o } }",
    "SELECT * { SERVICE:x { ?s ?p ?o } }",
    "SELECT * { SERVICE:x # why\n { ?s ?p ?o } }",
    "SELECT * { SERVICEex:x { ?s ?p ?o } }",
    "SELECT * { ?s ?p 1.SERVICE:x { ?s ?p ?o } }",
    "SELECT * { ?s ?p 1SERVICE <http://x/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p trueSERVICE <http://x/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p ex:.SERVICE <http://x/> { ?s ?p ?o } }",
    'SELECT * { ?s ?p "SERVICE"SERVICE <http://x/> { ?s ?p ?o } }',
    "SELECT * { ?s ?p '''it's'''SERVICE <http://x/> { ?s ?p ?o } }",
    "SELECT * { <http://x/#> ?p ?o . SERVICE <http://x/> { ?s ?p ?o } }",
    "SELECT * { <http://x/\\u0061#b> ?p ?o . SERVICE <http://x/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p ex:a\\#b . SERVICE <http://x/> { ?s ?p ?o } }",
    "SELECT * { FILTER(1<2)SERVICE <http://x/> { FILTER(2>1) } }",
    "SELECT * { S\\u0045RVICE <http://x/> { ?s ?p ?o } }",
    'SELECT * { BIND("\\u0022 AS ?x) SERVICE <http://x/> { ?s ?p ?o } BIND(\\u0022" AS ?y) }',
    "SELECT * { # \\u000A SERVICE <http://x/> { ?s ?p ?o }\n }",
    "SELECT * { { SELECT * { OPTIONAL { SERVICE ?e { ?s ?p ?o } } } } }",
]

SILENT = [
    'SELECT * { ?s ?p "SERVICE <http://x/> { }" }',
    "SELECT * { ?s ?p 'SERVICE' }",
    'SELECT * { ?s ?p """a "SERVICE" b""" }',
    "SELECT * { ?s ?p '''a 'SERVICE' b''' }",
    'SELECT * { ?s ?p "a \\" SERVICE" }',
    'SELECT * { ?s ?p "a"@service }',
    "SELECT * { <http://x/SERVICE> ?p ?o }",
    "SELECT * { # SERVICE <http://x/> { }\n ?s ?p ?o }",
    "SELECT ?service { ?service ?p ?o }",
    "SELECT $SERVICE { $SERVICE ?p ?o }",
    "SELECT * { ?s ex:SERVICE ?o { ?a ?b ?c } }",
    "SELECT * { ?s ex:a.SERVICE ?o { ?a ?b ?c } }",
    "SELECT * { SERVICE:x ?p ?o }",
    "SELECT * { GRAPH SERVICE:x { ?s ?p ?o } }",
    "SELECT * FROM SERVICE:x { ?s ?p ?o }",
    "SELECT * FROM NAMED SERVICE:x { ?s ?p ?o }",
    "SELECT * { _:service ?p ?o }",
    "SELECT * { ?s ?p ?o FILTER(?o<?service&&?p>?o) }",
]


@pytest.mark.parametrize("query", SPEAKING)
def test_service_is_refused_however_it_is_written(query: str) -> None:
    """Each of these is a request to another address in some engine."""
    with pytest.raises(ForbiddenProblem, match="SERVICE is switched off"):
        refuse_switched_off(PREFIXES + query)


@pytest.mark.parametrize("query", SILENT)
def test_the_word_alone_is_not_refused(query: str) -> None:
    """Inside a string, an IRI, a comment, a variable or a name it is only a word."""
    refuse_switched_off(PREFIXES + query)


@given(st.text(alphabet=st.characters(exclude_characters='"\\\r\n', exclude_categories=["Cs"])))
def test_no_string_literal_is_refused(text: str) -> None:
    """Whatever stands between quotes is data."""
    refuse_switched_off(f'SELECT * {{ ?s ?p "SERVICE {text} SERVICE" . ?s ?p ?o }}')


@given(st.text(alphabet=st.characters(exclude_characters="\r\n\\", exclude_categories=["Cs"])))
def test_no_comment_is_refused(text: str) -> None:
    """Whatever stands between # and the end of the line is not read."""
    refuse_switched_off(f"SELECT * {{ # SERVICE {text} SERVICE <http://x/> {{ }}\n ?s ?p ?o }}")


NOWHERE = "http://127.0.0.1:1/"
BEFORE = [
    "?s ?p 1", "?s ?p 1.0", "?s ?p -1e3", "?s ?p true", "?s ?p ex:", "?s ?p ex:a", "?s ?p _:b", "?s ?p ()", "?s ?p []",
    "?s ?p 'a'", '?s ?p "#"', "?s ?p 'a'@en", "?s ?p 'a'^^ex:d", "?s ?p <http://x/#>", "?s ?p ?o", "?s a ex:b\\#c",
    "FILTER(1<2)", "FILTER(1<2&&3>2)", "BIND('\"' AS ?x)", "{}", "OPTIONAL{}", "GRAPH ex:g{}", "VALUES ?x{1}",
    "?s ?p \"""\"'\"""",
]  # fmt: skip
OPEN_NAME = re.compile(r"ex:(?:[\w\\][\w.:\\#]*)?$")
"""A prefixed name that would go on with what comes after it, as ex:a does into ex:aservice:x."""
BETWEEN = ["", " ", ".", " . ", "\n", "#c\n", " # '\n", '. #"\n']
SERVICES = [
    "SERVICE <{0}>{{}}",
    "SERVICE<{0}>{{}}",
    "SERVICE SILENT <{0}>{{}}",
    "service:x{{}}",
    "SERVICESILENT:x{{}}",
    "SERVICE?x{{}}",
]


@given(
    st.lists(st.tuples(st.sampled_from(BEFORE), st.sampled_from(BETWEEN)), max_size=4),
    st.sampled_from(SERVICES),
)
def test_what_the_engine_would_read_as_service_is_refused(before: list[tuple[str, str]], service: str) -> None:
    """Whatever stands before it: if the engine can read the query at all, it is refused here first."""
    text = "".join(one + space for one, space in before)
    assume(not OPEN_NAME.search(text))
    group = text + service.format(NOWHERE)
    prefixes = "".join(f"PREFIX {name}: <{NOWHERE}> " for name in ("", "ex", "service", "SERVICESILENT"))
    query = f"{prefixes} SELECT * {{ {group} }}"
    try:
        refuse_switched_off(query)
    except ForbiddenProblem:
        return
    with pytest.raises(SyntaxError):
        ox.Store().query(query)


@pytest.mark.parametrize(
    "text",
    [
        "-" * 10**6,
        "a." * 500_000,
        '"' + '\\"' * 500_000,
        '"""\\' * 250_000,
        "<a" * 500_000,
        ":%4" * 300_000,
        '"\n' * 500_000,
    ],
    ids=["dashes", "dotted words", "escaped quotes", "long strings", "open IRIs", "percent signs", "open strings"],
)
def test_a_text_made_to_be_slow_is_read_in_a_moment(text: str) -> None:
    """Each character a few times, since the front holds every other request up meanwhile.

    A million take a fraction of a second so; read once from each of them on, they would take longer than a test may.
    """
    assert graphs(text) == ([], [])
    assert list(variables(text)) == []
    assert prologue_end(text) >= 0


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT * { ?s a ex:B }", ("ex", 16)),
        ("PREFIX ex: <http://x/>\nSELECT * { ?s a ex:B }", None),
        ("prefix ex: <http://x/> # c\nSELECT * { ?s :p ex:B }", ("", 41)),
        ("SELECT * { _:b a <http://x/B> . ?s ?p 'ex:c' } # ex:d", None),
        ("PREFIX ex: <http://x/> SELECT * { ?s 한국:이름 ?o }", ("한국", 37)),
    ],
)
def test_the_first_undeclared_prefix_is_found(query: str, expected: tuple[str, int] | None) -> None:
    """By its name and the place where it is used."""
    assert undeclared_prefix(query) == expected


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("INSERT DATA { <x:a> <x:b> <x:c> }", "INSERT"),
        ("delete where { ?s ?p ?o }", "DELETE"),
        ("DELETEWHERE{?s ?p ?o}", "DELETE"),
        ("# please\nPREFIX x: <x:> BASE <http://x/#> WITH <g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "WITH"),
        ("LOAD <http://127.0.0.1/secret> INTO GRAPH <x:g>", "LOAD"),
        ("LOADSILENT<file:///etc/passwd>", "LOAD"),
        ("CLEAR ALL", "CLEAR"),
        ("DROP SILENT GRAPH <x:g>", "DROP"),
        ("CREATE GRAPH <x:g>", "CREATE"),
        ("COPY <x:a> TO <x:b>", "COPY"),
        ("MOVE DEFAULT TO <x:b>", "MOVE"),
        ("ADD <x:a> TO <x:b>", "ADD"),
    ],
)
def test_an_update_is_refused_in_plain_words(text: str, word: str) -> None:
    """Not as a query with a mistake in it."""
    with pytest.raises(ForbiddenProblem) as caught:
        refuse_switched_off(text)
    assert str(caught.value.detail) == f"{word} is SPARQL Update, which is switched off."


@pytest.mark.parametrize(
    "text",
    [
        "ASK { ?load ?insert 'DROP ALL' }",
        "PREFIX load: <x:> ASK { load:a ?p ?o }",
        "PREFIX drop: <x:DROP> # CLEAR ALL\nDESCRIBE drop:a",
        "SELECT * { ?s ?p ?o } ; DROP ALL",
        "Loading the data",
        "",
    ],
)
def test_what_does_not_begin_as_an_update_is_none(text: str) -> None:
    """Words of an update anywhere else are names, texts or mistakes."""
    refuse_switched_off(text)


@pytest.mark.parametrize(
    ("text", "default", "named"),
    [
        ("ASK { ?s ?p ?o }", [], []),
        ("ASK FROM <x:a> FROM NAMED <x:b> { ?s ?p ?o }", ["<x:a>"], ["<x:b>"]),
        ("PREFIX g: <x:> ASK from g:a FROM # FROM <x:c>\nnamed g: { ?s ?p ?o }", ["g:a"], ["g:"]),
        ("ASK FROM<x:a>FROMNAMED<x:b>{ ?s ?p ?o }", ["<x:a>"], ["<x:b>"]),
        ("PREFIX from: <x:> ASK FROM from:from { from:from ?p ?o }", ["from:from"], []),
        ("ASK { ?from <x:named> 'FROM <x:a>' . GRAPH <x:b> {} } # FROM <x:c>", [], []),
    ],
)
def test_the_graphs_of_a_dataset_are_found_as_written(text: str, default: list[str], named: list[str]) -> None:
    """After FROM and FROM NAMED, and nowhere else."""
    assert graphs(text) == (default, named)


def test_the_prologue_ends_where_the_query_begins() -> None:
    """Whatever its prefixes are called."""
    text = "# SELECT\nPREFIX SELECT: <x:ASK> BASE <x:ASK> VERSION 'ASK' ASK { }"
    assert text[prologue_end(text) :] == "ASK { }"
    assert prologue_end("PREFIX x: <x:>") == len("PREFIX x: <x:>")


def test_variables_are_found_where_they_stand() -> None:
    """By name, without their sign, as often as they come."""
    assert list(variables("ASK { ?a $b '?c' . <?d> ?한국 ?a } # ?e")) == [("a", 6), ("b", 9), ("한국", 24), ("a", 28)]
