"""Each lint rule: what it lets pass and what it finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from miniature import PREFIXES
from oegyo.pipeline import lint
from oegyo.pipeline.parse import TurtleFile, read_turtle
from oegyo.terms.vocabularies import CSVW, DASH, RDF

if TYPE_CHECKING:
    from pathlib import Path

CLEAN = 'state:KOR a oegyo:State ; skos:prefLabel "Republic of Korea"@en, "대한민국"@ko, "Đại Hàn Dân Quốc"@vi .'
LANGUAGES = f'shape:languages <{RDF}first> "en" ; <{RDF}rest> ( "ko" "vi" ) .'
CORE = "oegyo:State a owl:Class . oegyo:Organization a owl:Class . oegyo:startDate a owl:DatatypeProperty ."
RIGHT = """
organization:{0} a oegyo:Organization ; schema:url <http://a/> ; schema:name "name {0}"@en, "이름 {0}"@ko ;
    schema:identifier "{0}" ; schema:numberOfEmployees 7 .
"""
SLIPS = [
    ("state:KOR schema:location [ a schema:Place ] .", "has a blank node; give it an IRI"),
    ('state:KOR schema:n "01"^^xsd:integer .', "is not in canonical form; write"),
    ('state:KOR schema:n "1.50"^^xsd:decimal .', "is not in canonical form; write"),
    ('state:KOR schema:name "Vie\u0323\u0302t"@vi .', "is not in Unicode NFC"),
    ('state:KOR schema:name " Korea"@en .', "begins or ends with a space"),
    ('state:KOR schema:name "Corée"@fr .', "@fr is not one of en, ko, vi"),
    ('state:KOR schema:name "한국"@kr .', "@kr is not one of en, ko, vi"),
    ("state:KOR sh:minConut 1 .", "sh:minConut is not a term of SHACL"),
    ("state:KOR sh:reifierShape shape:X .", "sh:reifierShape is not a term of SHACL"),
    ("<https://w3id.org/oegyo/id/state/1KOR> a oegyo:State .", "is not id/{type}/{slug}"),
    ("<https://w3id.org/oegyo/id/state/한국> a oegyo:State .", "is not id/{type}/{slug}"),
    ("<https://w3id.org/oegyo/id/state/a/b> a oegyo:State .", "is not id/{type}/{slug}"),
    ('state:KOR oegyo:startdate "1948"^^xsd:gYear .', "oegyo:startdate is not defined in ontology/"),
    ("state:KOR a oegyo:Sate .", "oegyo:Sate is not defined in ontology/"),
    (f"state:KOR <{DASH}hiden> true .", f"<{DASH}hiden> is not a term that pages read"),
    (f"state:KOR a <{CSVW}Colunm> .", f"<{CSVW}Colunm> is not a term that pages read"),
]


def files(tmp_path: Path, **bodies: str) -> list[TurtleFile]:
    """Turtle files, by graph."""
    read = []
    for number, (graph, body) in enumerate({"shapes_languages": LANGUAGES, **bodies}.items()):
        path = tmp_path / f"{number}.ttl"
        path.write_text(PREFIXES + body, encoding="utf-8")
        read.append(read_turtle(path, f"{graph}.ttl", graph.partition("_")[0]))
    return read


def test_a_clean_graph_has_no_findings(tmp_path: Path) -> None:
    """Good data passes every rule."""
    assert lint.findings(files(tmp_path, ontology=CORE, facts=CLEAN)) == []


@pytest.mark.parametrize(("body", "what"), SLIPS)
def test_a_slip_is_found(tmp_path: Path, body: str, what: str) -> None:
    """One slip, one finding, at the node that has it."""
    found = lint.findings(files(tmp_path, ontology=CORE, facts=body))
    assert len(found) == 1
    assert found[0][0].startswith("https://w3id.org/oegyo/id/state/")
    assert what in found[0][1]


@pytest.mark.parametrize(("body", "what"), SLIPS)
def test_a_slip_is_found_among_what_is_right(tmp_path: Path, body: str, what: str) -> None:
    """Links, texts, codes and numbers before it and after it do not hide it."""
    found = lint.findings(files(tmp_path, ontology=CORE, facts=f"{RIGHT.format('A')}{body}{RIGHT.format('B')}"))
    assert [what in said for _, said in found] == [True]


def test_lists_in_shapes_are_the_one_use_of_blank_nodes(tmp_path: Path) -> None:
    """SHACL needs lists, and lists are blank nodes."""
    assert lint.findings(files(tmp_path, ontology=CORE, shapes='shape:X sh:in ( "a" "b" ) .')) == []


def test_a_node_described_in_two_files_is_a_duplicate(tmp_path: Path) -> None:
    """The finding names both files; links may add to a node that is described elsewhere."""
    found = lint.findings(files(tmp_path, ontology=CORE, facts=CLEAN, facts_2="state:KOR a oegyo:State ."))
    assert found == [("https://w3id.org/oegyo/id/state/KOR", "is described in facts.ttl and in facts_2.ttl")]
    assert lint.findings(files(tmp_path, ontology=CORE, facts=CLEAN, links="state:KOR skos:exactMatch wd:Q884 .")) == []


def test_a_triple_in_two_files_is_found(tmp_path: Path) -> None:
    """The union of the graphs would answer with it twice."""
    twice = "state:KOR skos:exactMatch wd:Q884 ."
    found = lint.findings(files(tmp_path, ontology=CORE, facts=CLEAN + twice, links=twice))
    assert found == [
        (
            "https://w3id.org/oegyo/id/state/KOR",
            "<http://www.w3.org/2004/02/skos/core#exactMatch> <http://www.wikidata.org/entity/Q884> "
            "stands in facts.ttl and in links.ttl",
        )
    ]


def test_a_node_described_twice_is_one_finding_and_hides_no_other(tmp_path: Path) -> None:
    """What it has twice goes without saying; what another node has twice does not."""
    twice = "organization:UN schema:url <http://a/> ."
    for facts, copy in ((CLEAN + twice, CLEAN + twice), (twice + CLEAN, twice + CLEAN)):
        assert lint.findings(files(tmp_path, ontology=CORE, facts=facts, facts_2=copy)) == [
            (
                "https://w3id.org/oegyo/id/organization/UN",
                "<http://schema.org/url> <http://a/> stands in facts.ttl and in facts_2.ttl",
            ),
            ("https://w3id.org/oegyo/id/state/KOR", "is described in facts.ttl and in facts_2.ttl"),
        ]


def test_a_term_is_defined_in_the_ontology_alone(tmp_path: Path) -> None:
    """What a file of facts says of a property is no definition of it."""
    body = 'oegyo:size rdfs:label "size"@en . state:KOR oegyo:size 1 .'
    found = lint.findings(files(tmp_path, ontology=CORE, facts=body))
    assert found == [("https://w3id.org/oegyo/id/state/KOR", "oegyo:size is not defined in ontology/")]


def test_findings_are_in_one_order_and_each_is_said_once(tmp_path: Path) -> None:
    """A property that is misspelt twice at one node is one slip; nodes follow each other by their names."""
    body = 'state:PRK oegyo:x 1 . state:KOR oegyo:x 1, 2 . state:CHN a oegyo:Sate ; schema:name " a"@en .'
    found = lint.findings(files(tmp_path, ontology=CORE, facts=body))
    assert [(node.rpartition("/")[2], what) for node, what in found] == [
        ("CHN", "' a' begins or ends with a space"),
        ("CHN", "oegyo:Sate is not defined in ontology/"),
        ("KOR", "oegyo:x is not defined in ontology/"),
        ("PRK", "oegyo:x is not defined in ontology/"),
    ]


def test_a_text_that_is_not_literal_text_is_passed_over(tmp_path: Path) -> None:
    """A link, and a text in a language, are in canonical form whatever they are."""
    body = 'state:KOR schema:url <http://a/%41> ; schema:name "01"@en ; schema:n "01" .'
    assert lint.findings(files(tmp_path, ontology=CORE, facts=body)) == []
