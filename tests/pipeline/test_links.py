"""Link sets: one data set for each file, and what a release says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from miniature import PREFIXES, add, write_sources
from oegyo.pipeline import links, stages
from oegyo.pipeline.describe import read_description
from oegyo.pipeline.parse import TurtleFile, load, parse, read_turtle
from oegyo.terms.targets import TARGETS

if TYPE_CHECKING:
    from pathlib import Path

WIKIDATA = "state:KOR skos:exactMatch wd:Q884 ."
QUALITY = "https://w3id.org/oegyo/quality#"
VOID = "http://rdfs.org/ns/void#"


def file(tmp_path: Path, body: str) -> TurtleFile:
    """A file of links."""
    path = tmp_path / "links.ttl"
    path.write_text(PREFIXES + body, encoding="utf-8")
    return read_turtle(path, "data/links/links.ttl", "links")


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (
            'organization:UN skos:prefLabel "UN"@en .',
            "has <http://www.w3.org/2004/02/skos/core#prefLabel>, but a file of links holds skos:exactMatch only",
        ),
        (
            "organization:UN skos:closeMatch wd:Q1065 .",
            "has <http://www.w3.org/2004/02/skos/core#closeMatch>, but a file of links holds skos:exactMatch only",
        ),
        ("organization:UN skos:exactMatch <https://example.org/UN> .", "which is of no data set that is known here ("),
        ('organization:UN skos:exactMatch "Q1065" .', "which is of no data set that is known here ("),
        (
            "organization:UN skos:exactMatch <https://sws.geonames.org/1/> .",
            "is linked to Wikidata, but the file to GeoNames; keep one file for each",
        ),
    ],
)
def test_a_file_of_links_holds_exact_matches_in_one_data_set(tmp_path: Path, body: str, what: str) -> None:
    """Whatever else stands there is found, and said of its node."""
    assert list(links.findings(file(tmp_path, WIKIDATA))) == []
    ((node, said),) = links.findings(file(tmp_path, WIKIDATA + body))
    assert node.startswith("https://w3id.org/oegyo/id/")
    assert what in said


def test_the_data_sets_are_told_apart_by_the_beginning_of_an_iri() -> None:
    """No name space begins with another, and each data set is named in three languages."""
    spaces = [target.space for target in TARGETS]
    assert not [(one, other) for one in spaces for other in spaces if one != other and other.startswith(one)]
    assert len({target.name for target in TARGETS}) == len(spaces)
    for target in TARGETS:
        assert list(target.titles) == ["en", "ko", "vi"]


def test_a_link_set_says_what_it_links_and_how_much(tmp_path: Path) -> None:
    """In the terms of VoID, with the number of subjects of each class."""
    sources = write_sources(tmp_path)
    add(tmp_path, "ontology/names.ttl", 'oegyo:State skos:prefLabel "State"@en , "국가"@ko , "Quốc gia"@vi .')
    add(tmp_path, "data/links/wikidata.ttl", f"{WIKIDATA} organization:UN skos:exactMatch wd:Q1065 .")
    files = parse(sources, (), lambda _: None)
    described = set()
    for path in sources.ontology.glob("description/link-*.rq"):
        described |= read_description(path).file.construct(load(files), links.tables(files))
    expected = f"""
        PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX foaf: <http://xmlns.com/foaf/0.1/>
        PREFIX oegyo: <https://w3id.org/oegyo/ontology#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX quality: <{QUALITY}> PREFIX void: <{VOID}>
        <https://w3id.org/oegyo/> a void:Dataset ; void:subset quality:links-wikidata .
        quality:wikidata a void:Dataset ;
            dcterms:title "Wikidata"@en, "위키데이터"@ko, "Wikidata"@vi ;
            rdfs:label "Wikidata"@en, "위키데이터"@ko, "Wikidata"@vi ;
            dcterms:license <https://creativecommons.org/publicdomain/zero/1.0/> ;
            foaf:homepage <https://www.wikidata.org/> ;
            void:uriSpace "http://www.wikidata.org/entity/" .
        quality:links-wikidata a void:Linkset ;
            dcterms:title "Links to Wikidata: Organization, State"@en, "위키데이터 연결: Organization, 국가"@ko,
                "Liên kết tới Wikidata: Organization, Quốc gia"@vi ;
            rdfs:label "Links to Wikidata: Organization, State"@en, "위키데이터 연결: Organization, 국가"@ko,
                "Liên kết tới Wikidata: Organization, Quốc gia"@vi ;
            void:subjectsTarget <https://w3id.org/oegyo/> ;
            void:objectsTarget quality:wikidata ;
            void:linkPredicate skos:exactMatch ;
            void:dataDump <https://w3id.org/oegyo/download/links-wikidata.ttl> ;
            void:triples 2 ; void:distinctSubjects 2 ; void:distinctObjects 2 ;
            void:classPartition quality:links-wikidata-State, quality:links-wikidata-Organization .
        quality:links-wikidata-State a void:Dataset ; void:class oegyo:State ; void:entities 1 .
        quality:links-wikidata-Organization a void:Dataset ; void:class oegyo:Organization ; void:entities 1 .
        """
    assert described == {quad.triple for quad in ox.parse(expected, format=ox.RdfFormat.TURTLE)}


def test_every_link_set_has_its_own_name_and_its_download(tmp_path: Path) -> None:
    """Two files may link to one data set; a release has a file of each."""
    add(tmp_path, "data/links/wikidata-organizations.ttl", "organization:UN skos:exactMatch wd:Q1065 .")
    release = stages.build(write_sources(tmp_path), tmp_path / "releases", lambda _: None)
    store = ox.Store()
    store.load(path=release.graph)
    sets = {quad.subject: quad.object for quad in store.quads_for_pattern(None, ox.NamedNode(f"{VOID}dataDump"), None, None)}
    names = {str(node).strip("<>"): str(dump).strip("<>").rpartition("/")[2] for node, dump in sets.items()}
    assert names == {
        f"{QUALITY}links-wikidata": "links-wikidata.ttl",
        f"{QUALITY}links-wikidata-organizations": "links-wikidata-organizations.ttl",
    }
    assert set(names.values()) <= {entry.name for entry in release.downloads}
