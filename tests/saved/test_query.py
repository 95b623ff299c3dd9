"""Reading saved queries: what their headers say, and what is wrong with one that cannot be used."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from oegyo.errors import NotFoundProblem, OegyoError
from oegyo.saved.header import read_header
from oegyo.saved.query import find_query, read_queries
from query_texts import XSD, answer, header, read_text, text_with

if TYPE_CHECKING:
    from pathlib import Path

COUNTED = """\
SELECT ?year (COUNT(?node) AS ?number) (REPLACE(MIN(?label), "(", ")") AS ?name)
WHERE {
  ?node ?year ?label
}
GROUP BY ?year
"""
"""A query with three columns, each written in its own way."""


def drawn(picture: str) -> str:
    """The text of a query with ``picture`` in its header."""
    return header() + f"#+ picture: {picture}\n" + COUNTED


def test_a_file_becomes_a_query(tmp_path: Path) -> None:
    """The slug is the file's name, the texts are there by language, and the text is the file."""
    text = text_with("id/state", "state:KOR")
    saved = read_text(tmp_path, text)
    assert saved.slug == "what-is-it"
    assert saved.summary == {"en": "What is it?", "ko": "What is it? (ko)", "vi": "What is it? (vi)"}
    assert saved.description["vi"] == "It is what it is. (vi)"
    assert saved.tags == ("memberships", "quality")
    assert saved.text == text
    (only,) = saved.parameters
    assert (only.name, only.type, only.default) == ("value", "id/state", "KOR")
    assert only.labels == {"en": "The value", "ko": "The value (ko)", "vi": "The value (vi)"}


def test_a_query_needs_no_parameters(tmp_path: Path) -> None:
    """Without them the text is asked as it is."""
    text = header() + "ASK { }\n"
    saved = read_text(tmp_path, text)
    assert saved.parameters == ()
    assert saved.bind({}) == text


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("PREFIX oegyo: <x:>\nSELECT ?a WHERE { ?a ?b ?c }", "SELECT"),
        ("ask { ?select ?ask ?construct }", "ASK"),
        ("# SELECT\n  CONSTRUCT { ?a ?b ?c } WHERE { { SELECT ?a { ?a ?b ?c } } }", "CONSTRUCT"),
        ("DESCRIBE <x:select>", "DESCRIBE"),
    ],
)
def test_the_form_is_that_of_the_query_itself(tmp_path: Path, text: str, form: str) -> None:
    """Not that of a comment, a prefix, a variable or a query inside it."""
    assert read_text(tmp_path, header() + text).form == form


@pytest.mark.parametrize("word", ["on", "no", "off", "yes", "y", "null", "true", "1991", "1991-09-17", "1e3", "0o7"])
def test_a_word_in_the_header_stays_a_word(word: str) -> None:
    """YAML takes "on" for true, "no" for false and 1991-09-17 for a date; a header holds only words."""
    assert read_header(f"#+ {word}: {word}\nASK {{}}") == {word: word}


def test_a_parameter_may_be_called_on(tmp_path: Path) -> None:
    """A parameter with a name that YAML would take for true keeps it."""
    saved = read_text(tmp_path, text_with("date", '"2021-07-31"^^xsd:date', name="on"))
    assert saved.parameters[0].name == "on"
    assert answer(saved.bind({"on": "1991-09-17"}))[0][0] == ox.Literal("1991-09-17", datatype=ox.NamedNode(XSD + "date"))


@pytest.mark.parametrize(
    ("picture", "columns", "top"),
    [
        ("{type: bars, x: year, y: number}", {"x": "year", "y": "number"}, 0),
        ("{type: bars, x: year, y: number, series: name, top: 20}", {"x": "year", "y": "number", "series": "name"}, 20),
        ("{type: line, x: year, y: number}", {"x": "year", "y": "number"}, 0),
        ("{type: map, lat: year, lon: number, label: name}", {"lat": "year", "lon": "number", "label": "name"}, 0),
        ("{type: map, area: name, y: number}", {"area": "name", "y": "number"}, 0),
        ("{type: timeline, from: year, label: name}", {"from": "year", "label": "name"}, 0),
        ("{type: network, from: year, to: name}", {"from": "year", "to": "name"}, 0),
    ],
)
def test_a_header_may_ask_for_a_picture(tmp_path: Path, picture: str, columns: dict[str, str], top: int) -> None:
    """Its kind, and a column for each of its roles."""
    found = read_text(tmp_path, drawn(picture)).picture
    assert found is not None
    assert (found.columns, found.top) == (columns, top)
    assert found.entry == read_header(drawn(picture))["picture"] | {"type": found.type} | ({"top": top} if top else {})


def test_a_query_without_a_picture_has_none(tmp_path: Path) -> None:
    """Nor entities, nor a record."""
    saved = read_text(tmp_path, header() + COUNTED)
    assert (saved.picture, saved.entities, saved.record, saved.nodes) == (None, {}, "", [])


def test_a_header_may_name_the_variables_behind_the_names(tmp_path: Path) -> None:
    """A page asks for those that are no columns yet, each once."""
    text = header() + "#+ entities: {name: node, year: node}\n#+ record: year\n" + COUNTED.replace("GROUP BY", "#")
    saved = read_text(tmp_path, text)
    assert (saved.entities, saved.record) == ({"name": "node", "year": "node"}, "year")
    assert saved.nodes == ["node"]


def test_text_without_a_header_has_none() -> None:
    """A plain query is read as one with an empty header."""
    assert read_header("# a comment\nASK {}") == {}


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("ASK {}\n", "the header lacks"),
        (header().replace("summary-vi", "summary_vi") + "ASK {}\n", "summary-vi"),
        (header().replace("description:", "descriptions:") + "ASK {}\n", "description"),
        (header().replace("tags", "tag") + "ASK {}\n", "tags"),
        (header().replace("tags: [", "tags: [[") + "ASK {}\n", "expected"),
        (text_with("string", '"a"').replace("label-ko", "label_ko"), "label-ko"),
        (text_with("string", '"a"').replace("type", "types"), "type"),
        (text_with("string", '"a"').replace("VALUES ?value", "VALUES ?values"), "there are 0"),
        (text_with("string", '"a"').replace("  VALUES ?other { 1 }\n", '  VALUES ?value { "b" }\n'), "there are 2"),
        (text_with("string", '"a"').replace('{ "a" }', '{\n    "a"\n  } # the default'), "there are 0"),
        (text_with("string", "12"), "not of the type string"),
        (text_with("string", '"a"@en'), "not of the type string"),
        (text_with("gYear", '"1991"'), "not of the type gYear"),
        (text_with("date", '"1991-09-17"^^xsd:gYear'), "not of the type date"),
        (text_with("string", "_:a"), "not one term"),
        (text_with("string", "nope:a"), "nope:"),
        (text_with("string", '"a" "b"'), "not a valid"),
        (text_with("date", '"1991"'), "not a value"),
        (text_with("id/states", "state:KOR"), "not a value"),
        (text_with("strin", "oegyo:State"), "no type of parameter 'strin'"),
        (header().replace("[memberships, quality]", "memberships") + "ASK {}\n", "tags is not a list"),
        (header() + "#+ parameters: [value]\nASK {}\n", "items"),
        (drawn("{type: pie, x: year, y: number}"), "no picture of the type 'pie', but bars, line, map, network, timeline"),
        (drawn("{x: year, y: number}"), "no picture of the type ''"),
        (drawn("bars"), "dictionary"),
        (drawn("{type: bars, x: year}"), "a picture of the type bars needs x, y"),
        (drawn("{type: map, lat: year, lon: number}"), "a picture of the type map needs lat, lon, label or area, y"),
        (drawn("{type: line, x: year, y: number, label: name}"), "a picture of the type line has no label"),
        (drawn("{type: line, x: year, y: nmuber}"), "asks for the column nmuber, and the answer has year, number, name"),
        (drawn("{type: line, x: node, y: number}"), "asks for the column node"),
        (drawn("{type: bars, x: year, y: number, top: many}"), "top is a whole number"),
        (drawn("{type: line, x: year, y: number, top: 5}"), "top is a whole number, and of bars"),
        (header() + "#+ picture: {type: bars, x: a, y: b}\nASK {}\n", "the answer has none"),
        (header() + "#+ entities: {nmae: node}\n" + COUNTED, "entities names the column nmae"),
        (header() + "#+ record: other\n" + COUNTED.replace("GROUP BY", "#"), "name the variable other, which"),
        (header() + "#+ record: node\n" + COUNTED, "a column more would make other rows"),
        (header() + "#+ entities: [name]\n" + COUNTED, "dictionary"),
        ("#+ What is it?\nASK {}\n", "get"),
    ],
)
def test_a_wrong_header_or_parameter_names_the_file(tmp_path: Path, text: str, what: str) -> None:
    """The message says which file it is and what is wrong in it."""
    with pytest.raises(OegyoError, match=rf"^what-is-it\.rq: (?s:.*){re.escape(what)}"):
        read_text(tmp_path, text)


def test_a_folder_is_read_in_order_and_searched_by_slug(tmp_path: Path) -> None:
    """Every ``.rq`` file and nothing else; a slug that is not there is said to be so."""
    for name in ("b.rq", "a.rq", "c.txt"):
        (tmp_path / name).write_text(header() + "ASK {}\n", encoding="utf-8")
    queries = read_queries(tmp_path)
    assert list(queries) == ["a", "b"]
    assert find_query(queries, "b").slug == "b"
    with pytest.raises(NotFoundProblem, match="'c'"):
        find_query(queries, "c")
