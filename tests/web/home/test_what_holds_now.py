"""What the first page counts is what holds now, and the lists beside it have the order and the length that they claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from small_release import client_with
from web.page import Page, read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient

    from oegyo.release import Release

_PREFIXES = {
    "dcterms": "http://purl.org/dc/terms/",
    "mission": "https://w3id.org/oegyo/id/mission/",
    "status": "https://w3id.org/oegyo/concept/status/",
    "relation": "https://w3id.org/oegyo/id/relation/",
    "codeType": "https://w3id.org/oegyo/concept/code-type/",
}
_ABROAD, _HERE = "oegyo:sender state:KOR ; oegyo:host state:PRK", "oegyo:sender state:PRK ; oegyo:host state:KOR"
_ENDED, _DOUBTFUL = 'oegyo:endDate "1990"^^xsd:gYear', "oegyo:status status:doubtful"
_FACTS = f"""
    mission:a1 a oegyo:DiplomaticMission ; {_ABROAD} . mission:h1 a oegyo:DiplomaticMission ; {_HERE} .
    mission:a2 a oegyo:DiplomaticMission ; {_ABROAD} . mission:h2 a oegyo:DiplomaticMission ; {_HERE} .
    mission:a3 a oegyo:DiplomaticMission ; {_ABROAD} . mission:a4 a oegyo:DiplomaticMission ; {_ABROAD} ; {_ENDED} .
    mission:a5 a oegyo:DiplomaticMission ; {_ABROAD} ; {_DOUBTFUL} .
    mission:h4 a oegyo:DiplomaticMission ; {_HERE} ; {_ENDED} .
    mission:h5 a oegyo:DiplomaticMission ; {_HERE} ; {_DOUBTFUL} .
    state:KOR oegyo:hasDiplomaticRelationsWith state:PRK .
    relation:KOR-PRK a oegyo:DiplomaticRelation ; oegyo:party state:KOR, state:PRK ;
        oegyo:startDate "1995"^^xsd:gYear ; oegyo:earliest "1995-01-01"^^xsd:date .
    relation:KOR-PRK-old a oegyo:DiplomaticRelation ; oegyo:party state:KOR, state:PRK ; {_ENDED} ;
        oegyo:startDate "1980"^^xsd:gYear ; oegyo:earliest "1980-01-01"^^xsd:date .
    source:a a oegyo:Source ; skos:prefLabel "First"@en ; dcterms:publisher "Yonhap"@en .
    source:b a oegyo:Source ; skos:prefLabel "Second"@en ; dcterms:publisher "a ministry"@en .
    source:c a oegyo:Source ; skos:prefLabel "Third"@en ; dcterms:publisher "Yonhap"@en .
    source:d a oegyo:Source ; skos:prefLabel "Fourth"@en ; dcterms:publisher "Board"@en .
    """ + "".join(
    f"membership:m{number} a oegyo:Membership ; org:member state:KOR ; oegyo:startDate '20{number:02}'^^xsd:gYear ; "
    f"oegyo:earliest '20{number:02}-01-01'^^xsd:date .\n"
    for number in range(10)
)


@pytest.fixture(name="client", scope="module")
def _client(tmp_path_factory: pytest.TempPathFactory, release: Release) -> Iterator[FlaskClient]:
    """A client of the release with missions of each case beside it."""
    with client_with(tmp_path_factory.mktemp("now"), release, _FACTS, _PREFIXES) as client:
        yield client


def page(client: FlaskClient, address: str) -> Page:
    """The page at ``address``."""
    return read(client.get(address, headers={"Accept": "text/html", "Accept-Language": "en"}).text)


def test_missions_that_were_closed_or_are_in_doubt_do_not_count(client: FlaskClient) -> None:
    """Neither abroad, where three are left, nor here, where two are."""
    assert page(client, "/").texts("strong")[:3] == ["1", "3", "2"]


def test_the_map_shows_relations_of_now_by_when_they_began(client: FlaskClient) -> None:
    """Not when they began the first time, and ended."""
    cells = [cell.attributes["data-value"] for cell in page(client, "/").all("td")]
    assert cells == ["", "1995"]


def test_the_newest_facts_are_eight(client: FlaskClient) -> None:
    """The newest first."""
    dates = [one.attributes["datetime"] for one in page(client, "/").all("time")][1:]
    assert dates == [f"20{number:02}" for number in range(9, 1, -1)]


def test_sources_stand_beside_others_of_their_publisher(client: FlaskClient) -> None:
    """Publishers in the order of their names, great and small letters alike."""
    names = page(client, "/about/sources").texts("th")
    ours = {"First", "Second", "Third", "Fourth"}
    assert [name for name in names if name in ours] == ["Second", "Fourth", "First", "Third"]
