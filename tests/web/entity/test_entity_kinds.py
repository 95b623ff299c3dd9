"""The page of each kind of entity: the records that point at it are its body, and each value has its sources beside it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from oegyo.config import Settings
from oegyo.web.app import create_app
from oegyo.web.http import assets
from web import atlas
from web.page import Page, read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient

    from oegyo.release import Release
    from web.atlas import CountingEngine

BASE = "https://w3id.org/oegyo/"


@pytest.fixture(name="engine", scope="module")
def _engine(tmp_path_factory: pytest.TempPathFactory, release: Release) -> Iterator[CountingEngine]:
    """An engine over a few things of every kind."""
    engine = atlas.start(tmp_path_factory.mktemp("atlas"), release)
    yield engine
    engine.close()


@pytest.fixture(name="client")
def _client(tmp_path_factory: pytest.TempPathFactory, engine: CountingEngine, release: Release) -> FlaskClient:
    """A client of the application over them."""
    app = create_app(Settings(release=tmp_path_factory.getbasetemp()), engine, release)
    assets.init_app(app, tmp_path_factory.mktemp("none"))
    return app.test_client()


def page(client: FlaskClient, name: str, language: str = "en") -> Page:
    """The page of ``name`` for a reader of ``language``."""
    response = client.get(f"/{name}.html", headers={"Accept": "text/html", "Accept-Language": language})
    assert response.status_code == 200
    return read(response.text)


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("id/organization/UN", "Cuba 24 October 1945 record"),
        ("id/treaty/t1", "Republic of Korea supports May 1983 record"),
        ("id/document/r1", "no Cuba 10 June 2024 record"),
        ("id/operation/o1", "Republic of Korea 2007 Cuba, Havana record"),
        ("id/operation/o1", "30 April 2014 Republic of Korea supports 1,350 record"),
        ("id/presidency/KOR-2024-06", "Resolution 1 10 June 2024"),
        ("id/event/e1", "Resolution 1 10 June 2024"),
        ("id/passage/a", "Korea and Cuba start date 14 February 2024 supports"),
        ("id/source/paper", "passage:b They began a day later. 1"),
        ("id/place/havana", "Havana 23.133 -82.383"),
    ],
)
def test_the_records_that_point_at_a_thing_are_the_body_of_its_page(client: FlaskClient, name: str, row: str) -> None:
    """As tables, each row with a link to its record; two places of one record are one row."""
    assert row in page(client, name).texts("tr")


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("id/term/KOR-2024", "Presidencies 1"),
        ("id/document/r1", "Came out of 2"),
        ("concept/stance/disputes", None),
        ("id/source/paper", "Passages 1"),
        ("id/evidence/a", "Record it bears on 1"),
        ("id/mission/KOR-CUB", None),
        ("id/relation/KOR-CUB", None),
    ],
)
def test_what_points_at_a_thing_otherwise_is_counted_by_what_it_says(
    client: FlaskClient, name: str, title: str | None
) -> None:
    """In words that read from the thing's side; every kind of thing has a page."""
    if title:
        assert title in page(client, name).texts("dt")
    else:
        assert page(client, name).texts("h1")


def test_a_disagreement_is_marked_in_words(client: FlaskClient) -> None:
    """Beside the value, before it is opened; then the other value, the note, and both ways to the source."""
    found = page(client, "id/relation/KOR-CUB")
    assert "2 sources, ⚠ 1 disagrees" in found.texts("summary")
    voices = [" ".join(one.text.split()) for one in found.all("div") if "voice" in one.attributes.get("class", "")]
    assert voices[0] == (
        "They began a day later. ⚠ disputes; the source gives: 15 February 2024 A day later. A paper · on the web · passage"
    )
    assert voices[1] == "They began that day. supports A note · passage"
    assert found.links()["on the web"] == "https://example.org/paper"
    assert found.links()["A paper"] == "/id/source/paper"


def test_evidence_on_no_property_is_on_the_entry_as_a_whole(client: FlaskClient) -> None:
    """It is not lost."""
    assert "The entry as a whole" in page(client, "id/relation/KOR-CUB").texts("dt")


def test_an_open_status_is_said_in_words_with_its_note(client: FlaskClient) -> None:
    """Above everything else."""
    found = page(client, "id/state/CUB")
    assert "⚠ Status: doubtful" in found.texts("p")
    assert "Note: </script><script>alert(1)</script>" in found.texts("p")


def structured(found: Page) -> dict[str, Any]:
    """What the page says of itself in the words of schema.org."""
    (script,) = found.all("script")
    data: dict[str, Any] = json.loads(script.text)
    return data


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("id/state/CUB", "Country"),
        ("id/organization/UN", "Organization"),
        ("id/place/havana", "Place"),
        ("id/event/e1", "Event"),
        ("id/treaty/t1", "Legislation"),
        ("id/document/r1", "CreativeWork"),
        ("id/source/paper", "Dataset"),
        ("concept/stance/supports", "DefinedTerm"),
        ("id/vote/CUB-r1", "Thing"),
    ],
)
def test_a_page_says_what_it_is_about_to_search_engines(client: FlaskClient, name: str, kind: str) -> None:
    """By its IRI."""
    data = structured(page(client, name))
    assert (data["@id"], data["@type"]) == (BASE + name, kind)


def test_search_engines_are_told_every_name_and_the_same_thing_elsewhere(client: FlaskClient) -> None:
    """And no IRI that is a script."""
    data = structured(page(client, "id/state/CUB", "ko"))
    assert {one["@language"]: one["@value"] for one in data["name"]} == {"en": "Cuba", "ko": "쿠바", "vi": "Cuba"}
    assert data["sameAs"] == ["http://www.wikidata.org/entity/Q241"]
    assert data["identifier"] == ["CUB", f"{BASE}id/state/CUB"]


def test_hostile_data_is_text(client: FlaskClient) -> None:
    """The one script element is data, and nothing links to a script."""
    response = client.get("/id/state/CUB.html", headers={"Accept": "text/html"})
    assert response.text.count("<script") == 1
    found = read(response.text)
    assert [href for href in found.links().values() if href.startswith("javascript:")] == []


def test_the_same_thing_elsewhere_has_the_name_of_the_data_set(client: FlaskClient) -> None:
    """Not an IRI."""
    assert page(client, "id/state/CUB").links()["Wikidata Q241"] == "http://www.wikidata.org/entity/Q241"


def test_a_page_says_how_to_cite_it(client: FlaskClient, release: Release) -> None:
    """With the data version."""
    (text,) = [one for one in page(client, "id/place/havana").texts("details") if one.startswith("How to cite")]
    assert f"{BASE}id/place/havana" in text
    assert f"{release.version}, release {release.digest[:16]}" in text
    assert "CC BY 4.0" in text


@pytest.mark.parametrize("name", ["id/state/KOR", "id/state/CUB", "id/organization/UN", "id/operation/o1"])
@pytest.mark.parametrize("language", ["en", "ko", "vi"])
def test_a_page_is_the_same_bytes_every_time_in_every_language(
    client: FlaskClient, engine: CountingEngine, name: str, language: str
) -> None:
    """It is made with a dozen queries at most, whatever the number of records."""
    before = engine.asked
    texts = {client.get(f"/{name}.html?lang={language}", headers={"Accept": "text/html"}).text for _ in range(2)}
    assert len(texts) == 1
    assert engine.asked - before <= 2 * 12
