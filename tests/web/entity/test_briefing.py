"""The page of a country, which a desk officer prints, and the page of Korea itself, which is a hub."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from oegyo.config import Settings
from oegyo.web.app import create_app
from web import atlas
from web.page import Page, read

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask.testing import FlaskClient

    from oegyo.release import Release

MANY = 300
_ENDS = ("KOR-CUB-1949 1949", "Korea and Cuba 14 February 2024")


@pytest.fixture(name="client", scope="module")
def _client(tmp_path_factory: pytest.TempPathFactory, release: Release) -> Iterator[FlaskClient]:
    """A client of the application over a few things of every kind."""
    path = tmp_path_factory.mktemp("atlas")
    engine = atlas.start(path, release)
    yield create_app(Settings(release=path), engine, release).test_client()
    engine.close()


def page(client: FlaskClient, name: str, language: str = "en") -> Page:
    """The page of ``name``."""
    return read(client.get(f"/{name}.html", headers={"Accept": "text/html", "Accept-Language": language}).text)


def facts(found: Page) -> dict[str, str]:
    """What the page says of each thing, by its head."""
    return dict(zip(found.texts("dt"), found.texts("dd"), strict=True))


def test_a_country_at_a_glance(client: FlaskClient) -> None:
    """Relations broken off and taken up again, embassies both ways, organizations shared, and since when in the UN."""
    found = facts(page(client, "id/state/CUB"))
    assert found["Diplomatic relations"] == "from 1949 to 1959; taken up again: since 14 February 2024"
    assert found["Korea's embassy there"] == "Havana"
    assert found["Its embassy in Korea"] == "none on record"
    assert found["Organizations shared with Korea"] == "1"
    assert found["Member of the United Nations since"] == "24 October 1945"
    assert found["Capital"] == "Havana"


def test_the_dates_of_a_glance_lead_to_their_records(client: FlaskClient) -> None:
    """Where the sources are."""
    links = page(client, "id/state/CUB").links()
    assert links["taken up again: since 14 February 2024"] == "/id/relation/KOR-CUB"
    assert links["2 sources, ⚠ 1 disagrees"] == "/id/relation/KOR-CUB"


def test_a_country_has_its_records_in_tables(client: FlaskClient) -> None:
    """In order of time, with what is doubtful marked in words, and Korea's date and vote beside its own."""
    rows = page(client, "id/state/CUB").texts("tr")
    assert "Republic of Korea 1949 1959 record doubtful" in rows
    assert "Republic of Korea Cuba embassy Havana January 2025 record" in rows
    assert "United Nations 24 October 1945 17 September 1991 record" in rows
    assert "10 June 2024 Resolution 1 no ≠ yes record" in rows


def test_the_votes_are_summed_up(client: FlaskClient) -> None:
    """In words."""
    text = " ".join(page(client, "id/state/CUB").texts("p"))
    assert "1 vote is recorded. In 1 Korea chose otherwise." in text


def test_the_pictures_name_their_tables_and_columns(client: FlaskClient) -> None:
    """Which are on the page for whoever sees no picture."""
    found = page(client, "id/state/CUB")
    pictures = {one.attributes["data-picture"]: one.attributes for one in found.all("figure")}
    assert pictures.keys() == {"map", "timeline"}
    columns = {one.attributes["data-column"] for one in found.all("th") if "data-column" in one.attributes}
    tables = {one.attributes["id"] for one in found.all("table")}
    for attributes in pictures.values():
        assert attributes["data-table"] in tables
        roles = {"data-lat", "data-lon", "data-label", "data-from", "data-to", "data-series"} & attributes.keys()
        assert {attributes[role] for role in roles} <= columns
    assert "2024-02-14" in {one.attributes.get("data-value") for one in found.all("td")}


def test_the_sources_used_are_counted(client: FlaskClient) -> None:
    """By the records that rest on them."""
    assert "A paper 1 record" in page(client, "id/state/CUB").texts("li")


@pytest.mark.parametrize(
    ("language", "heading", "date"), [("ko", "쿠바", "2024년 2월 14일"), ("vi", "Cuba", "ngày 14 tháng 2 năm 2024")]
)
def test_dates_are_in_local_form(client: FlaskClient, language: str, heading: str, date: str) -> None:
    """As the language writes them."""
    found = page(client, "id/state/CUB", language)
    assert found.texts("h1") == [heading]
    assert any(date in text for text in found.texts("td"))


def test_the_page_of_korea_is_an_overview_by_family(client: FlaskClient) -> None:
    """Counted, the newest first."""
    found = page(client, "id/state/KOR")
    assert found.texts("h2")[:4] == [
        "Diplomatic relations 2",
        "Missions abroad 1",
        "Memberships and terms 2",
        "Acts on treaties 1",
    ]
    older, newer = (next(place for place, text in enumerate(found.texts("li")) if text.endswith(end)) for end in _ENDS)
    assert newer < older


def test_a_hub_is_small_and_quick_to_ask_for(tmp_path: Path, release: Release) -> None:
    """However many records point to it: the page neither grows with them nor asks more."""
    votes = "".join(
        f"vote:v{number} a oegyo:Vote ; oegyo:voter state:KOR ; oegyo:document document:r1 ; oegyo:choice choice:yes ; "
        f'oegyo:date "2024-06-10"^^xsd:date .\n'
        for number in range(MANY)
    )
    engine = atlas.start(tmp_path, release, atlas.TEXT + votes)
    try:
        client = create_app(Settings(release=tmp_path), engine, release).test_client()
        text = client.get("/id/state/KOR.html", headers={"Accept": "text/html"}).text
        assert f"Votes in the Security Council {MANY + 1}" in read(text).texts("h2")
        assert len(text.encode()) < 50_000
        assert engine.asked <= 8
    finally:
        engine.close()
