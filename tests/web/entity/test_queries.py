"""The tables that nobody wrote a query for: which records they hold, and in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from oegyo.config import Settings
from small_release import GRAPH_TEXTS, client_of, write_release
from web.page import read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient

_SHAPES = """
    PREFIX dash: <http://datashapes.org/dash#>
    PREFIX presentation: <https://w3id.org/oegyo/presentation#>
    PREFIX sh: <http://www.w3.org/ns/shacl#>
    oegyo:host skos:prefLabel "host"@en . oegyo:guest skos:prefLabel "guest"@en .
    presentation:Visit a sh:NodeShape ; sh:targetClass oegyo:Visit ; sh:property
        presentation:guest, presentation:host, presentation:startDate, presentation:unplaced .
    presentation:guest sh:path oegyo:guest ; sh:order 1 . presentation:host sh:path oegyo:host ; sh:order 2 .
    presentation:startDate sh:path oegyo:startDate ; sh:order 3 . presentation:unplaced sh:path oegyo:zeal .
    presentation:State a sh:NodeShape ; sh:targetClass oegyo:State ; sh:property
        presentation:State-both, presentation:State-received .
    presentation:State-both dash:viewer dash:ValueTableViewer ; sh:order 1 ; sh:name "Both ways"@en ;
        oegyo:rowClass oegyo:Visit, oegyo:Meeting ; oegyo:listedToo true ;
        sh:path [ sh:alternativePath ( [ sh:inversePath oegyo:guest ] [ sh:inversePath oegyo:host ] ) ] .
    presentation:State-received dash:viewer dash:ValueTableViewer ; sh:order 2 ; sh:name "Received"@en ;
        oegyo:rowClass oegyo:Visit ; sh:path [ sh:inversePath oegyo:host ] .
    presentation:KOR a sh:NodeShape ; sh:targetNode state:KOR ; sh:property presentation:KOR-newest, presentation:KOR-all .
    presentation:KOR-newest sh:name "Newest"@en ; sh:order 1 ; oegyo:newestBy oegyo:startDate ;
        oegyo:rowClass oegyo:Visit, oegyo:Meeting ;
        sh:path [ sh:alternativePath ( [ sh:inversePath oegyo:guest ] [ sh:inversePath oegyo:host ] ) ] .
    presentation:KOR-all sh:name "Of any class"@en ; sh:order 2 ; oegyo:newestBy oegyo:startDate ;
        sh:path [ sh:inversePath oegyo:guest ] .
    """
_FACTS = """
    PREFIX visit: <https://w3id.org/oegyo/id/visit/>
    state:VNM a oegyo:State ; skos:prefLabel "Viet Nam"@en . state:CUB a oegyo:State ; skos:prefLabel "Cuba"@en .
    visit:a a oegyo:Visit ; oegyo:guest state:KOR ; oegyo:host state:VNM ; oegyo:startDate "2023-06"^^xsd:gYearMonth ;
        oegyo:earliest "2023-06-01"^^xsd:date ; oegyo:zeal "much" .
    visit:b a oegyo:Visit ; oegyo:guest state:CUB ; oegyo:host state:VNM ; oegyo:startDate "2018"^^xsd:gYear ;
        oegyo:earliest "2018-01-01"^^xsd:date .
    visit:c a oegyo:Meeting ; oegyo:guest state:VNM ; oegyo:host state:KOR ; oegyo:startDate "2020-11-12"^^xsd:date ;
        oegyo:earliest "2020-11-12"^^xsd:date .
    visit:d a oegyo:Visit ; oegyo:host state:VNM .
    visit:e a oegyo:Rumour ; oegyo:guest state:KOR ; oegyo:host state:VNM ; oegyo:startDate "2019"^^xsd:gYear .
    """


@pytest.fixture(name="client", scope="module")
def _client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A client of the application over a few visits."""
    folder = tmp_path_factory.mktemp("visits")
    texts = {**GRAPH_TEXTS, "facts": GRAPH_TEXTS["facts"] + _FACTS, "presentation": _SHAPES}
    with client_of(Settings(release=folder, workers=1), write_release(folder / "release", texts)) as client:
        yield client


def rows(client: FlaskClient, name: str) -> dict[str, list[str]]:
    """The rows of each table on the page of ``name``, the headings first, by the table's name."""
    response = client.get(f"/id/state/{name}.html", headers={"Accept": "text/html", "Accept-Language": "en"})
    assert response.status_code == 200
    found: dict[str, list[str]] = {}
    for one in read(response.text).elements:
        if one.tag == "table":
            found[one.attributes["id"].removeprefix("table-")] = []
        elif one.tag == "tr":
            next(reversed(found.values())).append(" ".join(one.text.split()))
    return found


def test_a_table_holds_the_records_of_its_classes_in_the_order_of_time(client: FlaskClient) -> None:
    """The undated first; what another class calls by the same property is not there, and what is unknown leaves a gap."""
    found = rows(client, "VNM")
    assert found["both"] == [
        "Guest Host Start date Sources",
        "Viet Nam record",
        "Cuba Viet Nam 2018 record",
        "Viet Nam Republic of Korea 12 November 2020 record",
        "Republic of Korea Viet Nam June 2023 record",
    ]


def test_a_table_by_one_property_has_no_column_for_it(client: FlaskClient) -> None:
    """Every row would say the thing that the page is of."""
    assert rows(client, "VNM")["received"] == [
        "Guest Start date Sources",
        "record",
        "Cuba 2018 record",
        "Republic of Korea June 2023 record",
    ]


def test_a_list_of_the_newest_has_the_records_of_its_classes_or_of_any(client: FlaskClient) -> None:
    """As many as it counts."""
    page = read(client.get("/id/state/KOR.html", headers={"Accept": "text/html"}).text)
    titles = [one for one in page.texts("h2") if one.startswith(("Newest", "Of any"))]
    assert titles == ["Newest 2", "Of any class 2"]
    listed = [text.rpartition("/")[2] for text in page.texts("li") if "/id/visit/" in text]
    assert listed == ["a June 2023", "c 12 November 2020", "a June 2023", "e 2019"]
