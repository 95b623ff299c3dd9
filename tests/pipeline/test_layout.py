"""The one layout of hand-kept Turtle."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from miniature import PREFIXES
from oegyo.errors import BuildError
from oegyo.pipeline.layout import canonical

TABLE = dict(ox.parse(PREFIXES, format=ox.RdfFormat.TURTLE).prefixes) or {
    line.split()[1].rstrip(":"): line.split()[2].strip("<>") for line in PREFIXES.splitlines()
}


def layout(body: str) -> str:
    """``body`` in the layout, without its prefixes."""
    text = canonical(PREFIXES + body, "data/x.ttl", TABLE)
    return "\n".join(line for line in text.splitlines() if not line.startswith("PREFIX")).strip()


def test_a_subject_is_a_block_with_its_type_and_names_first() -> None:
    """Type, then names, then the rest by prefixed name; languages in order; one line each."""
    body = 'state:KOR oegyo:startDate "1948"^^xsd:gYear ; skos:prefLabel "대한민국"@ko, "Korea"@en ; a oegyo:State .'
    assert layout(body) == (
        "state:KOR\n"
        "    a oegyo:State ;\n"
        "    skos:prefLabel\n"
        '        "Korea"@en ,\n'
        '        "대한민국"@ko ;\n'
        '    oegyo:startDate "1948"^^xsd:gYear ;\n'
        "."
    )


def test_numbers_in_names_are_in_natural_order() -> None:
    """Passage 9 stands before passage 25, not after it."""
    body = "passage:a-25 a oegyo:Passage . passage:a-9 a oegyo:Passage ."
    assert layout(body).index("passage:a-9") < layout(body).index("passage:a-25")


def test_evidence_follows_its_record() -> None:
    """A reader finds the evidence right below the record it is for, before the next record."""
    body = """evidence:b a oegyo:Evidence . evidence:a a oegyo:Evidence . membership:B a oegyo:Membership .
        membership:A a oegyo:Membership ; oegyo:evidence evidence:b, evidence:a ."""
    subjects = [line for line in layout(body).splitlines() if line and line[0] not in " ."]
    assert subjects == ["membership:A", "evidence:a", "evidence:b", "membership:B"]


def test_each_record_is_followed_by_its_own_evidence_in_natural_order() -> None:
    """Not by what it refers to otherwise, nor by that of another record."""
    body = """membership:A oegyo:evidence evidence:a-25, evidence:a-9 ; schema:citation evidence:b-1, membership:B .
        membership:B oegyo:evidence evidence:b-1 . evidence:b-1 a oegyo:Evidence .
        evidence:a-25 a oegyo:Evidence . evidence:a-9 a oegyo:Evidence ."""
    subjects = [line for line in layout(body).splitlines() if line and line[0] not in " ."]
    assert subjects == ["membership:A", "evidence:a-9", "evidence:a-25", "membership:B", "evidence:b-1"]


def test_texts_are_in_natural_order_whatever_they_begin_with() -> None:
    """Numbers by their value and before words, each kind of literal after what is named."""
    listed = [line.strip() for line in layout('state:KOR schema:n "b2", "10", "b10", "9", state:PRK .').splitlines()[2:-1]]
    assert [line.split()[0] for line in listed] == ["state:PRK", '"9"', '"10"', '"b2"', '"b10"']


def test_properties_are_in_the_order_of_what_is_read() -> None:
    """By their prefixed names, not by the IRIs that these stand for."""
    body = "membership:A schema:url <http://a/> ; org:member state:KOR ; oegyo:value 1 ; a oegyo:State ."
    listed = [line.split()[0] for line in layout(body).splitlines()[1:-1]]
    assert listed == ["a", "oegyo:value", "org:member", "schema:url"]


def test_a_decimal_keeps_the_form_that_the_engine_answers_with() -> None:
    """A whole one is written without a point, any other with one."""
    assert layout('state:KOR schema:a "37"^^xsd:decimal ; schema:b 1.5 ; schema:c 37 .').splitlines()[1:-1] == [
        '    schema:a "37"^^xsd:decimal ;',
        "    schema:b 1.5 ;",
        "    schema:c 37 ;",
    ]


def test_only_prefixes_in_use_are_declared() -> None:
    """The head of a file says what the file uses."""
    text = canonical(PREFIXES + "state:KOR a oegyo:State .", "data/x.ttl", TABLE)
    assert [line.split()[1] for line in text.splitlines() if line.startswith("PREFIX")] == ["oegyo:", "state:"]


def test_a_title_comment_stays() -> None:
    """The comment at the top of a file is kept as it is."""
    text = canonical("# States\n# and areas\n" + PREFIXES + "state:KOR a oegyo:State .", "data/x.ttl", TABLE)
    assert text.startswith("# States\n# and areas\n\nPREFIX ")


def test_a_comment_that_would_be_lost_is_refused_with_its_line() -> None:
    """Nothing a person wrote is dropped in silence."""
    text = "# Title\n" + PREFIXES + 'state:KOR a oegyo:State ; # the south\n  schema:url <http://x/#a>, "#b" .\n'
    line = 1 + PREFIXES.count("\n") + 1
    with pytest.raises(BuildError) as caught:
        canonical(text, "data/x.ttl", TABLE)
    assert caught.value.stage == "format"
    assert caught.value.failures == [f"data/x.ttl:{line}: a comment here would be lost; write rdfs:comment"]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("state:KOR schema:a _:one . state:PRK schema:b _:one . _:one schema:y 1 ; schema:x 2 .", "schema:x, schema:y"),
        ("state:KOR schema:a _:one ; schema:b _:one . _:one schema:x 1 .", "schema:x"),
        ("[] schema:x 1 .", "schema:x"),
        ("_:one schema:x _:other . _:other schema:y _:one .", "schema:x, schema:y"),
    ],
)
def test_a_blank_node_that_would_be_lost_is_refused(body: str, said: str) -> None:
    """By what it has, for it has no name; one that stands inside one thing is kept there."""
    with pytest.raises(BuildError) as caught:
        layout(f'state:KOR schema:n [ schema:m ( 1 "a" [ schema:l 2 ] ) ] . {body}')
    assert (caught.value.stage, caught.value.failures) == (
        "format",
        [f"data/x.ttl: a blank node that many or none refer to would be lost ({said}); give it an IRI"],
    )


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r")), st.sampled_from(["@en", "@ko", ""]))
def test_the_layout_changes_no_triple_and_is_its_own_layout(value: str, tag: str) -> None:
    """Whatever a literal says, the layout holds the same triples, and laying it out again changes nothing."""
    literal = str(ox.Literal(value)) + tag
    before = PREFIXES + f"state:KOR skos:note {literal}, state:PRK ."
    after = canonical(before, "data/x.ttl", TABLE)
    assert {*ox.parse(before, format=ox.RdfFormat.TURTLE)} == {*ox.parse(after, format=ox.RdfFormat.TURTLE)}
    assert canonical(after, "data/x.ttl", TABLE) == after


_NAMES = st.sampled_from([f"state:{name}" for name in ("A", "B", "C", "D")])


@given(st.sets(st.tuples(_NAMES, st.sampled_from(["oegyo:evidence", "schema:citation"]), _NAMES), min_size=1))
def test_the_layout_loses_nothing_however_things_refer_to_each_other(triples: set[tuple[str, str, str]]) -> None:
    """Whatever is the evidence of what, all that was said is still there."""
    before = PREFIXES + "".join(f"{' '.join(triple)} .\n" for triple in sorted(triples))
    after = canonical(before, "data/x.ttl", TABLE)
    assert {*ox.parse(before, format=ox.RdfFormat.TURTLE)} == {*ox.parse(after, format=ox.RdfFormat.TURTLE)}
    assert canonical(after, "data/x.ttl", TABLE) == after
