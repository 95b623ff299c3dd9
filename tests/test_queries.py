"""Reading saved queries, and that a parameter's value can only ever be one term."""

from __future__ import annotations

import re
import string
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from oegyo.errors import NotFoundProblem, OegyoError, RequestProblem
from oegyo.queries import Parameter, SavedQuery, find, read, read_all, read_header

if TYPE_CHECKING:
    from pathlib import Path

XSD = "http://www.w3.org/2001/XMLSchema#"
BASE = "https://w3id.org/oegyo/"

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

PROLOGUE = f"""\
PREFIX basis: <{BASE}concept/as-of-basis/>
PREFIX oegyo: <{BASE}ontology#>
PREFIX state: <{BASE}id/state/>
PREFIX xsd: <{XSD}>
"""


def header(**parameters: str) -> str:
    """The header of a query with ``parameters`` (name → type)."""
    lines = []
    for key, text in {"summary": "What is it?", "description": "It is what it is."}.items():
        lines += [f"{key}: {text}", f"{key}-ko: {text} (ko)", f"{key}-vi: {text} (vi)"]
    lines.append("tags: [memberships, quality]")
    if parameters:
        lines.append("parameters:")
    for name, kind in parameters.items():
        lines += [f"  {name}:", f"    type: {kind}", f"    label: The {name}"]
        lines += [f"    label-ko: The {name} (ko)", f"    label-vi: The {name} (vi)"]
    return "".join(f"#+ {line}\n" for line in lines)


def text_with(kind: str, default: str, name: str = "value") -> str:
    """The text of a query with one parameter, which is all it answers."""
    values = f"  VALUES ?{name} {{ {default} }}\n"
    return f"{header(**{name: kind})}{PROLOGUE}SELECT ?{name} ?other WHERE {{\n{values}  VALUES ?other {{ 1 }}\n}}\n"


def read_text(folder: Path, text: str) -> SavedQuery:
    """The query ``text`` read from a file."""
    path = folder / "what-is-it.rq"
    path.write_text(text, encoding="utf-8")
    return read(path)


def parameter(kind: str) -> Parameter:
    """A parameter of the type ``kind``."""
    return Parameter("value", kind, {"en": "value"}, "")


def query(kind: str) -> SavedQuery:
    """A query with one parameter ``value`` of the type ``kind``."""
    text = text_with(kind, TYPES[kind])
    return SavedQuery("what-is-it", {}, {}, (), (parameter(kind),), text)


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


def answer(text: str) -> list[list[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None]]:
    """The rows that ``text`` has over nothing at all: its data blocks."""
    solutions = ox.Store().query(text)
    assert isinstance(solutions, ox.QuerySolutions)
    return [list(solution) for solution in solutions]


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
    queries = read_all(tmp_path)
    assert list(queries) == ["a", "b"]
    assert find(queries, "b").slug == "b"
    with pytest.raises(NotFoundProblem, match="'c'"):
        find(queries, "c")


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
    assert parameter(kind).hint in caught.value.advice


def test_an_unknown_parameter_is_refused_and_the_known_ones_are_named() -> None:
    """A slip in the name of a parameter must not be taken for the default."""
    with pytest.raises(RequestProblem, match="'vlaue'") as caught:
        query("date").bind({"vlaue": "1991-09-17"})
    assert "value" in caught.value.advice


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
