"""What a release says of itself: each description says what it should, and a broken one fails the build."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from miniature import write_sources
from oegyo.errors import BuildError
from oegyo.paths import installed_sources
from oegyo.pipeline import links, measure, stages
from oegyo.pipeline.checks import Check
from oegyo.pipeline.describe import GRAPHS, query_tables, read_description, report_tables
from oegyo.pipeline.parse import extend, load, parse
from oegyo.pipeline.query_file import QueryFile
from oegyo.pipeline.results import ValidationResult
from oegyo.saved.header import read_header
from oegyo.saved.query import read_query
from query_texts import header

if TYPE_CHECKING:
    from pathlib import Path

    from oegyo.saved.inline_data import Tables

FOLDER = installed_sources().ontology / "description"
PROLOGUE = """
PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX dqv: <http://www.w3.org/ns/dqv#>
PREFIX foaf: <http://xmlns.com/foaf/0.1/> PREFIX oegyo: <https://w3id.org/oegyo/ontology#>
PREFIX quality: <https://w3id.org/oegyo/quality#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX report: <https://w3id.org/oegyo/graph/report#> PREFIX schema: <http://schema.org/>
PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX void: <http://rdfs.org/ns/void#> PREFIX wd: <http://www.wikidata.org/entity/>
PREFIX query: <https://w3id.org/oegyo/queries/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
PREFIX check: <https://w3id.org/oegyo/check/> PREFIX state: <https://w3id.org/oegyo/id/state/>
PREFIX shape: <https://w3id.org/oegyo/shapes#> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
"""
KOR, UN = "https://w3id.org/oegyo/id/state/KOR", "https://w3id.org/oegyo/id/organization/UN"
GRAPH = f"""
<{KOR}> a oegyo:State . <{UN}> a oegyo:Organization .
oegyo:State skos:prefLabel "State"@en , "국가"@ko , "Quốc gia"@vi .
oegyo:Organization skos:prefLabel "Body"@en , "기구"@ko .
shape:languages rdf:first "en" ; rdf:rest ( "ko" "vi" ) .
"""
WIKIDATA = ox.NamedNode("https://w3id.org/oegyo/quality#wikidata")
SET = ox.NamedNode("https://w3id.org/oegyo/quality#links-wikidata")
SETS: Tables = {
    ("set", "target"): [(SET, WIKIDATA)],
    ("set", "subject", "object"): [
        (SET, ox.NamedNode(KOR), ox.NamedNode("http://www.wikidata.org/entity/Q884")),
        (SET, ox.NamedNode(UN), ox.NamedNode("http://www.wikidata.org/entity/Q1065")),
        (SET, ox.NamedNode(UN), ox.NamedNode("http://www.wikidata.org/entity/Q884")),
    ],
    ("target", "space", "homepage", "licence"): [
        (WIKIDATA, ox.Literal("http://www.wikidata.org/entity/"), ox.NamedNode("http://w/"), ox.NamedNode("http://l/")),
        (ox.NamedNode("http://other/"), ox.Literal("http://other/"), ox.NamedNode("http://w/"), ox.NamedNode("http://l/")),
    ],
    ("target", "name"): [
        (WIKIDATA, ox.Literal("Wikidata", language="en")),
        (WIKIDATA, ox.Literal("위키데이터", language="ko")),
        (WIKIDATA, ox.Literal("Wikidata", language="vi")),
        (ox.NamedNode("http://other/"), ox.Literal("Other", language="en")),
    ],
}


def turtle(text: str) -> set[ox.Triple]:
    """The triples of ``text``."""
    return {quad.triple for quad in ox.parse(PROLOGUE + text, format=ox.RdfFormat.TURTLE)}


def written(name: str, tables: Tables) -> set[ox.Triple]:
    """What the description ``name`` writes of `GRAPH` and ``tables``."""
    store = ox.Store()
    extend(store, "facts", turtle(GRAPH))
    return read_description(FOLDER / f"{name}.rq").file.construct(store, tables)


def test_the_report_holds_a_validation_result_for_each_warning() -> None:
    """Numbered in one order; a check that warns has its title, one that does not is not named, nor is a shape."""
    checks = [
        Check(f"https://w3id.org/oegyo/check/{name}", f"Title {name}", "", True, QueryFile(FOLDER, "checks", {}, ""))
        for name in ("S1", "S2")
    ]
    warnings = [
        ValidationResult(UN, checks[0].iri, "https://w3id.org/oegyo/ontology#value", "too “much”", True),
        ValidationResult(KOR, "https://w3id.org/oegyo/shapes#State", "", "too early", True),
    ]
    assert written("report", report_tables(reversed(warnings), checks)) == turtle(f"""
        report:1 a sh:ValidationResult ; sh:focusNode <{UN}> ; sh:sourceShape check:S1 ; sh:resultPath oegyo:value ;
            sh:resultSeverity sh:Warning ; sh:resultMessage "too “much”"@en .
        report:2 a sh:ValidationResult ; sh:focusNode <{KOR}> ; sh:sourceShape shape:State ;
            sh:resultSeverity sh:Warning ; sh:resultMessage "too early"@en .
        check:S1 rdfs:label "Title S1"@en .
        """)
    assert written("report", report_tables([], checks)) == set()


@pytest.mark.parametrize(
    ("body", "kind", "holds_text"),
    [
        ('SELECT ?s WHERE { ?s ?p "\\\\d{2}" }', "SPARQLSelectExecutable", "select"),
        ("ASK {}", "SPARQLAskExecutable", "ask"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "SPARQLConstructExecutable", "construct"),
        ("DESCRIBE <http://a/>", "SPARQLDescribeExecutable", "describe"),
    ],
)
def test_a_saved_query_is_executable(tmp_path: Path, body: str, kind: str, holds_text: str) -> None:
    """Its whole text, its question in each language, its tags, and where to send it."""
    path = tmp_path / "what-is-it.rq"
    path.write_text(header() + body, encoding="utf-8")
    found = written("queries", query_tables([read_query(path)]))
    text = ox.Triple(ox.NamedNode("https://w3id.org/oegyo/queries/what-is-it"), _sh(holds_text), ox.Literal(header() + body))
    assert found == {text} | turtle(f"""
        query:what-is-it a sh:SPARQLExecutable , sh:{kind} ; schema:target <https://w3id.org/oegyo/sparql> ;
            rdfs:comment "What is it?"@en , "What is it? (ko)"@ko , "What is it? (vi)"@vi ;
            schema:keywords "memberships" , "quality" .
        """)


def _sh(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"http://www.w3.org/ns/shacl#{name}")


def test_a_link_set_says_how_much_it_links() -> None:
    """Triples, subjects and objects, each once."""
    assert written("link-sets", SETS) == turtle("""
        <https://w3id.org/oegyo/> a void:Dataset ; void:subset quality:links-wikidata .
        quality:links-wikidata a void:Linkset ; void:subjectsTarget <https://w3id.org/oegyo/> ;
            void:objectsTarget quality:wikidata ; void:linkPredicate skos:exactMatch ;
            void:dataDump <https://w3id.org/oegyo/download/links-wikidata.ttl> ;
            void:triples 3 ; void:distinctSubjects 2 ; void:distinctObjects 2 .
        """)


def test_a_link_set_says_how_many_of_each_class_it_links() -> None:
    """A thing with two links is one."""
    assert written("link-set-classes", SETS) == turtle("""
        quality:links-wikidata void:classPartition quality:links-wikidata-State, quality:links-wikidata-Organization .
        quality:links-wikidata-State a void:Dataset ; void:class oegyo:State ; void:entities 1 .
        quality:links-wikidata-Organization a void:Dataset ; void:class oegyo:Organization ; void:entities 1 .
        """)


def test_a_link_set_is_named_in_three_languages() -> None:
    """The classes in the order of their names; one without a name is called by its IRI."""
    titles = '"Links to Wikidata: Body, State"@en , "위키데이터 연결: 국가, 기구"@ko , '
    titles += '"Liên kết tới Wikidata: Organization, Quốc gia"@vi'
    assert written("link-set-titles", SETS) == turtle(
        f"quality:links-wikidata dcterms:title {titles} ; rdfs:label {titles} ."
    )


def test_a_data_set_that_is_linked_with_is_described() -> None:
    """One that no file links with is not."""
    names = '"Wikidata"@en , "위키데이터"@ko , "Wikidata"@vi'
    assert written("link-targets", SETS) == turtle(f"""
        quality:wikidata a void:Dataset ; dcterms:title {names} ; rdfs:label {names} ; dcterms:license <http://l/> ;
            foaf:homepage <http://w/> ; void:uriSpace "http://www.wikidata.org/entity/" .
        """)


@pytest.mark.parametrize(
    ("unit", "said"),
    [
        ("count", "dqv:expectedDataType xsd:integer ; <{attribute}> <http://qudt.org/vocab/unit/NUM>"),
        ("mean", "dqv:expectedDataType xsd:decimal ; <{attribute}> <http://qudt.org/vocab/unit/NUM>"),
        ("share", "dqv:expectedDataType xsd:decimal ; <{attribute}> <http://qudt.org/vocab/unit/FRACTION>"),
        ("date", "dqv:expectedDataType xsd:date"),
    ],
)
def test_a_measure_is_a_metric_in_its_unit(unit: str, said: str) -> None:
    """With its names, its meaning and its dimension; a date is in no unit."""
    texts = {"en": "a", "ko": "b", "vi": "c"}
    meant = {"en": "d", "ko": "e", "vi": "f"}
    made = measure.Measure("made-up", texts, meant, "timeliness", unit, QueryFile(FOLDER, "measure", {}, ""))
    said = said.format(attribute="http://purl.org/linked-data/sdmx/2009/attribute#unitMeasure")
    assert written("metrics", measure.tables([made], [])) == turtle(f"""
        quality:made-up a dqv:Metric ; skos:prefLabel "a"@en , "b"@ko , "c"@vi ; rdfs:label "a"@en , "b"@ko , "c"@vi ;
            skos:definition "d"@en , "e"@ko , "f"@vi ;
            dqv:inDimension <http://www.w3.org/2016/05/ldqd#timeliness> ; {said} .
        """)


def test_a_measurement_is_one_value_of_a_measure() -> None:
    """And says of what it is the value; what it is not about is left out."""
    node, value, on = ox.NamedNode("http://m/"), ox.Literal(7), ox.NamedNode(KOR)
    row = (node, ox.NamedNode("http://metric/"), on, None, None, ox.Literal("ko"), None, value)
    columns = ("measurement", "metric", "on", "property", "datatype", "language", "target", "value")
    assert written("measurements", {columns: [row]}) == turtle(f"""
        <http://m/> a dqv:QualityMeasurement ; dqv:isMeasurementOf <http://metric/> ; dqv:computedOn <{KOR}> ;
            dcterms:language "ko" ; dqv:value 7 .
        """)


TESTED = {
    *("link-set-classes", "link-set-titles", "link-sets", "link-targets"),
    *("measurements", "metrics", "queries", "report"),
}


def test_every_description_is_tested_and_titled() -> None:
    """A new file needs its test above, and says in its header what it says of a release."""
    assert {path.stem for path in FOLDER.iterdir()} == TESTED
    for path in FOLDER.iterdir():
        assert set(read_header(path.read_text(encoding="utf-8"))) == {"title", "graph"}


def test_a_file_more_is_a_description_more(tmp_path: Path) -> None:
    """It reads the graph and what was measured, and its triples go to the graph that its header names."""
    sources = write_sources(tmp_path / "project")
    (sources.ontology / "description/first.rq").write_text(
        '#+ graph: report\nCONSTRUCT { ?s <http://a/was> "warned of" } '
        "WHERE { VALUES (?number ?focus ?source ?path ?message ?title) { } ?s a <https://w3id.org/oegyo/ontology#State> }"
    )
    (sources.ontology / "description/more.rq").write_text(
        "#+ graph: queries\nCONSTRUCT { ?measurement <http://a/is> ?value } "
        "WHERE { VALUES (?measurement ?metric ?on ?property ?datatype ?language ?target ?value) { } }"
    )
    lines: list[str] = []
    release = stages.build(sources, tmp_path / "releases", lines.append)
    assert "describe: more.rq (4 triples)" in lines
    quads = [quad for quad in ox.parse(path=release.graph) if quad.predicate == ox.NamedNode("http://a/is")]
    assert {str(quad.graph_name) for quad in quads} == {"<https://w3id.org/oegyo/graph/queries>"}
    assert {str(quad.object) for quad in quads} == {'"1"^^<http://www.w3.org/2001/XMLSchema#integer>'}


@pytest.mark.parametrize(
    ("name", "text", "failure"),
    [
        ("report.rq", "#+ graph: report\nSELECT ?x {}", "report.rq: is not a CONSTRUCT"),
        ("report.rq", "#+ graph: report\nCONSTRUCT {", "report.rq:2: is not SPARQL:"),
        (
            "report.rq",
            "#+ graph: facts\nCONSTRUCT {} {}",
            "report.rq: the header says graph: report, queries or description",
        ),
        ("report.rq", "CONSTRUCT {} {}", "report.rq: the header says graph: report, queries or description"),
        (
            "report.rq",
            "#+ graph: report\n\nCONSTRUCT {} {\nVALUES (?warning) { } }",
            "report.rq:4: there is no table of ?warning;",
        ),
        (
            "metrics.rq",
            "#+ graph: description\nCONSTRUCT {} {\nVALUES (?a ?b) { } }",
            "metrics.rq:3: there is no table of ?a ?b;",
        ),
    ],
)
def test_a_broken_description_fails_the_build(tmp_path: Path, name: str, text: str, failure: str) -> None:
    """With its file, its line and what is wrong, and the tables that there are."""
    sources = write_sources(tmp_path / "project")
    (sources.ontology / "description" / name).write_text(text, encoding="utf-8")
    with pytest.raises(BuildError) as caught:
        stages.build(sources, tmp_path / "releases", lambda _: None)
    assert caught.value.stage == "describe"
    (said,) = caught.value.failures
    assert said.startswith(f"ontology/description/{failure}")
    assert not (tmp_path / "releases").exists()


def test_the_tables_of_links_are_what_the_files_hold(tmp_path: Path) -> None:
    """A row for each link, and each file with the data set that it links with."""
    files = parse(write_sources(tmp_path), (), lambda _: None)
    tables = links.tables(files)
    assert list(tables["set", "target"]) == [(SET, WIKIDATA)]
    assert list(tables["set", "subject", "object"]) == [
        (SET, ox.NamedNode(KOR), ox.NamedNode("http://www.wikidata.org/entity/Q884"))
    ]
    assert len(load(files)) > 0


def test_the_graphs_of_descriptions_hold_nothing_else() -> None:
    """What is written by hand or derived is in other graphs."""
    assert set(GRAPHS) == {read_description(path).graph for path in FOLDER.iterdir()}
