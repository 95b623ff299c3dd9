"""How things are shown, as it is read from the graph; and what pages do over a graph that does not say it."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

import pytest

from oegyo.config import Settings
from oegyo.engine import EmbeddedEngine, Limits
from oegyo.saved import text
from oegyo.terms.namespaces import TERM
from oegyo.web.entity.queries import RECORD, records
from oegyo.web.entity.sections import SHARED
from oegyo.web.reading import presentation
from oegyo.web.reading.graph import Graph, query
from oegyo.web.reading.presentation import NodeShape, Presentation
from small_release import GRAPH_TEXTS, client_of, write_release
from web.page import read

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask.testing import FlaskClient

STATE = TERM + "State"
SHAPES = """
    PREFIX sh: <http://www.w3.org/ns/shacl#>
    PREFIX presentation: <https://w3id.org/oegyo/presentation#>
    PREFIX csvw: <http://www.w3.org/ns/csvw#>
    PREFIX dash: <http://datashapes.org/dash#>
    """


@pytest.fixture(name="shown", scope="module")
def _shown(engine: EmbeddedEngine) -> Presentation:
    """What the ontology says."""
    return presentation.read_presentation(Graph(engine))


def said(tmp_path: Path, turtle: str) -> Presentation:
    """What is read from ``turtle``."""
    release = write_release(tmp_path / "said", {"presentation": SHAPES + turtle})
    engine = EmbeddedEngine([release.graph], Limits.of(Settings(release=tmp_path, workers=1)))
    try:
        return presentation.read_presentation(Graph(engine))
    finally:
        engine.close()


@pytest.fixture(name="older", scope="module")
def _older(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A client over a release that does not say how it is shown, as an endpoint elsewhere may hold."""
    folder = tmp_path_factory.mktemp("older")
    texts = {name: turtle for name, turtle in GRAPH_TEXTS.items() if name != "presentation"}
    with client_of(Settings(release=folder, workers=1), write_release(folder / "release", texts)) as client:
        yield client


def test_a_table_has_a_query_and_a_query_a_table(shown: Presentation) -> None:
    """Nothing is named that is not there, and nothing is there that is not named."""
    named = {table.query for shape in shown.classes.values() for table in shape.tables if table.query}
    tables = {
        path.name.removesuffix(".rq")
        for path in files("oegyo.web").joinpath("entity").iterdir()
        if path.name.endswith(".rq")
    }
    assert tables - named == {"incoming", "incoming-first", "incoming-totals", "page", "standings"}
    assert named <= tables


def test_every_column_of_a_table_has_a_heading(shown: Presentation) -> None:
    """But for those that are for the page and not for its reader, whether a query was written for the table or not."""
    for shape in shown.classes.values():
        for table in shape.tables:
            asked = query(f"entity/{table.query}") if table.query else records(table, STATE)
            columns = set(text.projected(asked)) - {RECORD, SHARED}
            assert columns <= shown.columns.keys(), table.name
            assert set(table.picture.values()) - {table.picture.get("type")} <= columns


def test_a_property_stands_where_its_class_has_it_and_else_where_anything_has(tmp_path: Path) -> None:
    """By the order of groups, then by its own; what nobody placed comes last of what is known."""
    found = said(
        tmp_path,
        """
        presentation:known sh:order 2 . presentation:last sh:order 3 .
        presentation:Any a sh:NodeShape ; sh:property presentation:source .
        presentation:source sh:path oegyo:source ; sh:group presentation:last .
        presentation:State a sh:NodeShape ; sh:targetClass oegyo:State ; sh:property presentation:b, presentation:a .
        presentation:a sh:path oegyo:a ; sh:order 2 . presentation:b sh:path oegyo:b ; sh:order 1 .
        """,
    )
    shape = found.of([STATE])
    names = sorted(("source", "a", "unplaced", "b"), key=lambda name: found.place(TERM + name, shape))
    assert names == ["b", "a", "unplaced", "source"]
    assert found.of([TERM + "Nothing"]) == NodeShape()


def test_a_table_leads_from_each_alternative_of_its_path(tmp_path: Path) -> None:
    """Its columns are the properties of its rows, but not the one that leads to the thing when there is only one."""
    found = said(
        tmp_path,
        """
        presentation:Vote a sh:NodeShape ; sh:targetClass oegyo:Vote ; sh:property presentation:by, presentation:on .
        presentation:by sh:path oegyo:by ; sh:order 2 . presentation:on sh:path oegyo:on ; sh:order 1 .
        presentation:State a sh:NodeShape ; sh:targetClass oegyo:State ; sh:property
            presentation:State-one, presentation:State-both .
        presentation:State-one dash:viewer dash:ValueTableViewer ; sh:order 1 ; oegyo:rowClass oegyo:Vote ;
            sh:path [ sh:inversePath oegyo:by ] .
        presentation:State-both dash:viewer dash:ValueTableViewer ; sh:order 2 ; oegyo:rowClass oegyo:Vote ;
            oegyo:listedToo true ;
            sh:path [ sh:alternativePath ( [ sh:inversePath oegyo:by ] [ sh:inversePath oegyo:on ] ) ] .
        """,
    )
    one, both = found.of([STATE]).tables
    assert (one.name, one.properties, list(one.columns)) == ("one", (TERM + "by",), ["on"])
    assert (both.name, both.properties, list(both.columns)) == ("both", (TERM + "by", TERM + "on"), ["on", "by"])
    assert found.of([STATE]).covered == {TERM + "by"}


def test_a_page_of_an_older_release_shows_what_is_known_by_name(older: FlaskClient) -> None:
    """Without tables, and with the words of the properties for what points there."""
    response = older.get("/id/membership/KOR-UN.html", headers={"Accept": "text/html"})
    assert response.status_code == 200
    heads = [one.text for one in read(response.text).all("dt")]
    assert heads.index("member") < heads.index("organization") < heads.index("start date")
    page = read(older.get("/id/organization/UN.html", headers={"Accept": "text/html"}).text)
    assert "It is the “organization” of 1" in page.texts("dt")
    assert page.all("table") == []


def test_a_table_of_another_version_is_left_out_where_its_query_is_not_here(tmp_path: Path) -> None:
    """What else there is of the thing is shown."""
    shape = "presentation:Organization-kept sh:path oegyo:kept ; dash:viewer dash:ValueTableViewer ; oegyo:tableQuery"
    more = f'presentation:Organization sh:property presentation:Organization-kept . {shape} "kept-elsewhere" .'
    texts = {**GRAPH_TEXTS, "presentation": f"{GRAPH_TEXTS['presentation']}\n{more}"}
    with client_of(Settings(release=tmp_path, workers=1), write_release(tmp_path / "release", texts)) as client:
        response = client.get("/id/organization/UN.html", headers={"Accept": "text/html"})
    assert response.status_code == 200
    assert "members" in {one.attributes.get("id") for one in read(response.text).all("h2")}


@pytest.mark.parametrize(
    "address",
    [
        "/id/state/KOR.html",
        "/search?q=Korea",
        "/search",
        "/queries/names",
        "/concept/stance/supports.html",
        "/ontology",
        "/",
    ],
)
def test_no_page_of_an_older_release_fails(older: FlaskClient, address: str) -> None:
    """The search finds nothing there, and columns are called as their variables are."""
    assert older.get(address, headers={"Accept": "text/html"}).status_code == 200


def test_a_name_that_lacks_the_language_of_the_reader_is_given_in_another(tmp_path: Path) -> None:
    """As everywhere: a build says what is missing, and a page goes on."""
    turtle = """
        presentation:Any a sh:NodeShape ; sh:property presentation:inverse .
        presentation:inverse sh:name "Memberships in it"@en ; sh:path [ sh:inversePath org:organization ] .
        presentation:column csvw:name "name" ; a csvw:Column ; csvw:title "What it is called"@en .
        """
    release = write_release(tmp_path / "english", {**GRAPH_TEXTS, "presentation": SHAPES + turtle})
    with client_of(Settings(release=tmp_path, workers=1), release) as client:
        page = read(client.get("/id/organization/UN.html?lang=vi", headers={"Accept": "text/html"}).text)
        answer = read(client.get("/queries/names?lang=ko", headers={"Accept": "text/html"}).text)
    assert "Memberships in it 1" in page.texts("dt")
    assert answer.texts("th") == ["What it is called"]
