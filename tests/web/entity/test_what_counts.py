"""What a page counts, leaves out and puts first: what has ended does not count, and each list has the order it claims."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from web import atlas
from web.atlas import known, page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient

    from oegyo.release import Release
    from web.page import Page

_NAMED = "a oegyo:Organization ; skos:prefLabel"
_MEMBERSHIPS = f"""
organization:A {_NAMED} "Left by the state"@en . organization:B {_NAMED} "Left by Korea"@en .
organization:C {_NAMED} "Without Korea"@en . organization:D {_NAMED} "Of both"@en .
membership:KOR-A a oegyo:Membership ; org:member state:KOR ; org:organization organization:A .
membership:KOR-B a oegyo:Membership ; org:member state:KOR ; org:organization organization:B ;
    oegyo:startDate "1950"^^xsd:gYear ; oegyo:endDate "1960"^^xsd:gYear .
membership:KOR-D a oegyo:Membership ; org:member state:KOR ; org:organization organization:D ;
    oegyo:startDate "1999"^^xsd:gYear .
membership:VNM-UN a oegyo:Membership ; org:member state:VNM ; org:organization organization:UN ;
    oegyo:startDate "1977-09-20"^^xsd:date ; oegyo:earliest "1977-09-20"^^xsd:date .
membership:VNM-A a oegyo:Membership ; org:member state:VNM ; org:organization organization:A ;
    oegyo:startDate "1980-12-09"^^xsd:date ; oegyo:earliest "1980-12-09"^^xsd:date ; oegyo:endDate "1990"^^xsd:gYear .
membership:VNM-B a oegyo:Membership ; org:member state:VNM ; org:organization organization:B ;
    oegyo:startDate "1979-01-10"^^xsd:date ; oegyo:earliest "1979-01-10"^^xsd:date .
membership:VNM-C a oegyo:Membership ; org:member state:VNM ; org:organization organization:C ;
    oegyo:startDate "1976"^^xsd:gYear ; oegyo:earliest "1976-01-01"^^xsd:date .
membership:VNM-D a oegyo:Membership ; org:member state:VNM ; org:organization organization:D ;
    oegyo:startDate "2001"^^xsd:gYear ; oegyo:earliest "2001-01-01"^^xsd:date .
"""
_MISSIONS = """
missionType:consulate a skos:Concept ; skos:prefLabel "consulate"@en .
place:hanoi a oegyo:Place ; skos:prefLabel "Hanoi"@en ; schema:latitude 21.03 ; schema:longitude 105.85 .
place:hue a oegyo:Place ; skos:prefLabel "Hue"@en ; schema:latitude 16.46 ; schema:longitude 107.58 .
place:saigon a oegyo:Place ; skos:prefLabel "Saigon"@en ; schema:latitude 10.77 ; schema:longitude 106.69 .
mission:b a oegyo:DiplomaticMission ; oegyo:sender state:VNM ; oegyo:host state:KOR ; oegyo:missionType missionType:embassy .
mission:c a oegyo:DiplomaticMission ; oegyo:sender state:KOR ; oegyo:host state:VNM ; schema:location place:saigon ;
    oegyo:missionType missionType:consulate .
mission:d a oegyo:DiplomaticMission ; oegyo:sender state:KOR ; oegyo:host state:VNM ; schema:location place:hanoi ;
    oegyo:missionType missionType:embassy .
mission:e a oegyo:DiplomaticMission ; oegyo:sender state:KOR ; oegyo:host state:VNM ; schema:location place:hue ;
    oegyo:missionType missionType:embassy ; oegyo:endDate "1975"^^xsd:gYear .
"""
_VOTES = """
document:r2 a oegyo:Document ; skos:prefLabel "Resolution 2"@en .
document:r3 a oegyo:Document ; skos:prefLabel "Resolution 3"@en .
vote:KOR-r2 a oegyo:Vote ; oegyo:voter state:KOR ; oegyo:document document:r2 ; oegyo:choice choice:no .
vote:VNM-r1 a oegyo:Vote ; oegyo:voter state:VNM ; oegyo:document document:r1 ; oegyo:choice choice:no ;
    oegyo:date "2024-06-10"^^xsd:date .
vote:VNM-r2 a oegyo:Vote ; oegyo:voter state:VNM ; oegyo:document document:r2 ; oegyo:choice choice:no ;
    oegyo:date "2024-06-12"^^xsd:date .
vote:VNM-r3 a oegyo:Vote ; oegyo:voter state:VNM ; oegyo:document document:r3 ; oegyo:choice choice:yes ;
    oegyo:date "2024-06-11"^^xsd:date .
"""
_RELATIONS = """
state:VNM a oegyo:State ; skos:prefLabel "Viet Nam"@en ; schema:location place:asia ; dcterms:type stance:supports .
state:OLD a oegyo:State ; skos:prefLabel "A state that is no more"@en .
state:NEW a oegyo:State ; skos:prefLabel "A state without relations"@en .
place:asia a oegyo:Place ; skos:prefLabel "Asia"@en .
relation:KOR-VNM a oegyo:DiplomaticRelation ; oegyo:party state:KOR, state:VNM ;
    oegyo:startDate "1992-12-22"^^xsd:date ; oegyo:earliest "1992-12-22"^^xsd:date .
relation:KOR-OLD a oegyo:DiplomaticRelation ; oegyo:party state:KOR, state:OLD ;
    oegyo:startDate "1956"^^xsd:gYear ; oegyo:earliest "1956-01-01"^^xsd:date ; oegyo:endDate "1975-04-30"^^xsd:date .
"""


def _rests(record: str, *sources: str) -> str:
    """Evidence for ``record`` from ``sources``."""
    return "".join(
        f"{record} oegyo:evidence evidence:{name}-{source} . passage:{name}-{source} oegyo:inSource source:{source} .\n"
        f"evidence:{name}-{source} oegyo:passage passage:{name}-{source} ; oegyo:stance stance:supports .\n"
        for name in [record.partition(":")[2]]
        for source in sources
    )


_SOURCES = (
    'source:s1 a oegyo:Source ; skos:prefLabel "Zeitung"@en . source:s2 a oegyo:Source ; skos:prefLabel "gazette"@en .\n'
    'source:s3 a oegyo:Source ; skos:prefLabel "Hansard"@en . source:s4 a oegyo:Source ; skos:prefLabel "Almanac"@en .\n'
    + _rests("membership:VNM-UN", "s1", "s2", "s3")
    + _rests("membership:VNM-A", "s1", "s2", "s3")
    + _rests("membership:VNM-B", "s1", "s4")
)
_CONFLICT = """
count:c3 a oegyo:Count ; oegyo:subject state:KOR ; oegyo:conflictsWith count:c1 ; oegyo:value 7 ; oegyo:zeal "much" ;
    <http://www.w3.org/ns/prov#wasDerivedFrom> source:s1 ; oegyo:evidence evidence:x, evidence:y, evidence:z ;
    oegyo:asOf "2014"^^xsd:gYear .
evidence:x oegyo:onProperty oegyo:value ; oegyo:passage passage:x ; oegyo:stance stance:supports .
evidence:y oegyo:onProperty oegyo:value ; oegyo:passage passage:y ; oegyo:stance stance:supports .
evidence:z oegyo:onProperty oegyo:value ; oegyo:passage passage:z ; oegyo:stance stance:disputes .
passage:x oegyo:inSource source:s1 . passage:y oegyo:inSource source:s2 . passage:z oegyo:inSource source:s1 .
source:s1 dcterms:license <https://example.org/licence> ; dcterms:rights "Ask."@en ; dcterms:title "Die Zeitung" ;
    oegyo:zeal "much" ; <http://www.w3.org/ns/prov#wasDerivedFrom> source:s2 .
"""
_ORDERED = """
deployment:A-o1 a oegyo:Deployment ; oegyo:contributor state:VNM ; oegyo:operation operation:o1 ;
    oegyo:startDate "2011"^^xsd:gYear ; oegyo:earliest "2011-01-01"^^xsd:date .
deployment:B-o1 a oegyo:Deployment ; oegyo:contributor state:CUB ; oegyo:operation operation:o1 ;
    oegyo:startDate "2009"^^xsd:gYear ; oegyo:earliest "2009-01-01"^^xsd:date .
count:a a oegyo:Count ; oegyo:subject state:KOR ; oegyo:measure stance:supports ; oegyo:operation operation:o1 ;
    oegyo:value 5 ; oegyo:asOf "2016"^^xsd:gYear ; oegyo:earliest "2016-01-01"^^xsd:date .
count:b a oegyo:Count ; oegyo:subject state:KOR ; oegyo:measure stance:supports ; oegyo:operation operation:o1 ;
    oegyo:value 4 ; oegyo:asOf "2015"^^xsd:gYear ; oegyo:earliest "2015-01-01"^^xsd:date .
action:A-t1 a oegyo:TreatyAction ; oegyo:actor state:VNM ; oegyo:treaty treaty:t1 ; oegyo:action stance:supports ;
    oegyo:date "1985"^^xsd:gYear ; oegyo:earliest "1985-01-01"^^xsd:date .
action:KOR-t1 oegyo:earliest "1983-05-01"^^xsd:date .
event:e2 a oegyo:Event ; skos:prefLabel "Event 2"@en ; oegyo:produced document:p1, document:p2 .
document:p1 a oegyo:Document ; skos:prefLabel "Paper 1"@en ; oegyo:adoptedOn "2020"^^xsd:gYear .
document:p2 a oegyo:Document ; skos:prefLabel "Paper 2"@en ; oegyo:adoptedOn "2019"^^xsd:gYear .
"""
_EVERYTHING = (
    "schema:latitude 1.5 ; schema:longitude 2.5 ; oegyo:startDate '2001'^^xsd:gYear ; oegyo:endDate '2002'^^xsd:gYear ; "
    "oegyo:adoptedOn '2003'^^xsd:gYear ; oegyo:retrieved '2004'^^xsd:gYear ; dcterms:license <https://example.org/l> ; "
    "dcterms:publisher 'A publisher'@en"
)
_OF_SCHEMA_ORG = {
    "State": ("oegyo:State", "Country", {}),
    "Organization": ("oegyo:Organization", "Organization", {}),
    "Place": ("oegyo:Place", "Place", {"latitude": "1.5", "longitude": "2.5"}),
    "Event": ("oegyo:Event", "Event", {"startDate": "2001", "endDate": "2002"}),
    "Treaty": ("oegyo:Treaty", "Legislation", {"legislationDate": "2003"}),
    "Document": ("oegyo:Document", "CreativeWork", {}),
    "Source": (
        "oegyo:Source",
        "Dataset",
        {"dateModified": "2004", "license": "https://example.org/l", "publisher": "A publisher"},
    ),
    "Concept": ("skos:Concept", "DefinedTerm", {}),
    "ConceptScheme": ("skos:ConceptScheme", "DefinedTermSet", {}),
    "Vote": ("oegyo:Vote", "Thing", {}),
}
"""What schema.org calls a thing of each class that has every property, and what it may say of it."""

_EACH = "".join(f"document:of-{name} a {class_} ; {_EVERYTHING} .\n" for name, (class_, _, _) in _OF_SCHEMA_ORG.items())
_TEXT = "".join((atlas.TEXT, _RELATIONS, _MEMBERSHIPS, _MISSIONS, _VOTES, _SOURCES, _CONFLICT, _ORDERED, _EACH))


@pytest.fixture(name="client", scope="module")
def _client(tmp_path_factory: pytest.TempPathFactory, release: Release) -> Iterator[FlaskClient]:
    """A client of the application over states, one of each case."""
    with atlas.client(tmp_path_factory.mktemp("cases"), release, _TEXT) as client:
        yield client


def test_what_has_ended_is_not_shared(client: FlaskClient) -> None:
    """Neither what the state has left nor what Korea has left, and of course not what Korea never joined."""
    assert known(page(client, "id/state/VNM"))["Organizations shared with Korea"] == "2"


def test_a_date_of_korea_stands_beside_what_korea_is_in_now(client: FlaskClient) -> None:
    """Not beside what it has left."""
    rows = page(client, "id/state/VNM").texts("tr")
    assert "Of both 2001 1999 record" in rows
    assert "Left by Korea 10 January 1979 2 sources" in rows


def test_an_embassy_at_a_glance_is_one_of_now(client: FlaskClient) -> None:
    """No consulate, and none that was closed; where its city is not known it is there all the same."""
    found = known(page(client, "id/state/VNM"))
    assert found["Korea's embassy there"] == "Hanoi"
    assert found["Its embassy in Korea"] == "embassy"


def test_the_map_has_the_missions_of_now(client: FlaskClient) -> None:
    """Where an embassy was closed, nothing is."""
    (table,) = [one for one in page(client, "id/state/VNM").all("table") if one.attributes["id"] == "table-places"]
    assert {"Hanoi", "Saigon"} <= set(table.text.split())
    assert "Hue" not in table.text


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("VNM", "since 22 December 1992"),
        ("OLD", "from 1956 to 30 April 1975; none today on record"),
        ("NEW", "none today on record"),
    ],
)
def test_relations_at_a_glance_are_those_of_today_or_there_are_none(client: FlaskClient, name: str, words: str) -> None:
    """What was before is said with its end."""
    assert known(page(client, f"id/state/{name}"))["Diplomatic relations"] == words


def test_a_state_in_nothing_shares_nothing_that_could_be_counted(client: FlaskClient) -> None:
    """No line says 0: of that state no membership is known."""
    assert "Organizations shared with Korea" not in known(page(client, "id/state/NEW"))


def test_the_rest_of_a_glance_comes_from_the_state_and_leads_to_the_record(client: FlaskClient) -> None:
    """Region and kind by name, the date of the United Nations with its record."""
    found = page(client, "id/state/VNM")
    assert (known(found)["Region"], known(found)["Kind"]) == ("Asia", "supports")
    assert found.links()["20 September 1977"] == "/id/membership/VNM-UN"
    assert found.links()["since 22 December 1992"] == "/id/relation/KOR-VNM"


def test_only_votes_that_both_cast_can_differ(client: FlaskClient) -> None:
    """One is the same, one is not, and on one Korea had no vote."""
    text = " ".join(page(client, "id/state/VNM").texts("p"))
    assert "3 votes are recorded. In 1 Korea chose otherwise." in text


def test_sources_are_in_order_of_use_and_then_of_name(client: FlaskClient) -> None:
    """Whatever case a name begins with."""
    found = page(client, "id/state/VNM")
    used = [text for text in found.texts("li") if text.endswith((" record", " records"))]
    assert used == ["Zeitung 3 records", "gazette 2 records", "Hansard 2 records", "Almanac 1 record"]


def columns(found: Page, table: str, head: str) -> list[str]:
    """The texts of the column ``head`` of ``table``, from top to bottom."""
    within = [one for one in found.elements if one.tag in {"table", "thead", "th", "td", "tr"}]
    start = next(place for place, one in enumerate(within) if one.attributes.get("id") == f"table-{table}")
    rows: list[list[str]] = []
    for one in within[start + 1 :]:
        if one.tag == "table":
            break
        if one.tag == "tr":
            rows.append([])
        elif one.tag in {"th", "td"}:
            rows[-1].append(" ".join(one.text.split()))
    place = rows[0].index(head)
    return [row[place] for row in rows[1:]]


@pytest.mark.parametrize(
    ("name", "table", "head", "values"),
    [
        ("id/state/CUB", "relations", "Since", ["1949", "14 February 2024"]),
        ("id/state/VNM", "memberships", "Since",
         ["1976", "20 September 1977", "10 January 1979", "9 December 1980", "2001"]),
        ("id/state/VNM", "missions", "City", ["Hanoi", "Hue", "Saigon", ""]),
        ("id/state/VNM", "votes-beside-korea", "Date", ["12 June 2024", "11 June 2024", "10 June 2024"]),
        ("id/state/VNM", "timeline", "Since",
         ["1976", "20 September 1977", "10 January 1979", "9 December 1980", "22 December 1992", "2001",
          "10 June 2024", "11 June 2024", "12 June 2024"]),
        ("id/organization/UN", "members", "Since", ["17 September 1991", "", "24 October 1945", "20 September 1977"]),
        ("id/treaty/t1", "acts", "Date", ["May 1983", "1985"]),
        ("id/document/r1", "votes-on", "Vote cast", ["yes", "no", "no"]),
        ("id/operation/o1", "deployments", "Since", ["2007", "2009", "2011"]),
        ("id/operation/o1", "counts", "Value", ["1,350", "320", "4", "5"]),
        ("id/event/e2", "came-out", "Date", ["2019", "2020"]),
    ],
)  # fmt: skip
def test_the_rows_of_each_table_have_the_order_of_what_they_tell(
    client: FlaskClient, name: str, table: str, head: str, values: list[str]
) -> None:
    """Of time, the undated first; of votes, the newest first; of missions, Korea's embassies first."""
    found = columns(page(client, name), table, head)
    assert found == values


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("id/count/c3", ["conflictsWith", "subject", "value"], ["zeal", "wasDerivedFrom"]),
        ("id/source/s1", ["title"], ["zeal", "license", "rights", "wasDerivedFrom"]),
    ],
)
def test_a_conflict_comes_first_and_provenance_last(
    client: FlaskClient, name: str, first: list[str], last: list[str]
) -> None:
    """Whatever else is known stands between."""
    heads = page(client, name).texts("dt")
    known = heads[: heads.index(last[-1]) + 1]
    assert (known[: len(first)], known[-len(last) :]) == (first, last)


def test_what_disputes_a_value_comes_first_and_then_sources_by_name(client: FlaskClient) -> None:
    """The name of a source begins with a small letter or not."""
    found = page(client, "id/count/c3")
    voices = [" ".join(one.text.split()) for one in found.all("div") if "voice" in one.attributes.get("class", "")]
    assert [voice.removesuffix(" · passage") for voice in voices] == [
        "⚠ disputes Zeitung",
        "supports gazette",
        "supports Zeitung",
    ]


@pytest.mark.parametrize("name", _OF_SCHEMA_ORG)
def test_search_engines_are_told_what_schema_org_knows_of_such_a_thing(client: FlaskClient, name: str) -> None:
    """A property of another type is left out, though the thing has it: a place has no licence, a vote no latitude."""
    scripts = page(client, f"id/document/of-{name}").all("script")
    (script,) = [one for one in scripts if one.attributes.get("type") == "application/ld+json"]
    data: dict[str, Any] = json.loads(script.text)
    _, kind, said = _OF_SCHEMA_ORG[name]
    common = {"@context", "@type", "@id", "name", "identifier", "mainEntityOfPage"}
    assert data["@type"] == kind
    assert {key: value for key, value in data.items() if key not in common} == said
