"""The quality of the data as a page and as RDF, over a release that says something of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from oegyo.config import Settings
from oegyo.paths import installed_sources
from oegyo.terms.formats import FORMATS, HTML, Kind, by_extension
from oegyo.terms.namespaces import graph_iri
from oegyo.web.quality import page as quality_page
from small_release import client_of, write_quads
from web.http.test_problems import assert_canonical_problem
from web.page import Page, read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient

    from oegyo.release import Release

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
MORE_PREFIXES = {
    "check": "https://w3id.org/oegyo/check/",
    "dcterms": "http://purl.org/dc/terms/",
    "dqv": "http://www.w3.org/ns/dqv#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "quality": "https://w3id.org/oegyo/quality#",
    "sdmx": "http://purl.org/linked-data/sdmx/2009/attribute#",
    "sh": "http://www.w3.org/ns/shacl#",
    "status": "https://w3id.org/oegyo/concept/status/",
    "unit": "http://qudt.org/vocab/unit/",
    "void": "http://rdfs.org/ns/void#",
}
TEXTS = {
    "description": """
        quality:records a dqv:Metric ; skos:prefLabel "how many"@en, "개수"@ko ; sdmx:unitMeasure unit:NUM ;
            skos:definition "How many there are."@en, "몇 개인지이다."@ko .
        quality:records-State a dqv:QualityMeasurement ; dqv:isMeasurementOf quality:records ;
            dqv:computedOn oegyo:State ; dqv:value 1999 .
        quality:coverage a dqv:Metric ; skos:prefLabel "share"@en ; sdmx:unitMeasure unit:FRACTION .
        quality:coverage-State-startDate a dqv:QualityMeasurement ; dqv:isMeasurementOf quality:coverage ;
            dqv:computedOn oegyo:State ; schema:measuredProperty oegyo:startDate ; dqv:value 0.9949 .
        quality:coverage-State-code a dqv:QualityMeasurement ; dqv:isMeasurementOf quality:coverage ;
            dqv:computedOn oegyo:State ; schema:measuredProperty skos:notation ; sh:datatype xsd:string ; dqv:value 1.0 .
        quality:labels a dqv:Metric ; skos:prefLabel "share named"@en ; sdmx:unitMeasure unit:FRACTION .
        quality:labels-State-vi a dqv:QualityMeasurement ; dqv:isMeasurementOf quality:labels ;
            dqv:computedOn oegyo:State ; dcterms:language "vi" ; dqv:value 0.5 .
        quality:labels-State-en a dqv:QualityMeasurement ; dqv:isMeasurementOf quality:labels ;
            dqv:computedOn oegyo:State ; dcterms:language "en" ; dqv:value 1.0 .
        quality:evidence-mean a dqv:Metric ; skos:prefLabel "average"@en ; sdmx:unitMeasure unit:NUM .
        quality:evidence-mean-all a dqv:QualityMeasurement ; dqv:isMeasurementOf quality:evidence-mean ;
            dqv:computedOn <https://w3id.org/oegyo/> ; dqv:value 1.5667 .
        quality:evidence-mean-Membership a dqv:QualityMeasurement ; dqv:isMeasurementOf quality:evidence-mean ;
            dqv:computedOn oegyo:Membership ; dqv:value 2.0 .
        quality:evidence-none a dqv:Metric ; skos:prefLabel "none"@en ; sdmx:unitMeasure unit:FRACTION .
        quality:evidence-none-Membership a dqv:QualityMeasurement ; dqv:isMeasurementOf quality:evidence-none ;
            dqv:computedOn oegyo:Membership ; dqv:value 0.0 .
        quality:source-read a dqv:Metric ; skos:prefLabel "read"@en .
        quality:source-read-note a dqv:QualityMeasurement ; dqv:isMeasurementOf quality:source-read ;
            dqv:computedOn source:note ; dqv:value "2026-11-22"^^xsd:date .
        quality:warnings a dqv:Metric ; skos:prefLabel "warnings"@en ; sdmx:unitMeasure unit:NUM .
        quality:warnings-check-S20 a dqv:QualityMeasurement ; dqv:isMeasurementOf quality:warnings ;
            dqv:computedOn check:S20 ; dqv:value 1 .
        quality:height a dqv:Metric ; skos:prefLabel "height"@en ; sdmx:unitMeasure unit:NUM .
        quality:height-all a dqv:QualityMeasurement ; dqv:isMeasurementOf quality:height ;
            dqv:computedOn <https://w3id.org/oegyo/> ; dqv:value 7 .
        quality:linked a dqv:Metric ; skos:prefLabel "linked"@en ; sdmx:unitMeasure unit:FRACTION .
        quality:linked-State a dqv:QualityMeasurement ; dqv:isMeasurementOf quality:linked ;
            dqv:computedOn oegyo:State ; dqv:value 1.0 .
        quality:linked-State-wikidata a dqv:QualityMeasurement ; dqv:isMeasurementOf quality:linked ;
            dqv:computedOn oegyo:State ; void:objectsTarget quality:wikidata ; dqv:value 0.25 .
        quality:wikidata a void:Dataset ; rdfs:label "Wikidata"@en ; foaf:homepage <https://www.wikidata.org/> ;
            dcterms:license <https://creativecommons.org/publicdomain/zero/1.0/> .
        quality:links-wikidata a void:Linkset ; rdfs:label "Links to Wikidata"@en ; void:objectsTarget quality:wikidata ;
            void:dataDump <https://w3id.org/oegyo/download/links-wikidata.ttl> ; void:triples 1234 ;
            void:classPartition quality:links-wikidata-State .
        quality:links-wikidata-State a void:Dataset ; void:class oegyo:State ; void:entities 1234 .
        """,
    "report": 'check:S20 rdfs:label "Nobody is early"@en .',
    "facts": """
        membership:KOR-UN oegyo:evidence evidence:silent .
        evidence:silent a oegyo:Evidence ; oegyo:passage passage:note-0-40 ; oegyo:stance stance:disputes .
        """
    + "".join(
        f"""
        membership:m{number:02} a oegyo:Membership ; oegyo:startDate "1991"^^xsd:gYear ;
            oegyo:evidence evidence:m{number:02} ; oegyo:status status:doubtful ; oegyo:conflictsWith membership:KOR-UN .
        evidence:m{number:02} a oegyo:Evidence ; oegyo:passage passage:note-0-40 ; oegyo:stance stance:disputes ;
            oegyo:onProperty oegyo:startDate ; oegyo:reportedValue "1990"^^xsd:gYear .
        """
        for number in range(60)
    ),
}


@pytest.fixture(name="measured", scope="module")
def _measured(tmp_path_factory: pytest.TempPathFactory, release: Release) -> Iterator[FlaskClient]:
    """A client of the release with what a build would say of it."""
    folder = tmp_path_factory.mktemp("quality")
    file = write_quads(folder / "quality.nq", TEXTS, MORE_PREFIXES)
    with client_of(Settings(release=folder, workers=1), release, file) as client:
        yield client


@pytest.fixture(name="page", scope="module")
def _page(measured: FlaskClient) -> Page:
    return read(measured.get("/quality", headers=BROWSER).text)


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        (None, "text/turtle; charset=utf-8"),
        ("*/*", "text/turtle; charset=utf-8"),
        ("text/turtle", "text/turtle; charset=utf-8"),
        ("application/ld+json", "application/ld+json"),
        ("application/n-triples", "application/n-triples"),
        ("text/plain", "text/plain; charset=utf-8"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("text/html;q=0.5, text/turtle", "text/turtle; charset=utf-8"),
        ("text/html", "text/html; charset=utf-8"),
        (BROWSER["Accept"], "text/html; charset=utf-8"),
    ],
)
def test_the_quality_is_sent_as_what_the_client_reads(measured: FlaskClient, accept: str | None, content_type: str) -> None:
    """At one address, which is where the IRIs of the measurements lead."""
    response = measured.get("/quality", headers={"Accept": accept} if accept else {})
    assert (response.status_code, response.content_type) == (200, content_type)
    assert "Accept" in response.vary
    assert measured.get("/quality", headers=dict(response.request.headers)).data == response.data


@pytest.mark.parametrize("accept", ["image/png", "application/sparql-results+json", "text/turtle;q=0"])
def test_a_client_that_reads_neither_is_told_what_there_is(measured: FlaskClient, accept: str) -> None:
    """406, with every media type."""
    problem = assert_canonical_problem(measured.get("/quality", headers={"Accept": accept}), 406, "not-acceptable")
    assert problem["offers"] == [entry.media_type for entry in FORMATS if entry.kind is Kind.GRAPH] + [HTML]


@pytest.mark.parametrize("extension", ["ttl", "nt", "jsonld", "rdf"])
def test_the_rdf_is_the_graph_of_the_description(measured: FlaskClient, extension: str) -> None:
    """All of it and nothing else, in every format, also for who has only an address."""
    entry = by_extension(extension)
    response = measured.get(f"/quality.{extension}", headers=BROWSER)
    assert (response.status_code, response.content_type) == (200, entry.content_type)
    triples = {quad.triple for quad in ox.parse(response.data, format=ox.RdfFormat.from_media_type(entry.media_type))}
    query = f"CONSTRUCT {{ ?s ?p ?o }} {{ GRAPH <{graph_iri('description')}> {{ ?s ?p ?o }} }}"
    asked = measured.get("/sparql", query_string={"query": query}, headers={"Accept": "application/n-triples"})
    assert triples == {quad.triple for quad in ox.parse(asked.data, format=ox.RdfFormat.N_TRIPLES)}
    assert len(triples) == 100


def test_a_measurement_is_one_block_of_turtle(measured: FlaskClient) -> None:
    """With the prefixes of the release and no others."""
    text = measured.get("/quality.ttl").text
    assert (
        "<https://w3id.org/oegyo/quality#coverage-State-startDate> a <http://www.w3.org/ns/dqv#QualityMeasurement> ;\n"
        "\tschema:measuredProperty oegyo:startDate ;\n"
        "\t<http://www.w3.org/ns/dqv#computedOn> oegyo:State ;\n"
        "\t<http://www.w3.org/ns/dqv#isMeasurementOf> <https://w3id.org/oegyo/quality#coverage> ;\n"
        "\t<http://www.w3.org/ns/dqv#value> 0.9949 ."
    ) in text


def cells(page: Page) -> dict[str, str]:
    """The numbers on ``page``, by what the IRIs of their measurements end with."""
    return {one.attributes["id"]: " ".join(one.text.split()) for one in page.all("td") if "id" in one.attributes}


def test_every_measurement_is_on_the_page_where_its_iri_leads(page: Page) -> None:
    """A share as percent, a number with its thousands, a day as it is."""
    assert cells(page) == {
        "records-State": "1,999",
        "coverage-State-startDate": "99.49%",
        "coverage-State-code": "100%",
        "labels-State-vi": "50%",
        "labels-State-en": "100%",
        "evidence-mean-all": "1.57",
        "evidence-mean-Membership": "2.00",
        "evidence-none-Membership": "0%",
        "source-read-note": "22 November 2026",
        "warnings-check-S20": "1",
        "height-all": "7",
        "linked-State": "100%",
        "linked-State-wikidata": "25%",
    }
    anchors = [one.attributes["id"] for one in page.elements if "id" in one.attributes]
    assert len(anchors) == len(set(anchors))
    assert {"records", "links-wikidata", "section-coverage"} <= set(anchors)


def test_the_sections_are_in_order_and_a_measure_of_no_section_has_one(page: Page) -> None:
    """Whoever adds a measure sees it on the page."""
    assert page.texts("h2") == [
        "What there is",
        "Coverage of properties",
        "Evidence",
        "Precision of dates",
        "Where sources disagree",
        "Unresolved and doubtful",
        "Links to other data",
        "Names in three languages",
        "Sources and when they were read",
        "Warnings that stand",
        "Other measures",
    ]
    assert [link for link in page.links().values() if link.startswith("#section-")] == [
        f"#section-{name}" for name in (*(plan.name for plan in quality_page._PLANS), "other")
    ]


def test_every_measure_of_the_project_has_its_section() -> None:
    """What is measured and what is shown are one list."""
    files = {path.stem for path in (installed_sources().ontology / "quality").glob("*.rq")}
    assert files == {name for plan in quality_page._PLANS for name in plan.measures}


def test_a_table_says_what_its_numbers_are_of(page: Page) -> None:
    """Each row and column has its head, each table a caption or a name, and a meter repeats what the text says."""
    heads = {(one.attributes["scope"], " ".join(one.text.split())) for one in page.all("th")}
    assert {
        ("col", "class"),
        ("col", "property"),
        ("rowgroup", "State"),
        ("row", "start date"),
        ("row", "skos:notation (xsd:string)"),
        ("row", "all"),
        ("row", "A note"),
        ("row", "S20: Nobody is early"),
        ("col", "English"),
        ("col", "Wikidata"),
        ("col", "any of them"),
    } <= heads
    assert len(page.all("caption")) == len(page.all("table"))
    assert {one.attributes["aria-hidden"] for one in page.all("meter")} == {"true"}
    assert [one.attributes["value"] for one in page.all("meter")][:2] == ["1", "0.9949"]
    assert page.all("script") == []


def test_columns_are_in_the_order_of_languages_and_a_blank_is_a_dash(page: Page) -> None:
    """What was not measured is no zero."""
    order = [name for name in page.texts("th") if name in {"English", "Tiếng Việt"}]
    assert order == ["English", "Tiếng Việt"]
    assert page.texts("td").count("–") == 4  # one where nothing was measured, three where a source gives no value


def test_things_lead_to_their_pages(page: Page) -> None:
    """Classes to the ontology, sources and records to their own; a check has no page."""
    links = page.links()
    assert links["State"] == "/ontology#State"
    assert links["A note"] == "/id/source/note"
    assert links["Links to Wikidata"] == "/download/links-wikidata.ttl"
    assert links["Wikidata"] == "https://www.wikidata.org/"
    assert "S20: Nobody is early" not in links
    assert page.alternates()["application/ld+json"] == "/quality.jsonld"


def test_disagreements_list_the_first_records_and_a_query_for_all(measured: FlaskClient, page: Page) -> None:
    """Fifty on the page and all behind the link, with what the record and the source say, where the source says it."""
    assert {
        "What a source says instead 61",
        "Records in conflict with each other 60",
        "Records that are unresolved or doubtful 60",
        "Link sets 1",
    } == set(page.texts("h3"))
    assert {"1990년", "1991년"} <= set(read(measured.get("/quality?lang=ko", headers=BROWSER).text).texts("td"))
    captions = [text for text in page.texts("caption") if text.startswith("The first ")]
    assert captions == [f"The first 50 of {total}: All of them, by SPARQL" for total in (61, 60, 60)]
    heads = [one.text for one in page.all("th") if one.text.startswith("membership:m")]
    assert heads.count("membership:m48") == 2  # of the conflicts, it is the other record
    assert heads.count("membership:m50") == 0
    addresses = [one.attributes["href"] for one in page.all("a") if one.attributes["href"].startswith("/sparql?query=")]
    counts = [len(measured.get(address, headers={"Accept": "text/csv"}).text.splitlines()) - 1 for address in addresses]
    assert counts == [61, 60, 60]
    rows = measured.get(addresses[0], headers={"Accept": "text/csv"}).text.splitlines()[1:3]
    source = "https://w3id.org/oegyo/id/source/note"
    assert rows == [
        f"https://w3id.org/oegyo/id/membership/KOR-UN,,,,{source}",
        f"https://w3id.org/oegyo/id/membership/m00,https://w3id.org/oegyo/ontology#startDate,1991,1990,{source}",
    ]


def test_the_page_speaks_the_language_of_the_reader(measured: FlaskClient) -> None:
    """Headings, names and meanings; what has no name in it is marked as what it is in."""
    page = read(measured.get("/quality?lang=ko", headers=BROWSER).text)
    assert page.texts("h1") == ["데이터 품질"]
    assert page.all("html")[0].attributes["lang"] == "ko"
    assert "몇 개인지이다." in page.texts("caption")
    assert page.links()["국가"] == "/ontology?lang=ko#State"
    assert page.in_language("Wikidata") == "en"
    vietnamese = read(measured.get("/quality", headers={**BROWSER, "Accept-Language": "vi"}).text)
    assert vietnamese.texts("h1") == ["Chất lượng dữ liệu"]
    numbers = cells(vietnamese)
    assert (numbers["records-State"], numbers["coverage-State-startDate"]) == ("1.999", "99,49%")
    assert (numbers["evidence-mean-all"], numbers["source-read-note"]) == ("1,57", "ngày 22 tháng 11 năm 2026")


def test_a_release_that_says_nothing_of_itself_has_an_empty_page(client: FlaskClient) -> None:
    """Such as one built before there were measures."""
    page = read(client.get("/quality", headers=BROWSER).text)
    assert cells(page) == {}
    assert page.texts("p").count("None.") == 13
    assert client.get("/quality.nt").data == b""


def test_the_quality_is_a_click_away(client: FlaskClient) -> None:
    """From every page, from the first one, and from the downloads."""
    home = read(client.get("/", headers=BROWSER).text)
    assert [one.attributes["href"] for one in home.all("a")].count("/quality") == 2
    downloads = read(client.get("/download/", headers=BROWSER).text)
    assert [one.attributes["href"] for one in downloads.all("a")].count("/quality") == 2


def test_what_was_measured_of_a_thing_is_no_link_to_it(measured: FlaskClient) -> None:
    """The page of a source lists passages, not numbers."""
    page = read(measured.get("/id/source/note.html", headers=BROWSER).text)
    assert [text for text in page.texts("dt") if "computedOn" in text] == []
    assert measured.get("/id/source/note.html", headers=BROWSER).text.count("quality#") == 0


def test_without_a_release_there_is_no_quality(bare_client: FlaskClient) -> None:
    """A server over other people's files has measured nothing."""
    assert_canonical_problem(bare_client.get("/quality"), 404, "not-found")
