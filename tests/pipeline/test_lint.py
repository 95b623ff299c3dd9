"""Each lint rule: what it lets pass and what it finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from miniature import PREFIXES
from oegyo.pipeline import lint, turtle
from oegyo.terms.vocabularies import RDF

if TYPE_CHECKING:
    from pathlib import Path

CLEAN = 'state:KOR a oegyo:State ; skos:prefLabel "Republic of Korea"@en, "대한민국"@ko, "Đại Hàn Dân Quốc"@vi .'
LANGUAGES = f'shape:languages <{RDF}first> "en" ; <{RDF}rest> ( "ko" "vi" ) .'
CORE = "oegyo:State a owl:Class . oegyo:startDate a owl:DatatypeProperty ."


def files(tmp_path: Path, **bodies: str) -> list[turtle.TurtleFile]:
    """Turtle files, by graph."""
    read = []
    for number, (graph, body) in enumerate({"shapes_languages": LANGUAGES, **bodies}.items()):
        path = tmp_path / f"{number}.ttl"
        path.write_text(PREFIXES + body, encoding="utf-8")
        read.append(turtle.read_as(path, f"{graph}.ttl", graph.partition("_")[0]))
    return read


def test_a_clean_graph_has_no_findings(tmp_path: Path) -> None:
    """Good data passes every rule."""
    assert lint.findings(files(tmp_path, ontology=CORE, facts=CLEAN)) == []


@pytest.mark.parametrize(
    ("body", "what"),
    [
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
    ],
)
def test_a_slip_is_found(tmp_path: Path, body: str, what: str) -> None:
    """One slip, one finding, at the node that has it."""
    found = lint.findings(files(tmp_path, ontology=CORE, facts=body))
    assert len(found) == 1
    assert found[0][0].startswith("https://w3id.org/oegyo/id/state/")
    assert what in found[0][1]


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
