"""Measures of quality: what is read of a file, what becomes of its rows, and what the project's own measures measure."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from miniature import MEASURE, PREFIXES, add, write_sources
from oegyo.errors import BuildError
from oegyo.paths import installed_sources
from oegyo.pipeline import links
from oegyo.pipeline import measure as quality
from oegyo.pipeline.describe import read_description, report_tables
from oegyo.pipeline.parse import extend, load, parse, prefixes_of
from oegyo.pipeline.query_file import QueryFile
from oegyo.pipeline.results import ValidationResult

ONTOLOGY = installed_sources().ontology
QUALITY = "https://w3id.org/oegyo/quality#"
DQV = "http://www.w3.org/ns/dqv#"
XSD = "http://www.w3.org/2001/XMLSchema#"
TABLE = {line.split()[1].rstrip(":"): line.split()[2].strip("<>") for line in PREFIXES.splitlines()}

MORE = """
state:PRK a oegyo:State ; skos:prefLabel "DPRK"@en, "조선민주주의인민공화국"@ko, "CHDCND Triều Tiên"@vi ;
    skos:notation "PRK"^^<https://w3id.org/oegyo/concept/code-type/iso3166alpha3> ; oegyo:startDate "1948-09-09"^^xsd:date .
membership:PRK-UN a oegyo:Membership ; org:member state:PRK ; oegyo:status <https://w3id.org/oegyo/concept/status/doubtful> ;
    oegyo:conflictsWith membership:KOR-UN ; oegyo:evidence evidence:a, evidence:b .
evidence:a a oegyo:Evidence ; oegyo:passage passage:a ; oegyo:stance stance:disputes ; oegyo:onProperty oegyo:startDate ;
    oegyo:reportedValue "1990"^^xsd:gYear .
evidence:b a oegyo:Evidence ; oegyo:passage passage:a ; oegyo:stance stance:supports .
"""
WEB = """
source:web a oegyo:Source ; skos:prefLabel "A page"@en ; oegyo:retrieved "2026-11-22"^^xsd:date .
passage:a a oegyo:Passage ; oegyo:inSource source:web .
"""
# By the project's own measures, of the miniature graph and MORE and WEB beside it.
MEASURED = {
    "conflicting": {"Membership": "2", "all": "2"},
    "coverage": {
        "Evidence-onProperty": "0.3333",
        "Evidence-passage": "1",
        "Evidence-reportedValue": "0.3333",
        "Evidence-stance": "1",
        "Membership-org-member": "1",
        "Membership-org-organization": "0.5",
        "Membership-startDate": "0.5",
        "Passage-digest": "0.5",
        "Passage-inSource": "1",
        "Passage-position": "0.5",
        "Source-retrieved": "0.5",
        "Source-schema-sha256": "0.5",
        "State-skos-notation-https-w3id-org-oegyo-concept-code-type-iso3166alpha3": "0.5",
        "State-startDate": "1",
    },
    "disputed": {"Membership": "1", "all": "1"},
    "doubtful": {"Membership": "1", "all": "1"},
    "evidence-mean": {"Membership": "1.5", "all": "1.5"},
    "evidence-none": {"Membership": "0", "all": "0"},
    "evidence-two": {"Membership": "0.5", "all": "0.5"},
    "labels": {
        "Organization-en": "1",
        "Organization-ko": "0",
        "Organization-vi": "0",
        "Source-en": "0.5",
        "Source-ko": "0",
        "Source-vi": "0",
        "State-en": "1",
        "State-ko": "1",
        "State-vi": "1",
    },
    "linked": {"State": "0.5", "State-wikidata": "0.5"},
    "precision": {
        "Membership-startDate-xsd-gYear": "1",
        "State-startDate-xsd-date": "0.5",
        "State-startDate-xsd-gYear": "0.5",
    },
    "records": {
        "Evidence": "3",
        "Membership": "2",
        "Organization": "1",
        "Passage": "2",
        "Source": "2",
        "State": "2",
    },
    "source-passages": {"source-note": "1", "source-web": "1"},
    "source-read": {"source-web": "2026-11-22"},
    "source-records": {"source-note": "1", "source-web": "1"},
    "unresolved": {"all": "0"},
    "warnings": {"all": "1", "check-S20": "1"},
}


def measure(select: str, unit: str = "count") -> quality.Measure:
    """A measure with the query ``select``."""
    texts = {"en": "a", "ko": "b", "vi": "c"}
    file = QueryFile(Path("quality/made-up.rq"), "measure", {}, select)
    return quality.Measure("made-up", texts, texts, "completeness", unit, file)


def described(measure: quality.Measure, store: ox.Store | None = None) -> set[ox.Triple]:
    """What a release says of ``measure`` over ``store``."""
    store = store or ox.Store()
    tables = quality.tables([measure], quality.measured(store, measure, TABLE))
    files = [read_description(ONTOLOGY / f"description/{name}.rq").file for name in ("metrics", "measurements")]
    return {triple for file in files for triple in file.construct(store, tables)}


@pytest.fixture(name="store", scope="module")
def _store(tmp_path_factory: pytest.TempPathFactory) -> ox.Store:
    """The miniature graph and what `MORE` adds to it, as a build has it when it measures."""
    root = tmp_path_factory.mktemp("quality")
    sources = write_sources(root)
    add(root, "data/more.ttl", MORE)
    add(root, "data/sources/web.ttl", WEB)
    files = parse(sources, (), lambda _: None)
    store = load(files)
    warning = ValidationResult(
        "https://w3id.org/oegyo/id/membership/KOR-UN", "https://w3id.org/oegyo/check/S20", "", "too early", True
    )
    tables = {**report_tables([warning], []), **links.tables(files)}
    for path in [ONTOLOGY / "description/report.rq", *ONTOLOGY.glob("description/link-*.rq")]:
        said = read_description(path)
        extend(store, said.graph, said.file.construct(store, tables))
    return store


@pytest.mark.parametrize("name", sorted(MEASURED))
def test_the_measures_of_the_project_measure_what_they_say(store: ox.Store, name: str) -> None:
    """Every value, over a graph small enough to count by hand."""
    read = quality.read_measure(ONTOLOGY / "quality" / f"{name}.rq")
    found = {one.iri.value.removeprefix(QUALITY): one.value.value for one in quality.measured(store, read, TABLE)}
    assert found == {f"{name}-{of}": value for of, value in MEASURED[name].items()}


def test_every_measure_of_the_project_is_tested() -> None:
    """A new file needs its values above."""
    assert {path.stem for path in (ONTOLOGY / "quality").iterdir()} == set(MEASURED)


def test_a_measurement_says_of_what_it_is(tmp_path: Path) -> None:
    """A metric with its names and meaning, and a measurement for each row."""
    sources = write_sources(tmp_path)
    store = load(parse(sources, (), lambda _: None))
    said = described(quality.read_measure(sources.ontology / "quality/records.rq"), store)
    expected = f"""
        PREFIX dqv: <{DQV}> PREFIX quality: <{QUALITY}> PREFIX oegyo: <https://w3id.org/oegyo/ontology#>
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        PREFIX xsd: <{XSD}>
        quality:records a dqv:Metric ; skos:prefLabel "how many there are"@en, "개수"@ko, "số lượng"@vi ;
            rdfs:label "how many there are"@en, "개수"@ko, "số lượng"@vi ;
            skos:definition "How many things of the class there are."@en, "해당 클래스의 대상 수이다."@ko,
                "Số đối tượng của lớp."@vi ;
            dqv:inDimension <http://www.w3.org/2016/05/ldqd#completeness> ; dqv:expectedDataType xsd:integer ;
            <http://purl.org/linked-data/sdmx/2009/attribute#unitMeasure> <http://qudt.org/vocab/unit/NUM> .
        quality:records-State a dqv:QualityMeasurement ; dqv:isMeasurementOf quality:records ;
            dqv:computedOn oegyo:State ; dqv:value 1 .
        quality:records-Organization a dqv:QualityMeasurement ; dqv:isMeasurementOf quality:records ;
            dqv:computedOn oegyo:Organization ; dqv:value 1 .
        quality:records-Membership a dqv:QualityMeasurement ; dqv:isMeasurementOf quality:records ;
            dqv:computedOn oegyo:Membership ; dqv:value 1 .
        quality:records-Evidence a dqv:QualityMeasurement ; dqv:isMeasurementOf quality:records ;
            dqv:computedOn oegyo:Evidence ; dqv:value 1 .
        """
    assert said == {quad.triple for quad in ox.parse(expected, format=ox.RdfFormat.TURTLE)}


def test_a_measurement_of_one_property_in_one_language_says_both() -> None:
    """Each variable of the query is a property of the measurement."""
    select = (
        "SELECT ?on ?property ?datatype ?language ?target ?value "
        "{ VALUES (?on ?property ?datatype ?language ?target ?value) "
        f'{{ (<http://a/on> <http://schema.org/url> <{XSD}date> "ko" <{QUALITY}wikidata> 5) }} }}'
    )
    node = ox.NamedNode(f"{QUALITY}made-up-http-a-on-schema-url-xsd-date-ko-wikidata")
    said = {triple.predicate.value: str(triple.object) for triple in described(measure(select)) if triple.subject == node}
    assert said == {
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#type": f"<{DQV}QualityMeasurement>",
        f"{DQV}isMeasurementOf": f"<{QUALITY}made-up>",
        f"{DQV}computedOn": "<http://a/on>",
        f"{DQV}value": f'"5"^^<{XSD}integer>',
        "http://schema.org/measuredProperty": "<http://schema.org/url>",
        "http://www.w3.org/ns/shacl#datatype": f"<{XSD}date>",
        "http://purl.org/dc/terms/language": '"ko"',
        "http://rdfs.org/ns/void#objectsTarget": f"<{QUALITY}wikidata>",
    }


def test_a_measurement_of_nothing_in_particular_is_of_all_the_data() -> None:
    """Without ?on, it is computed on the whole data set."""
    computed_on = ox.NamedNode(f"{DQV}computedOn")
    written = described(measure("SELECT (1 AS ?value) {}"))
    assert [str(triple.object) for triple in written if triple.predicate == computed_on] == ["<https://w3id.org/oegyo/>"]


@pytest.mark.parametrize(
    ("unit", "value", "literal"),
    [
        ("count", "3", f'"3"^^<{XSD}integer>'),
        ("share", "1/3", f'"0.3333"^^<{XSD}decimal>'),
        ("share", "1/2", f'"0.5"^^<{XSD}decimal>'),
        ("share", "1", f'"1"^^<{XSD}decimal>'),
        ("share", "0", f'"0"^^<{XSD}decimal>'),
        ("share", "99999/100000", f'"0.9999"^^<{XSD}decimal>'),
        ("share", "1/100000", f'"0.0001"^^<{XSD}decimal>'),
        ("mean", "200", f'"200"^^<{XSD}decimal>'),
        ("mean", "5/3", f'"1.6667"^^<{XSD}decimal>'),
        ("date", f'"2026-11-22"^^<{XSD}date>', f'"2026-11-22"^^<{XSD}date>'),
    ],
)
def test_a_value_has_the_type_of_its_unit(unit: str, value: str, literal: str) -> None:
    """In the form that the engine answers with; almost all is never called all, nor almost none nothing."""
    written = described(measure(f"SELECT ({value} AS ?value) {{}}", unit))
    (said,) = (triple.object for triple in written if triple.predicate == ox.NamedNode(DQV + "value"))
    assert str(said) == literal
    store = ox.Store()
    store.extend(ox.Quad(triple.subject, triple.predicate, triple.object) for triple in written)
    assert {quad.triple for quad in store} == written


@pytest.mark.parametrize(
    ("select", "unit", "what"),
    [
        ("SELECT ?value {", "count", "is not SPARQL: expected"),
        ("ASK {}", "count", "is not a SELECT"),
        ("SELECT ?on {}", "count", "selects ?value, and of ?on, ?property, ?datatype, ?language, ?target what it is"),
        ("SELECT ?value ?of { VALUES (?value ?of) { (1 2) } }", "count", "selects ?value, and of ?on"),
        ("SELECT ?value { VALUES ?value { UNDEF } }", "count", "gives the value None, which is not an xsd:integer"),
        ("SELECT ?value { VALUES ?value { 1.5 } }", "count", "which is not an xsd:integer"),
        ('SELECT ?value { VALUES ?value { "1" } }', "share", "which is not an xsd:decimal"),
        ("SELECT ?value { VALUES ?value { 1.5 } }", "share", "gives the share 1.5, which is not between 0 and 1"),
        ("SELECT ?value { VALUES ?value { 1 } }", "date", "which is not an xsd:date"),
        ("SELECT ?value { VALUES ?value { 1 2 } }", "count", f"measures {QUALITY}made-up-all twice"),
    ],
)
def test_a_query_that_is_no_measure_is_named(select: str, unit: str, what: str) -> None:
    """With its file, and what is wrong with it."""
    with pytest.raises(BuildError) as caught:
        quality.measured(ox.Store(), measure(select, unit), TABLE)
    assert caught.value.stage == "measure"
    (failure,) = caught.value.failures
    assert re.match(r"ontology/quality/made-up\.rq(:1)?: ", failure)
    assert what in failure


@pytest.mark.parametrize(
    ("name", "old", "new", "what"),
    [
        ("records.rq", "#+ title-vi: số lượng\n", "", "the header lacks 'title-vi'"),
        ("records.rq", "#+ definition: How", "#+ meaning: How", "the header lacks 'definition'"),
        ("records.rq", "#+ unit: count", "#+ unit: miles", "unit is one of count, mean, share, date, not 'miles'"),
        ("records.rq", "completeness", "beauty", "there is no dimension 'beauty' in http://www.w3.org/2016/05/ldqd#"),
        ("records.rq", "#+ unit: count", "#+ unit: {", "the header cannot be read: expected the node content"),
        ("records.rq", MEASURE, "#+ a measure", "the header is not lines of 'name: value'"),
        ("Records.rq", "", "", "a measure is called by words in small letters, joined by hyphens"),
    ],
)
def test_a_header_that_cannot_be_used_is_named(tmp_path: Path, name: str, old: str, new: str, what: str) -> None:
    """Names and meaning in three languages, a dimension of the survey that the W3C names, a unit that is known."""
    path = tmp_path / "quality" / name
    path.parent.mkdir()
    path.write_text(MEASURE.replace(old, new), encoding="utf-8")
    with pytest.raises(BuildError) as caught:
        quality.read_measure(path)
    (failure,) = caught.value.failures
    assert re.match(rf"ontology/quality/{name}(:8)?: {re.escape(what)}", failure)


def test_the_prefixes_of_the_project_name_what_is_measured() -> None:
    """So that the Turtle of a measurement reads well."""
    prefixes = prefixes_of(installed_sources())
    assert prefixes["quality"] == QUALITY
    assert prefixes["dqv"] == DQV
