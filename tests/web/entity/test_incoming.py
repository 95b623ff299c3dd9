"""What points to an entity: counted, listed, and all of it page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from oegyo.config import Settings
from small_release import client_of
from web.page import Page, read

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask.testing import FlaskClient

    from oegyo.release import Release

UN = "https://w3id.org/oegyo/id/organization/UN"
NOTE = "https://w3id.org/oegyo/id/source/note"
PASSAGE = "https://w3id.org/oegyo/id/passage/p"
OF_60 = "https://w3id.org/oegyo/id/thing/t"


@pytest.fixture(name="hub")
def _hub(tmp_path: Path, release: Release) -> Iterator[FlaskClient]:
    """The release, 60 things that an organization organized, in two graphs, and 60 passages of a source."""
    path = tmp_path / "things.nq"
    lines = "".join(
        f"<{OF_60}{number:02}> <https://w3id.org/oegyo/ontology#organizer> <{UN}> <http://g/{graph}> .\n"
        for number in range(60)
        for graph in "ab"
    )
    lines += "".join(
        f"<{PASSAGE}{number:02}> <https://w3id.org/oegyo/ontology#inSource> <{NOTE}> .\n" for number in range(60)
    )
    path.write_text(lines, encoding="ascii")
    with client_of(Settings(release=tmp_path, workers=1), release, path) as client:
        yield client


def page(client: FlaskClient, address: str) -> Page:
    """The page at ``address``."""
    response = client.get(address, headers={"Accept": "text/html"})
    assert response.status_code == 200
    return read(response.text)


def listed(found: Page) -> list[str]:
    """The last two characters of each of the sixty that ``found`` links to."""
    return [text[-2:] for text in found.links() if text.startswith(OF_60)]


def test_a_hub_lists_fifty_of_each_kind_and_says_how_many_there_are(hub: FlaskClient) -> None:
    """Each thing once, in whatever graphs it is said; the rest is a link away."""
    found = page(hub, "/id/organization/UN.html")
    assert "Events organised by it 60" in found.texts("dt")
    assert (len(listed(found)), listed(found)[0], listed(found)[-1]) == (50, "00", "49")
    assert found.links()["51–60 of 60"] == "?incoming=organizer&page=2"


def test_the_rest_is_on_pages_that_lead_to_each_other(hub: FlaskClient) -> None:
    """And keep the language, in which the way that things point here is said; each says which of them it lists."""
    second = page(hub, "/id/organization/UN.html?lang=ko&incoming=organizer&page=2")
    assert (second.texts("h1"), second.texts("title")) == (
        ["주최하거나 주도한 사건"],
        ["United Nations: 주최하거나 주도한 사건 – Oegyo"],
    )
    assert "60개 중 51~60번째" in second.texts("p")
    assert listed(second) == [f"{number}" for number in range(50, 60)]
    assert second.all("ol")[0].attributes["start"] == "51"
    links = [link.attributes for link in second.all("a") if "rel" in link.attributes]
    assert [(one["rel"], one["href"]) for one in links if one["rel"] in {"prev", "next"}] == [
        ("prev", "?incoming=organizer&page=1&lang=ko")
    ]
    first = page(hub, "/id/organization/UN.html?incoming=organizer")
    assert listed(first) == [f"{number:02}" for number in range(50)]
    assert "1–50 of 60" in first.texts("p")
    assert first.links()["Next"] == "?incoming=organizer&page=2"
    assert first.links()["United Nations"] == "/id/organization/UN"


@pytest.mark.parametrize(
    "query",
    ["incoming=organizer&page=3", "incoming=organizer&page=0", "incoming=organizer&page=x", "incoming=nothing", "incoming=",
     "incoming=organizer&page=99999999999999999999", "incoming=organizer&page=²", "incoming=%FF"],
)  # fmt: skip
def test_there_is_no_page_past_the_end(hub: FlaskClient, query: str) -> None:
    """Nor one of a property by which nothing points here."""
    assert hub.get(f"/id/organization/UN.html?{query}", headers={"Accept": "text/html"}).status_code == 404


def test_what_a_table_shows_is_counted_and_not_listed_again(hub: FlaskClient) -> None:
    """With a link to the list."""
    found = page(hub, "/id/organization/UN.html")
    assert "Memberships in it 1" in found.texts("dt")
    assert found.links()["1 link"] == "?incoming=organization"
    assert found.links()["Republic of Korea"] == "/id/state/KOR"


def test_the_passages_of_a_source_are_a_table_and_then_pages(hub: FlaskClient) -> None:
    """The first fifty with what they say and how many records rest on them."""
    found = page(hub, "/id/source/note.html")
    assert "Passages 61" in found.texts("h2")
    assert "passage:note-0-40 Korea joined in 1991. 1" in found.texts("tr")
    assert found.links()["51–61 of 61"] == "?incoming=inSource&page=2"
    assert len(page(hub, "/id/source/note.html?incoming=inSource&page=2").all("li")) == 11 + 1
