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
    assert caught.value.failures == [f"data/x.ttl:{line}: a comment here would be lost; write rdfs:comment"]


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r")), st.sampled_from(["@en", "@ko", ""]))
def test_the_layout_changes_no_triple_and_is_its_own_layout(value: str, tag: str) -> None:
    """Whatever a literal says, the layout holds the same triples, and laying it out again changes nothing."""
    literal = str(ox.Literal(value)) + tag
    before = PREFIXES + f"state:KOR skos:note {literal}, state:PRK ."
    after = canonical(before, "data/x.ttl", TABLE)
    assert {*ox.parse(before, format=ox.RdfFormat.TURTLE)} == {*ox.parse(after, format=ox.RdfFormat.TURTLE)}
    assert canonical(after, "data/x.ttl", TABLE) == after
