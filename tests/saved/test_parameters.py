"""Binding the parameters of saved queries: a value can only ever be one term."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from oegyo.errors import RequestProblem
from oegyo.saved.query import Parameter, SavedQuery
from query_texts import BASE, XSD, answer, read_text, text_with

if TYPE_CHECKING:
    from pathlib import Path

TYPES = {
    "date": '"2021-07-31"^^xsd:date',
    "gYear": '"1991"^^xsd:gYear',
    "gYearMonth": '"1997-05"^^xsd:gYearMonth',
    "integer": "12",
    "string": '"a text"',
    "language": '"en"',
    "id/state": "state:KOR",
    "concept/as-of-basis": "basis:stated",
    "term": "oegyo:memberOf",
}
"""Each type of parameter, with a default as it stands in a query text."""


def parameter(kind: str) -> Parameter:
    """A parameter of the type ``kind``."""
    return Parameter("value", kind, {"en": "value"}, "")


def query(kind: str) -> SavedQuery:
    """A query with one parameter ``value`` of the type ``kind``."""
    text = text_with(kind, TYPES[kind])
    return SavedQuery("what-is-it", {}, {}, (), (parameter(kind),), text)


@pytest.mark.parametrize(
    ("kind", "value", "term"),
    [
        ("date", "1991-09-17", ox.Literal("1991-09-17", datatype=ox.NamedNode(XSD + "date"))),
        ("date", "2024-02-29", ox.Literal("2024-02-29", datatype=ox.NamedNode(XSD + "date"))),
        ("gYear", " 1991 ", ox.Literal("1991", datatype=ox.NamedNode(XSD + "gYear"))),
        ("gYearMonth", "1997-05", ox.Literal("1997-05", datatype=ox.NamedNode(XSD + "gYearMonth"))),
        ("integer", "-12", ox.Literal("-12", datatype=ox.NamedNode(XSD + "integer"))),
        ("integer", "0", ox.Literal("0", datatype=ox.NamedNode(XSD + "integer"))),
        ("string", "Quốc hội", ox.Literal("Quốc hội")),
        ("string", "", ox.Literal("")),
        ("language", "ko", ox.Literal("ko")),
        ("id/state", "KOR", ox.NamedNode(BASE + "id/state/KOR")),
        ("id/state", BASE + "id/state/KOR", ox.NamedNode(BASE + "id/state/KOR")),
        ("id/passage", "kcc-vietnam-1-2", ox.NamedNode(BASE + "id/passage/kcc-vietnam-1-2")),
        ("concept/as-of-basis", "stated", ox.NamedNode(BASE + "concept/as-of-basis/stated")),
        ("concept/as-of-basis", BASE + "concept/as-of-basis/stated", ox.NamedNode(BASE + "concept/as-of-basis/stated")),
        ("term", "memberOf", ox.NamedNode(BASE + "ontology#memberOf")),
        ("term", BASE + "ontology#State", ox.NamedNode(BASE + "ontology#State")),
    ],
)
def test_a_value_of_its_type_becomes_a_term(kind: str, value: str, term: ox.NamedNode | ox.Literal) -> None:
    """As a user writes it, short or as a whole IRI, with or without space around it; and back again."""
    assert parameter(kind).term(value) == term
    assert parameter(kind).term(parameter(kind).short(term)) == term


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        *(
            (kind, value)
            for kind in ("date", "gYear", "gYearMonth", "integer", "id/state", "term")
            for value in ("", " ", "?")
        ),
        ("date", "1991"),
        ("date", "1991-13-01"),
        ("date", "2021-02-30"),
        ("date", "1991-09-32"),
        ("date", "91-09-17"),
        ("date", "1991-09-17Z"),
        ("date", "1991-09-17\n1"),
        ("date", "１９９１-09-17"),
        ("gYear", "19911"),
        ("gYear", "-1991"),
        ("gYear", "1991-09"),
        ("gYearMonth", "1997"),
        ("gYearMonth", "1997-00"),
        ("gYearMonth", "1997-5"),
        ("integer", "1.0"),
        ("integer", "01"),
        ("integer", "+1"),
        ("integer", "-"),
        ("integer", "²"),
        ("string", "half of a pair \ud83c"),
        ("language", "fr"),
        ("language", "EN"),
        ("language", "en-GB"),
        ("language", ""),
        ("id/state", "1KOR"),
        ("id/state", "K OR"),
        ("id/state", "KOR>"),
        ("id/state", "KOR/UN"),
        ("id/state", "KÖR"),
        ("id/state", BASE + "id/organization/UN"),
        ("id/state", "http://www.wikidata.org/entity/Q884"),
        ("concept/topic", "topic:peace"),
        ("concept/topic", BASE + "concept/aspect/goal"),
        ("term", BASE + "id/state/KOR"),
        ("term", "oegyo:State"),
    ],
)
def test_a_value_of_another_type_is_refused_with_advice(kind: str, value: str) -> None:
    """The refusal says which parameter it is about and what would be right."""
    with pytest.raises(RequestProblem, match="parameter value") as caught:
        parameter(kind).term(value)
    assert str(parameter(kind).hint) in str(caught.value.advice)


def test_an_unknown_parameter_is_refused_and_the_known_ones_are_named() -> None:
    """A slip in the name of a parameter must not be taken for the default."""
    with pytest.raises(RequestProblem, match="'vlaue'") as caught:
        query("date").bind({"vlaue": "1991-09-17"})
    assert "value" in str(caught.value.advice)


@pytest.mark.parametrize("kind", TYPES)
def test_the_default_as_a_user_writes_it_is_the_default_of_the_text(tmp_path: Path, kind: str) -> None:
    """A form that is filled with the defaults and sent asks what the text asks."""
    saved = read_text(tmp_path, text_with(kind, TYPES[kind]))
    (only,) = saved.parameters
    assert answer(saved.bind({"value": only.default})) == answer(saved.text)


any_text = st.text() | st.text(alphabet="\\\"'{}<>?$^@#.;,:_ \n\r\t\x00uUx0029ABCDEF")
"""Any text, and more often what means something in SPARQL."""


@given(any_text)
@example('" } } #')
@example('\\" } } #')
@example("\\u0022 } } #")
@example("a\n}\n  VALUES ?other { 2 }\n#")
@example("a\r}\r  VALUES ?other { 2 }\r#")
@example("\\1 \\g<1> ${1}")
@example("Đại Hàn Dân Quốc 대한민국 \U0001f1f0\U0001f1f7 \u2028 \x85 \x00")
def test_any_text_stays_one_string(value: str) -> None:
    """It comes back as it was, space around it aside, and the rest of the answer is what it was."""
    assert answer(query("string").bind({"value": value})) == [[ox.Literal(value.strip()), ox.Literal(1)]]


@given(any_text)
def test_any_two_texts_stay_two_strings(value: str) -> None:
    """A value that looks like the data block of another parameter does not become one."""
    text = text_with("string", '"a"').replace("VALUES ?other { 1 }", 'VALUES ?other { "b" }')
    both = SavedQuery("q", {}, {}, (), (parameter("string"), Parameter("other", "string", {}, "")), text)
    for tricky in (value, f'\n  VALUES ?other {{ "{value}" }}\n'):
        values = {"value": tricky, "other": value}
        assert answer(both.bind(values)) == [[ox.Literal(tricky.strip()), ox.Literal(value.strip())]]


slugs = st.from_regex(r"[A-Za-z][A-Za-z0-9-]*", fullmatch=True)
like_values = st.one_of(any_text, slugs, st.dates().map(str), st.integers().map(str), st.sampled_from(string.punctuation))


@pytest.mark.parametrize("kind", TYPES)
@given(value=like_values)
def test_no_value_of_any_type_changes_the_rest_of_the_query(kind: str, value: str) -> None:
    """Either the value is refused, or the text differs from the one before in one term on one line."""
    saved = query(kind)
    try:
        bound = saved.bind({"value": value})
    except RequestProblem:
        return
    before, after = saved.text.split("\n"), bound.split("\n")
    assert len(before) == len(after)
    (changed,) = [new for old, new in zip(before, after, strict=True) if new.startswith("  VALUES ?value {")]
    assert [new for new in after if new != changed] == [old for old in before if not old.startswith("  VALUES ?value {")]
    assert answer(bound) == [[parameter(kind).term(value), ox.Literal(1)]]
