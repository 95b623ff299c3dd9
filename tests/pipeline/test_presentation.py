"""What is to be shown is shown: a gap, or a name of nothing, ends the build with the place to mend it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyshacl
import pytest
from rdflib import Graph

from miniature import PREFIXES, write_sources
from oegyo.errors import BuildError
from oegyo.paths import installed_sources
from oegyo.pipeline import stages

if TYPE_CHECKING:
    from pathlib import Path

    from oegyo.paths import Sources

SHOWN = "ontology/presentation/records.ttl"
CORE = "ontology/core.ttl"
MORE = "@prefix dash: <http://datashapes.org/dash#> .\n@prefix csvw: <http://www.w3.org/ns/csvw#> .\n"
NAMED = 'oegyo:State skos:prefLabel "State"@en , "국가"@ko , "Quốc gia"@vi .'


@pytest.fixture(name="sources")
def _sources(tmp_path: Path) -> Sources:
    sources = write_sources(tmp_path)
    prefixes = "@prefix presentation: <https://w3id.org/oegyo/presentation#> .\n" + MORE
    table = sources.ontology / "prefixes.ttl"
    table.write_text(table.read_text(encoding="utf-8") + prefixes, encoding="utf-8")
    shown = tmp_path / SHOWN  # with its blocks where those of a file in the layout begin
    shown.write_text(shown.read_text(encoding="utf-8").replace("\n        ", "\n"), encoding="utf-8")
    return sources


def put(sources: Sources, name: str, turtle: str) -> None:
    """Write ``turtle`` at the end of the file ``name``, on a line of its own."""
    path = sources.data.parent / name
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{MORE if name == SHOWN else ''}{turtle}\n", encoding="utf-8")


def failures(sources: Sources) -> list[str]:
    """What the stage finds."""
    with pytest.raises(BuildError) as caught:
        stages.check(sources, (), lambda _: None)
    assert caught.value.stage in {"presentation", "lint"}
    return list(caught.value.failures)


def line_of(sources: Sources, beginning: str) -> int:
    """The line of the presentation that begins with ``beginning``."""
    lines = (sources.data.parent / SHOWN).read_text(encoding="utf-8").splitlines()
    (number,) = (number for number, line in enumerate(lines, start=1) if line.lstrip().startswith(beginning))
    return number


def test_the_small_graph_is_shown(sources: Sources) -> None:
    """What the rest of these tests break is whole."""
    stages.check(sources, (), lambda _: None)


@pytest.mark.parametrize(
    ("name", "turtle", "node", "what"),
    [
        (CORE, "oegyo:Visit a owl:Class .", "Any", "nothing shows oegyo:Visit; write presentation:Visit"),
        (CORE, "oegyo:Visit a owl:Class ; rdfs:subClassOf oegyo:Membership .", "Membership", "nothing shows oegyo:Visit"),
        (
            CORE,
            "oegyo:motto a owl:DatatypeProperty ; schema:domainIncludes oegyo:State .",
            "State",
            "oegyo:motto: oegyo:State has it, and its page has no place for it",
        ),
        (
            "data/states.ttl",
            'state:PRK a oegyo:State ; skos:prefLabel "DPRK"@en ; schema:sha256 "x" .',
            "State",
            "schema:sha256: oegyo:State has it, and its page has no place for it",
        ),
        (
            CORE,
            "oegyo:rival a owl:ObjectProperty ; schema:rangeIncludes oegyo:State .",
            "inverse-evidence",
            "oegyo:rival: nothing says what points to a thing by it is called; write presentation:inverse-rival",
        ),
        (
            CORE,
            "oegyo:ally a owl:ObjectProperty ; schema:rangeIncludes oegyo:State .",
            "Any",
            "oegyo:ally: nothing says what points to a thing by it is called; write presentation:inverse-ally",
        ),
        (SHOWN, "presentation:position sh:path schema:sha265 .", "position", "schema:sha265 is named nowhere"),
        (SHOWN, "presentation:lost a sh:PropertyShape ; sh:path oegyo:stance .", "lost", "no node shape has it"),
        (SHOWN, "presentation:member dash:viewer dash:ValueTableViewer .", "member", "is a table of nothing"),
        (
            SHOWN,
            "presentation:member oegyo:questions ( <https://w3id.org/oegyo/queries/no> ) ."
            " presentation:Any sh:property presentation:member .",
            "member",
            "leads to https://w3id.org/oegyo/queries/no, and queries/ has no such file",
        ),
    ],
)
def test_a_gap_is_said_with_the_place_to_fill_it(sources: Sources, name: str, turtle: str, node: str, what: str) -> None:
    """The file and the line of what is to be changed, or of what the new thing goes beside."""
    if "questions" in turtle:
        put(sources, CORE, "oegyo:questions a owl:ObjectProperty .")
    put(sources, name, turtle)
    found = failures(sources)
    assert len(found) == 1
    assert found[0].startswith(f"{SHOWN}:{line_of(sources, f'presentation:{node} a ')}: presentation:{node}")
    assert what in found[0]


def test_a_name_that_is_in_one_language_alone_is_found(sources: Sources) -> None:
    """Whatever is read has a name in each language that the ontology has."""
    put(sources, CORE, NAMED)
    line = line_of(sources, "presentation:inverse-evidence a ")
    lacks = f"{SHOWN}:{line}: presentation:inverse-evidence sh:name: has no sh:name in"
    assert failures(sources) == [f"{lacks} ko [check:P04]", f"{lacks} vi [check:P04]"]


@pytest.mark.parametrize("turtle", ["presentation:member dash:hiden true .", "presentation:member a csvw:Colunm ."])
def test_a_term_that_pages_do_not_read_is_found(sources: Sources, turtle: str) -> None:
    """It would say nothing, in silence."""
    put(sources, SHOWN, turtle)
    (found,) = failures(sources)
    assert "is not a term that pages read" in found


def test_an_abstract_class_has_no_page_of_its_own(sources: Sources) -> None:
    """So its properties need no place there."""
    put(sources, CORE, "oegyo:Fact a owl:Class . oegyo:motto a owl:DatatypeProperty ; schema:domainIncludes oegyo:Fact .")
    put(sources, SHOWN, "presentation:Fact a sh:NodeShape ; sh:targetClass oegyo:Fact ; dash:abstract true .")
    stages.check(sources, (), lambda _: None)


def test_how_things_are_shown_constrains_nothing() -> None:
    """The same terms say what must hold in ontology/shapes/; a validator that reads these finds no fault in anything."""
    shapes, data = Graph(bind_namespaces="none"), Graph(bind_namespaces="none")
    for path in sorted(installed_sources().ontology.glob("presentation/*.ttl")):
        shapes.parse(path)
    data.parse(data=PREFIXES + "state:KOR a oegyo:State ; oegyo:startDate 1 , 2 ; org:member state:KOR .", format="turtle")
    conforms, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none")
    assert conforms, report
