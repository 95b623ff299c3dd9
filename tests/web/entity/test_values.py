"""The values of a thing: each beside its own evidence, its names and codes once, and lists cut where they say."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from web import atlas
from web.atlas import known, page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient

    from oegyo.release import Release

_FACTS = """
state:VNM a oegyo:State ; skos:prefLabel "Viet Nam"@en, "베트남"@ko ; skos:notation "VNM", "704" ;
    skos:altLabel "Vietnam"@en, "SRV"@en, "월남"@ko ; oegyo:memberOf organization:UN ; oegyo:partyTo treaty:t1 .
organization:EU a oegyo:Organization ; skos:prefLabel "Union"@en ; oegyo:memberOf organization:UN ;
    skos:exactMatch <https://example.org/union>, <https://www.openstreetmap.org/relation/12/> ; oegyo:zeal "much" ;
    skos:altLabel "EU", "The Union"@en ; skos:definition "States that act as one."@en ; skos:notation "U2", "U1" ;
    oegyo:symbol "E/U" .
operation:o2 a oegyo:Operation ; skos:prefLabel "Operation 2"@en ; schema:location place:havana, place:hanoi ;
    oegyo:evidence evidence:one, evidence:two, evidence:three, evidence:four .
place:hanoi a oegyo:Place ; skos:prefLabel "Hanoi"@en . place:hue a oegyo:Place ; skos:prefLabel "Hue"@en .
evidence:one oegyo:onProperty schema:location ; oegyo:reportedValue place:hanoi ; oegyo:passage passage:one .
evidence:two oegyo:onProperty schema:location ; oegyo:reportedValue place:hue ; oegyo:passage passage:two .
evidence:three oegyo:onProperty oegyo:startDate ; oegyo:reportedValue "1999"^^xsd:gYear ; oegyo:passage passage:three .
evidence:four oegyo:stance stance:supports .
passage:one rdfs:comment "It went to Hanoi."@en ; oegyo:inSource source:paper ; schema:url <http://example.org/one> .
passage:two rdfs:comment "It went to Hue."@en ; oegyo:inSource source:paper .
passage:three rdfs:comment "It began in 1999."@en .
"""


def _votes(document: str, count: int) -> str:
    """So many votes on ``document``."""
    return f"document:{document} a oegyo:Document ; skos:prefLabel 'Text'@en .\n" + "".join(
        f"vote:{document}-{number:03} a oegyo:Vote ; oegyo:voter state:S{number:03} ; oegyo:document document:{document} ; "
        "oegyo:choice choice:yes .\n"
        for number in range(count)
    )


def _events(organization: str, count: int) -> str:
    """So many events that ``organization`` organized."""
    return f"organization:{organization} a oegyo:Organization .\n" + "".join(
        f"event:{organization}-{number:02} oegyo:organizer organization:{organization} .\n" for number in range(count)
    )


_DEPLOYED = "".join(
    f"deployment:KOR-{number} a oegyo:Deployment ; oegyo:contributor state:KOR ; oegyo:operation operation:o2 ; "
    f"oegyo:startDate '200{number}'^^xsd:gYear .\n"
    for number in range(8)
)
_LONG = _votes("v250", 250) + _votes("v251", 251) + _events("e50", 50) + _events("e51", 51) + _DEPLOYED


@pytest.fixture(name="client", scope="module")
def _client(tmp_path_factory: pytest.TempPathFactory, release: Release) -> Iterator[FlaskClient]:
    """A client of the application over things with many values, names and records."""
    with atlas.client(tmp_path_factory.mktemp("values"), release, atlas.TEXT + _FACTS + _LONG) as client:
        yield client


def test_each_value_has_the_evidence_that_gives_it(client: FlaskClient) -> None:
    """What gives another value stands below all of them, with that value."""
    found = page(client, "id/operation/o2")
    values = [text for text in found.texts("li") if text.startswith(("Hanoi", "Havana"))]
    assert values == ["Hanoi 1 source It went to Hanoi. A paper · on the web · passage", "Havana"]
    assert known(found)["location"].endswith(
        "1 source It went to Hue. ; the source gives: Hue A paper · on the web · passage"
    )


def test_evidence_on_what_has_no_value_is_shown_without_one(client: FlaskClient) -> None:
    """And evidence of which nothing more is known, on the entry as a whole."""
    found = known(page(client, "id/operation/o2"))
    assert found["start date"].startswith("no value accepted 1 source It began in 1999. ; the source gives: 1999")
    assert found["The entry as a whole"] == "1 source supports"


def test_a_passage_is_on_the_web_where_it_says_itself(client: FlaskClient) -> None:
    """Else where its source is."""
    links = [link.attributes["href"] for link in page(client, "id/operation/o2").all("a") if link.text == "on the web"]
    assert links == ["http://example.org/one", "https://example.org/paper"]


def test_names_and_codes_stand_below_the_heading(client: FlaskClient) -> None:
    """The heading is not said again; other names in the reader's language come first."""
    found = page(client, "id/state/VNM")
    assert found.texts("li")[: found.texts("li").index("704") + 2][-4:] == ["베트남", "State", "704", "VNM"]
    assert "Also: SRV; Vietnam; 월남" in found.texts("p")


def test_what_is_derived_from_records_is_left_to_them_on_the_page_of_a_state(client: FlaskClient) -> None:
    """Of anything else it is said."""
    assert {"memberOf", "partyTo"}.isdisjoint(page(client, "id/state/VNM").texts("dt"))
    assert known(page(client, "id/organization/EU"))["memberOf"] == "United Nations"


def test_a_property_is_a_link_where_it_is_defined_here(client: FlaskClient) -> None:
    """And nowhere else."""
    links = page(client, "id/organization/EU").links()
    assert links["zeal"] == "/ontology#zeal"
    assert "location" not in page(client, "id/operation/o2").links()


def test_the_same_elsewhere_is_named_by_the_data_set_or_by_its_address(client: FlaskClient) -> None:
    """As a link either way."""
    links = page(client, "id/organization/EU").links()
    assert links["OpenStreetMap 12"] == "https://www.openstreetmap.org/relation/12/"
    assert links["https://example.org/union"] == "https://example.org/union"


def test_search_engines_are_told_all_that_is_known_and_nothing_else(client: FlaskClient) -> None:
    """In the words and the form of schema.org; a text in no language is in none."""
    iri = "https://w3id.org/oegyo/id/organization/EU"
    scripts = page(client, "id/organization/EU").all("script")
    (told,) = [one for one in scripts if one.attributes.get("type") == "application/ld+json"]
    assert json.loads(told.text) == {
        "@context": "https://schema.org",
        "@type": "Organization",
        "@id": iri,
        "name": [{"@value": "Union", "@language": "en"}],
        "alternateName": [{"@value": "EU"}, {"@value": "The Union", "@language": "en"}],
        "identifier": ["E/U", "U1", "U2", iri],
        "sameAs": ["https://example.org/union", "https://www.openstreetmap.org/relation/12/"],
        "mainEntityOfPage": f"{iri}.html",
        "description": [{"@value": "States that act as one.", "@language": "en"}],
    }


@pytest.mark.parametrize(("count", "caption"), [(250, []), (251, ["The first 250 of 251."])])
def test_a_table_is_cut_at_250_rows(client: FlaskClient, count: int, caption: list[str]) -> None:
    """And says so when it is."""
    found = page(client, f"id/document/v{count}")
    assert (len([text for text in found.texts("tr") if text.startswith("yes")]), found.texts("caption")) == (250, caption)
    assert f"Votes {count}" in found.texts("h2")


@pytest.mark.parametrize(("count", "more"), [(50, []), (51, ["51–51 of 51"])])
def test_what_points_to_a_thing_is_cut_at_fifty(client: FlaskClient, count: int, more: list[str]) -> None:
    """The rest is on pages of its own."""
    found = page(client, f"id/organization/e{count}")
    assert f"Events organised by it {count}" in found.texts("dt")
    assert len([text for text in found.texts("li") if f"/id/event/e{count}-" in text]) == 50
    assert [text for text in found.links() if " of " in text] == more


def test_the_page_of_korea_shows_the_six_newest_of_each_family(client: FlaskClient) -> None:
    """The newest first; all are counted."""
    found = page(client, "id/state/KOR")
    assert "Peacekeepers and troops sent 9" in found.texts("h2")
    ends = [text[-4:] for text in found.texts("li") if "/id/deployment/KOR-" in text]
    assert ends == ["2007", "2007", "2006", "2005", "2004", "2003"]
