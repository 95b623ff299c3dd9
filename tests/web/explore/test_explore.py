"""What has a date or a place, as pages: their numbers are those of the graph, in any language, year by year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from oegyo.web.explore import timeline
from small_release import PREFIXES, client_with
from web.http.test_problems import assert_canonical_problem
from web.page import Page, read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient

    from oegyo.release import Release

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
PAGES = ["", "relations", "missions", "peacekeeping", "timeline"]
MORE_PREFIXES = {
    "dcterms": "http://purl.org/dc/terms/",
    "deployment": "https://w3id.org/oegyo/id/deployment/",
    "mission": "https://w3id.org/oegyo/id/mission/",
    "missionType": "https://w3id.org/oegyo/concept/mission-type/",
    "operation": "https://w3id.org/oegyo/id/operation/",
    "place": "https://w3id.org/oegyo/id/place/",
    "placeType": "https://w3id.org/oegyo/concept/place-type/",
    "relation": "https://w3id.org/oegyo/id/relation/",
    "vote": "https://w3id.org/oegyo/id/vote/",
}
HOSTILE = "<script>alert(1)</script>"
FACTS = f"""
    place:europe dcterms:type placeType:continent ; skos:prefLabel "Europe"@en, "유럽"@ko, "châu Âu"@vi .
    place:asia dcterms:type placeType:continent ; skos:prefLabel "Asia"@en, "아시아"@ko, "châu Á"@vi .
    place:western-europe schema:location place:europe .
    state:FRA a oegyo:State ; skos:prefLabel "France"@en, "프랑스"@ko, "Pháp"@vi ; schema:location place:western-europe .
    state:TWN a oegyo:State ; skos:prefLabel "{HOSTILE}"@en, "타이완"@ko ; schema:location place:asia .
    state:XKX a oegyo:State ; skos:prefLabel "Kosovo"@en .
    place:paris skos:prefLabel "Paris"@en, "파리"@ko ; schema:location state:FRA ;
        schema:latitude 48.85 ; schema:longitude 2.35 .
    place:lyon skos:prefLabel "Lyon"@en ; schema:location state:FRA .

    relation:KOR-FRA a oegyo:DiplomaticRelation ; oegyo:party state:KOR, state:FRA ; oegyo:startDate "1949-02-15"^^xsd:date .
    relation:KOR-TWN a oegyo:DiplomaticRelation ; oegyo:party state:KOR, state:TWN ;
        oegyo:startDate "1948-08"^^xsd:gYearMonth ; oegyo:endDate "1992-08-23"^^xsd:date .
    relation:KOR-XKX a oegyo:DiplomaticRelation ; oegyo:party state:KOR, state:XKX ; oegyo:startDate "1951"^^xsd:gYear .
    relation:FRA-TWN a oegyo:DiplomaticRelation ; oegyo:party state:FRA, state:TWN ; oegyo:startDate "1950"^^xsd:gYear .

    missionType:embassy skos:prefLabel "embassy"@en, "대사관"@ko .
    missionType:consulate skos:prefLabel "consulate"@en .
    mission:KOR-FRA a oegyo:DiplomaticMission ; oegyo:sender state:KOR ; oegyo:host state:FRA ;
        oegyo:missionType missionType:embassy ; schema:location place:paris ; oegyo:startDate "1949"^^xsd:gYear .
    mission:KOR-FRA-lyon a oegyo:DiplomaticMission ; oegyo:sender state:KOR ; oegyo:host state:FRA ;
        oegyo:missionType missionType:consulate ; schema:location place:lyon ; oegyo:asOf "2019-07"^^xsd:gYearMonth .
    mission:KOR-TWN a oegyo:DiplomaticMission ; oegyo:sender state:KOR ; oegyo:host state:TWN ;
        oegyo:missionType missionType:embassy ; oegyo:startDate "1949"^^xsd:gYear ; oegyo:endDate "1992"^^xsd:gYear .
    mission:KOR-UN a oegyo:DiplomaticMission ; oegyo:sender state:KOR ; oegyo:host organization:UN ;
        oegyo:missionType missionType:embassy .
    mission:FRA-KOR a oegyo:DiplomaticMission ; oegyo:sender state:FRA ; oegyo:host state:KOR ;
        oegyo:missionType missionType:embassy ; oegyo:asOf "2020"^^xsd:gYear .

    operation:PARIS a oegyo:Operation ; skos:prefLabel "Operation Paris"@en ; schema:location state:FRA, place:paris ;
        oegyo:startDate "1990-01-02"^^xsd:date .
    operation:OTHER a oegyo:Operation ; skos:prefLabel "Operation Other"@en ; oegyo:endDate "1995"^^xsd:gYear ;
        schema:location state:TWN .
    state:TWN oegyo:capital place:taipei .
    place:taipei schema:latitude 25.05 ; schema:longitude 121.53 .
    deployment:KOR-PARIS a oegyo:Deployment ; oegyo:contributor state:KOR ; oegyo:operation operation:PARIS ;
        schema:location place:lyon ; oegyo:startDate "1991-05"^^xsd:gYearMonth ; oegyo:endDate "1993-05"^^xsd:gYearMonth ;
        rdfs:label "Korea in Paris"@en .
    deployment:KOR-PARIS-old a oegyo:Deployment ; oegyo:contributor state:KOR ; oegyo:operation operation:PARIS ;
        oegyo:endDate "1990"^^xsd:gYear ; rdfs:label "Korea was in Paris"@en .
    deployment:FRA-PARIS a oegyo:Deployment ; oegyo:contributor state:FRA ; oegyo:operation operation:PARIS .

    oegyo:DiplomaticRelation skos:prefLabel "Diplomatic Relation"@en, "외교관계"@ko .
    """
FACTS += "".join(
    f'vote:v{number:03} a oegyo:Vote ; oegyo:date "2014-03-{1 + number % 28:02}"^^xsd:date .' for number in range(250)
)


@pytest.fixture(name="world", scope="module")
def _world(tmp_path_factory: pytest.TempPathFactory, release: Release) -> Iterator[FlaskClient]:
    """A client of the release with a small world of relations, missions and deployments."""
    with client_with(tmp_path_factory.mktemp("world"), release, FACTS, MORE_PREFIXES) as client:
        yield client


def visit(client: FlaskClient, address: str) -> Page:
    """The page at ``address`` below /explore/."""
    response = client.get(f"/explore/{address}", headers=BROWSER)
    assert response.status_code == 200, response.text
    return read(response.text)


def count(client: FlaskClient, where: str) -> int:
    """How many solutions the graph has for the pattern ``where``."""
    prefixes = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in {**PREFIXES, **MORE_PREFIXES}.items())
    query = f"{prefixes} SELECT (COUNT(*) AS ?n) {{ {where} }}"
    return int(client.get("/sparql", query_string={"query": query}, headers={"Accept": "text/csv"}).text.split()[1])


def rows(client: FlaskClient, address: str, table: str) -> list[list[str]]:
    """The texts of the rows of a table, heads and sums left out."""
    text = client.get(f"/explore/{address}", headers=BROWSER).text
    body = text.partition(f'<table id="{table}"')[2].partition("<tbody>")[2].partition("</tbody>")[0]
    found = []
    for row in body.split("<tr")[1:]:
        page = read(f"<tr{row.partition('</tr>')[0]}</tr>")
        found.append([" ".join(one.text.split()) for one in page.elements if one.tag in {"th", "td"}])
    return found


def test_the_first_page_says_how_much_there_is(world: FlaskClient) -> None:
    """Each number is that of the graph, each heading leads to a page."""
    page = visit(world, "")
    assert page.texts("h1") == ["Explore"]
    relations, missions, deployments, dates = page.texts("p")[1:5]
    assert f": {count(world, '?r a oegyo:DiplomaticRelation ; oegyo:party state:KOR')} spans" in relations
    assert f": {count(world, '?m a oegyo:DiplomaticMission')} of them" in missions
    assert f": {count(world, '?d a oegyo:Deployment ; oegyo:contributor state:KOR')} deployments" in deployments
    dated = "?t oegyo:startDate|oegyo:endDate|oegyo:date|oegyo:adoptedOn|oegyo:month ?d"
    assert f"All {count(world, dated)} dates" in dates
    assert page.links()["Missions"] == "/explore/missions"


def test_relations_are_listed_and_counted_by_decade_and_region(world: FlaskClient) -> None:
    """A relation of others is none of Korea's; a state of no region is counted last."""
    assert rows(world, "relations", "relations") == [
        [HOSTILE, "August 1948", "23 August 1992", "Asia", "TWN"],
        ["France", "15 February 1949", "–", "Europe", "FRA"],
        ["Kosovo", "1951", "–", "–", "XKX"],
    ]
    assert rows(world, "relations", "decades") == [["1940–1949", "2", "1", "1", ""], ["1950–1959", "1", "", "", "1"]]
    assert rows(world, "relations", "opened-by-year") == [
        ["1948", "Asia", "1"],
        ["1949", "Europe", "1"],
        ["1951", "not known", "1"],
    ]
    page = visit(world, "relations")
    assert page.links()["15 February 1949"] == "/id/relation/KOR-FRA"
    assert page.texts("p")[0].endswith("Spans that have ended: 1.")


@pytest.mark.parametrize(
    ("year", "states"),
    [
        ("1947", []),
        ("1948", [HOSTILE]),
        ("1951", [HOSTILE, "France", "Kosovo"]),
        ("1991", [HOSTILE, "France", "Kosovo"]),
        ("1992", ["France", "Kosovo"]),
        ("2999", ["France", "Kosovo"]),
    ],
)
def test_relations_are_shown_as_they_stood_at_the_end_of_a_year(world: FlaskClient, year: str, states: list[str]) -> None:
    """What began later or had ended is left out; a year of which nothing is known is no error."""
    assert [row[0] for row in rows(world, f"relations?year={year}", "relations")] == states
    page = visit(world, f"relations?year={year}")
    assert page.texts("h1") == [f"Diplomatic relations in {year}"]
    assert page.texts("h2")[0] == f"Relations at the end of {year} {len(states)}"
    assert ("None that the graph knows of." in page.texts("p")) is (not states)
    assert ("The last date here is of 1992; what changed since is not known." in page.texts("p")) is (year > "1992")


def test_one_can_go_from_year_to_year(world: FlaskClient) -> None:
    """By links, within the years that the graph knows, in the language that was chosen."""
    links = {
        one.attributes.get("rel"): one.attributes["href"] for one in visit(world, "relations?year=1951&lang=vi").all("a")
    }
    assert links["prev"] == "/explore/relations?year=1950&lang=vi"
    assert links["next"] == "/explore/relations?year=1952&lang=vi"
    ends = [visit(world, f"relations?year={year}").all("a") for year in ("1948", "1992")]
    assert [{one.attributes.get("rel") for one in links} & {"prev", "next"} for links in ends] == [{"next"}, {"prev"}]


def test_missions_are_counted_by_region_and_kind(world: FlaskClient) -> None:
    """Those that have not closed, abroad and in Korea; the city decides, else the host."""
    assert rows(world, "missions", "regions") == [["Europe", "2", "1", "1"], ["not known", "1", "1", ""]]
    assert rows(world, "missions", "senders") == [["Europe", "1", "1"]]
    assert rows(world, "missions", "missions") == [
        ["France", "consulate", "Lyon", "", "", "–", "–", "July 2019"],
        ["France", "embassy", "Paris", "48.85", "2.35", "1949", "–", "–"],
        ["United Nations", "embassy", "–", "", "", "–", "–", "–"],
    ]
    page = visit(world, "missions")
    assert page.texts("p")[0].startswith(f"Of the {count(world, '?m a oegyo:DiplomaticMission')} missions in the graph")
    assert page.links()["consulate"] == "/id/mission/KOR-FRA-lyon"
    assert page.texts("h2")[:2] == ["Korea's missions abroad 3", "Missions in Korea 1"]


def test_a_mission_counts_from_when_it_began_or_was_seen(world: FlaskClient) -> None:
    """One of which neither is known is in no list of a year."""
    assert [row[0] for row in rows(world, "missions?year=1991", "missions")] == ["France", HOSTILE]
    assert [row[:2] for row in rows(world, "missions?year=2019", "missions")] == [
        ["France", "consulate"],
        ["France", "embassy"],
    ]
    assert rows(world, "missions?year=2019", "missions-here") == []
    assert [row[0] for row in rows(world, "missions?year=2020", "missions-here")] == ["France"]


def test_a_deployment_without_coordinates_is_where_its_operation_is(world: FlaskClient) -> None:
    """Or the capital; and the operations that Korea joined are told from the others."""
    assert rows(world, "peacekeeping", "deployments") == [
        ["Operation Paris", "May 1991", "May 1993", "Lyon", "48.85", "2.35"],
        ["Operation Paris", "not known", "1990", "–", "48.85", "2.35"],
    ]
    assert rows(world, "peacekeeping", "all-operations") == [
        ["Operation Paris", "2 January 1990", "–", "yes", "Paris, France", "48.85", "2.35"],
        ["Operation Other", "–", "1995", "no", HOSTILE, "25.05", "121.53"],
    ]
    assert visit(world, "peacekeeping").texts("p")[0] == (
        "The graph has 2 deployments of Korea to 1 of the 2 operations in it. "
        "Deployments whose first day is not known (1) are in no list of one year."
    )
    assert [row[1] for row in rows(world, "peacekeeping?year=1992", "deployments")] == ["May 1991"]
    assert rows(world, "peacekeeping?year=1993", "deployments") == []


def test_the_timeline_counts_every_date(world: FlaskClient) -> None:
    """By year and class, the sums being those of the graph; figures and what was seen are not counted."""
    table = {row[0]: row[1] for row in rows(world, "timeline", "by-year")}
    dated = "?t oegyo:startDate|oegyo:endDate|oegyo:date|oegyo:adoptedOn|oegyo:month ?d"
    for year in ("1948", "1949", "1992", "2014"):
        assert table[year] == str(count(world, f'{dated} FILTER(STRSTARTS(STR(?d), "{year}"))')), year
    assert sum(map(int, table.values())) == count(world, dated)
    assert "2019" not in table
    assert visit(world, "timeline").links()["1992"] == "/explore/timeline?year=1992"


def test_a_year_lists_what_has_a_date_in_it(world: FlaskClient) -> None:
    """A year alone first, then months and days, each with its kind and what the date says of it."""
    assert rows(world, "timeline?year=1949", "dates") == [
        ["1949", "start date", "DiplomaticMission", "KOR-FRA"],
        ["1949", "start date", "DiplomaticMission", "KOR-TWN"],
        ["15 February 1949", "start date", "Diplomatic Relation", "KOR-FRA"],
    ]
    assert visit(world, "timeline?year=1949").texts("caption")[0].startswith("3 dates")
    assert "Nothing in the graph has a date in 1800." in visit(world, "timeline?year=1800").texts("p")


def test_a_long_year_comes_in_pages(world: FlaskClient) -> None:
    """Together they hold every date once; the page that is read is marked."""
    listed = [rows(world, f"timeline?year=2014&page={page}", "dates") for page in (1, 2, 3)]
    assert [len(page) for page in listed] == [timeline.SHOWN, timeline.SHOWN, 50]
    assert len({row[3] for page in listed for row in page}) == 250
    page = visit(world, "timeline?year=2014&page=2&lang=ko")
    assert page.links()["3"] == "/explore/timeline?year=2014&page=3&lang=ko"
    assert [one.text for one in page.all("a") if one.attributes.get("aria-current") == "page"][-1] == "2"
    assert page.texts("caption")[0].startswith("날짜 250건 중 100건")


@pytest.mark.parametrize("page", ["relations", "missions", "peacekeeping", "timeline"])
@pytest.mark.parametrize("year", ["abc", "19911", "-1991", "0999", "1991-09", "１９９１", "<script>"])
def test_what_is_no_year_is_refused_with_advice(world: FlaskClient, page: str, year: str) -> None:
    """400, saying what to write instead."""
    response = world.get(f"/explore/{page}", query_string={"year": year, "lang": "en"})
    problem = assert_canonical_problem(response, 400, "request")
    assert problem["detail"] == f"“{year}” is not a year."
    assert problem["advice"].startswith("Give a year in four digits, such as 1991")


@pytest.mark.parametrize("number", ["0", "4", "x", "-1", "1.5", "²"])
def test_a_page_that_is_not_there_is_refused_with_advice(world: FlaskClient, number: str) -> None:
    """400, saying which there are."""
    response = world.get("/explore/timeline", query_string={"year": "2014", "page": number})
    assert assert_canonical_problem(response, 400, "request")["advice"] == "Give a number from 1 to 3."


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["en", "ko", "vi"])
def test_every_page_is_complete_without_script(world: FlaskClient, page: str, language: str) -> None:
    """A table stands beside every picture, with the columns that it is drawn from; every link keeps the language."""
    for address in (page, f"{page}?year=1991"):
        found = visit(world, f"{address}{'&' if '?' in address else '?'}lang={language}")
        assert [one for one in found.all("script") if one.attributes.get("type") != "module"] == []
        assert len(found.all("h1")) == 1
        assert found.elements[0].attributes["lang"] == language
        anchors = [one.attributes["id"] for one in found.elements if "id" in one.attributes]
        assert len(anchors) == len(set(anchors))
        tables = {one.attributes["id"] for one in found.all("table")}
        columns = {one.attributes["data-column"] for one in found.all("th") if "data-column" in one.attributes}
        for figure in found.all("figure"):
            assert figure.attributes["data-table"] in tables
            named = {
                "data-x",
                "data-y",
                "data-series",
                "data-label",
                "data-lat",
                "data-lon",
                "data-from",
                "data-to",
                "data-area",
            }
            assert {figure.attributes[name] for name in named & figure.attributes.keys()} <= columns
        assert len(found.all("caption")) == len(tables)
        own = [one.attributes["href"] for one in found.all("a") if one.attributes["href"].startswith("/explore")]
        assert own
        assert all(f"lang={language}" in address for address in own)


def test_names_and_dates_are_in_the_language_of_the_reader(world: FlaskClient) -> None:
    """What has no name in it is marked as what it is in."""
    assert rows(world, "relations?lang=ko", "relations")[:2] == [
        ["타이완", "1948년 8월", "1992년 8월 23일", "아시아", "TWN"],
        ["프랑스", "1949년 2월 15일", "–", "유럽", "FRA"],
    ]
    page = visit(world, "relations?lang=vi")
    assert page.links()["Pháp"] == "/id/state/FRA?lang=vi"
    assert page.in_language("Kosovo") == "en"
    assert page.texts("h1") == ["Quan hệ ngoại giao theo thời gian"]


def test_a_hostile_name_is_text(world: FlaskClient) -> None:
    """Wherever it stands."""
    for address in ("relations", "missions?year=1991", "timeline?year=1948"):
        assert HOSTILE not in world.get(f"/explore/{address}", headers=BROWSER).text


def test_a_graph_without_any_of_it_has_pages_too(client: FlaskClient) -> None:
    """They say that nothing is known."""
    for page in PAGES[1:4]:
        assert "None that the graph knows of." in visit(client, page).texts("p")
    assert visit(client, "timeline").texts("td")


def test_without_a_release_there_is_nothing_to_explore(bare_client: FlaskClient) -> None:
    """A server over other people's files has /sparql alone."""
    assert_canonical_problem(bare_client.get("/explore/"), 404, "not-found")
