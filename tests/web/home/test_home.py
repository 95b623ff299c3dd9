"""The first page, and a server without a release."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from oegyo.web.home import routes as home
from web.http.test_problems import assert_canonical_problem
from web.page import read

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from oegyo.release import Release

BROWSER = {"Accept": "text/html,*/*;q=0.8"}
ROOT = Path(__file__).parents[3]


def test_the_first_page_leads_to_each_part(client: FlaskClient, release: Release) -> None:
    """And says how large the graph is, and what can be asked."""
    page = read(client.get("/", headers=BROWSER).text)
    assert {"/queries/", "/sparql", "/ontology", "/quality", "/download/", "/about"} <= set(page.links().values())
    assert page.links()["Since when has a state been a member?"] == "/queries/member-since"
    assert any(f"{sum(release.triples.values()):,} triples" in text for text in page.texts("li"))
    assert len(page.all("h1")) == 1


def test_the_numbers_are_those_of_the_graph(related: FlaskClient) -> None:
    """What has ended or is doubtful does not count."""
    page = read(related.get("/", headers=BROWSER).text)
    assert page.texts("strong") == ["2", "2", "1", "1", "1", "1", "1"]
    names = [element.text for element in page.all("span") if "relations" in element.text or "missions" in element.text]
    assert names[:3] == ["states with diplomatic relations", "Korean missions abroad", "foreign missions in Korea"]


def test_the_map_has_its_table(related: FlaskClient) -> None:
    """Each partner of now by its code and the year that relations began, the oldest first; the dates lead to the records."""
    page = read(related.get("/?lang=vi", headers=BROWSER).text)
    (figure,) = page.all("figure")
    columns = [head.attributes["data-column"] for head in page.all("th") if "data-column" in head.attributes]
    assert {figure.attributes[f"data-{name}"] for name in ("area", "y", "label")} <= set(columns)
    (table,) = page.all("table")
    assert table.attributes["id"] == figure.attributes["data-table"]
    assert [cell.attributes["data-value"] for cell in page.all("td")] == ["VNM", "1992", "CUB", "2024"]
    assert page.links()["ngày 22 tháng 12 năm 1992"] == "/id/relation/KOR-VNM?lang=vi"
    assert page.links()["Việt Nam"] == "/id/state/VNM?lang=vi"


def test_the_newest_facts_come_first(related: FlaskClient) -> None:
    """Each by its date, as precise as it is known, with a link to the record."""
    page = read(related.get("/", headers=BROWSER).text)
    shown = [(one.attributes["datetime"], one.text) for one in page.all("time")]
    assert shown[:2] == [("1992-12-22", "22 December 1992"), ("2024-02-14", "14 February 2024")]  # the table
    assert [date for date, _ in shown[2:]] == ["2025", "2024-02-14", "2013-03", "1992-12-22", "1975-04-23", "1949-07"]
    assert [text for _, text in shown[2:5]] == ["2025", "14 February 2024", "March 2013"]
    assert page.links()["Republic of Korea – Cuba: diplomatic relations"] == "/id/relation/KOR-CUB"


@pytest.mark.parametrize(("tag", "terms"), [("en", "Ask & wait."), ("ko", "묻고 기다리십시오."), ("vi", "Ask & wait.")])
def test_the_sources_say_what_may_be_done_with_them(related: FlaskClient, tag: str, terms: str) -> None:
    """In the reader's language where the data has it; a licence by its address, and no address that runs anything."""
    page = read(related.get(f"/about/sources?lang={tag}", headers=BROWSER).text)
    assert terms in page.texts("td")
    assert page.in_language(terms) == ("en" if terms.isascii() else "ko")
    assert "https://creativecommons.org/licenses/by/4.0/" in page.texts("td")
    assert {"A <i>ministry</i>", "A ministry"} <= set(page.texts("td"))
    assert not [link for link in page.links().values() if link.startswith("javascript")]


def test_every_query_that_the_first_page_chooses_is_there() -> None:
    """Behind each number, and among what people ask; none twice."""
    saved = {path.stem for path in (ROOT / "queries").glob("*.rq")}
    asked = [slug for _, slugs in home.ASKED for slug in slugs]
    assert {slug for _, slug in home.NUMBERS} | set(asked) <= saved
    assert len(asked) == len(set(asked)) > 10


def test_the_numbers_are_one_query() -> None:
    """With one column for each number that the page names."""
    text = (Path(home.__file__).parent / "numbers.rq").read_text(encoding="utf-8")
    rows = ox.Store().query(text)
    assert isinstance(rows, ox.QuerySolutions)
    assert len(rows.variables) == len(home.NUMBERS)


def test_the_style_is_one_small_file_of_our_own(client: FlaskClient) -> None:
    """Nothing is fetched from anywhere else."""
    page = read(client.get("/", headers=BROWSER).text)
    (style,) = (link.attributes["href"] for link in page.all("link") if link.attributes["rel"] == "stylesheet")
    assert len(client.get(style).data) < 10_000
    assert [link for link in page.links().values() if link.startswith("http")] == [
        "https://creativecommons.org/licenses/by/4.0/"
    ]


@pytest.mark.parametrize(
    "address", ["/queries/", "/id/state/KOR", "/concept/stance", "/ontology.ttl", "/download/", "/search", "/about", "/x"]
)
def test_without_a_release_the_pages_of_one_are_not_there(bare_client: FlaskClient, address: str) -> None:
    """404, and how to have them."""
    problem = assert_canonical_problem(bare_client.get(address), 404, "not-found")
    assert problem["advice"] == "Start it without --data to serve the pages of Oegyo."


def test_without_a_release_queries_are_answered(bare_client: FlaskClient) -> None:
    """Over whatever the engine holds, for programs and on pages that link nothing that is not there."""
    assert bare_client.get("/sparql?query=ASK%7B%7D").get_json() == {"head": {}, "boolean": True}
    links = set(read(bare_client.get("/", headers=BROWSER).text).links().values())
    assert links == {"#content", "/", "/sparql", "?lang=en", "?lang=ko", "?lang=vi"}
    query = "SELECT * { <https://w3id.org/oegyo/id/state/KOR> a ?class }"
    page = read(bare_client.get("/sparql", query_string={"query": query}, headers=BROWSER).text)
    assert page.links()["https://w3id.org/oegyo/ontology#State"] == "https://w3id.org/oegyo/ontology#State"


def test_without_a_release_the_first_page_speaks_three_languages(bare_client: FlaskClient) -> None:
    """As any other page does."""
    headings = {tag: read(bare_client.get(f"/?lang={tag}", headers=BROWSER).text).texts("h1") for tag in ("en", "ko", "vi")}
    assert headings == {"en": ["A SPARQL endpoint"], "ko": ["SPARQL 엔드포인트"], "vi": ["Điểm truy cập SPARQL"]}


def test_an_answer_without_a_head_has_an_icon(client: FlaskClient) -> None:
    """A browser asks for it at an address of its own."""
    response = client.get("/favicon.ico", follow_redirects=True)
    assert (response.status_code, response.mimetype) == (200, "image/svg+xml")
