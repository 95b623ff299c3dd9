"""What it takes to add a class of fact: the how-to of ``.github/CONTRIBUTING.md``, executed over the real sources."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from extending.howto import Kind, do, steps
from oegyo.config import Settings
from oegyo.paths import Sources, installed_sources
from oegyo.pipeline import stages
from small_release import client_of
from web.page import read

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask.testing import FlaskClient

    from web.page import Page

STEPS = steps("A class of fact")
PAGE = "/id/visit/KOR-VNM-2023.html"


def extended(root: Path) -> Sources:
    """A copy of the sources below ``root`` with what the how-to adds."""
    for name, folder in vars(installed_sources()).items():
        shutil.copytree(folder, root / name)
    prefixes = root / "ontology" / "prefixes.ttl"
    assert STEPS[0].path == "ontology/prefixes.ttl"
    for step in STEPS:
        table = prefixes.read_text(encoding="utf-8") if step.path.endswith(".ttl") and step != STEPS[0] else ""
        do(replace(step, text=f"\n{table}\n{step.text}" if table else step.text), root)
    return Sources.under(root)


@pytest.fixture(name="visits", scope="module")
def _visits(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A client of the application over a release with state visits, as this package makes both."""
    folder = tmp_path_factory.mktemp("visits")
    release = stages.build(extended(folder / "sources"), folder / "releases", lambda _: None)
    with client_of(Settings(release=folder, workers=1), release) as client:
        yield client


def page(client: FlaskClient, address: str, language: str) -> Page:
    """The page at ``address`` for a reader of ``language``."""
    response = client.get(address, query_string={"lang": language}, headers={"Accept": "text/html"})
    assert response.status_code == 200
    return read(response.text)


def test_the_how_to_touches_turtle_and_one_rule() -> None:
    """No code, no template, no catalogue."""
    names = [step.path for step in STEPS]
    assert {step.kind for step in STEPS} == {Kind.APPEND}
    assert len(names) == 11
    assert {name for name in names if not name.endswith(".ttl")} == {"ontology/rules/label-visit.rq"}


@pytest.mark.parametrize(
    ("language", "name", "properties"),
    [
        ("en", "Republic of Korea – Viet Nam: state visit", ["visitor", "visited state", "start date"]),
        ("ko", "대한민국 – 베트남: 국빈 방문", ["방문국", "방문을 받은 국가", "시작일"]),
        ("vi", "Đại Hàn Dân Quốc – Việt Nam: chuyến thăm cấp nhà nước", ["nước đi thăm", "nước được thăm", "ngày bắt đầu"]),
    ],
)
def test_a_record_of_the_class_has_a_page(visits: FlaskClient, language: str, name: str, properties: list[str]) -> None:
    """Its properties stand in the order of its presentation, where it comes from last."""
    found = page(visits, PAGE, language)
    assert found.texts("h1") == [name]
    assert found.texts("dt")[:3] == properties


@pytest.mark.parametrize(
    ("language", "title", "heads"),
    [
        ("en", "State visits in both directions 1", ["Visitor", "Visited state", "Since"]),
        ("ko", "양국 간 국빈 방문 1", ["방문국", "방문을 받은 국가", "시작"]),
        ("vi", "Chuyến thăm hai chiều 1", ["Nước đi thăm", "Nước được thăm", "Từ"]),
    ],
)
def test_what_the_record_points_to_has_a_table(visits: FlaskClient, language: str, title: str, heads: list[str]) -> None:
    """With a column for each property, a place in the order of time, and a name for what points there."""
    found = page(visits, "/id/state/VNM.html", language)
    assert title in found.texts("h2")
    columns = [
        cell.text for cell in found.all("th") if cell.attributes.get("data-column") in {"visitor", "visited", "startDate"}
    ]
    assert columns == heads
    moments = [cell.attributes.get("data-value", "") for cell in found.all("td")]
    assert moments.count("2023-06") == 2


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Visits received 1"), ("ko", "맞이한 방문 1"), ("vi", "Các chuyến thăm được đón 1")],
)
def test_what_points_to_a_state_is_named(visits: FlaskClient, language: str, words: str) -> None:
    """The inverse wording stands among what points here."""
    assert words in page(visits, "/id/state/VNM.html", language).texts("dt")


@pytest.mark.parametrize(
    ("language", "title"), [("en", "State visits 1"), ("ko", "국빈 방문 1"), ("vi", "Chuyến thăm cấp nhà nước 1")]
)
def test_korea_names_the_newest_of_them(visits: FlaskClient, language: str, title: str) -> None:
    """Beside the other kinds of record, in the place of a table."""
    assert title in page(visits, "/id/state/KOR.html", language).texts("h2")


@pytest.mark.parametrize(("language", "text"), [("en", "state visit"), ("ko", "국빈 방문"), ("vi", "chuyến thăm cấp")])
def test_a_search_finds_it_as_what_it_is(visits: FlaskClient, language: str, text: str) -> None:
    """Under a kind of its own."""
    found = visits.get("/search.json", query_string={"q": text, "type": "visit", "lang": language}).get_json()
    assert [hit["iri"] for hit in found["hits"]] == ["https://w3id.org/oegyo/id/visit/KOR-VNM-2023"]
    options = page(visits, "/search", language).all("option")
    assert options[-1].attributes["value"] == "visit"


def test_the_sitemap_has_it(visits: FlaskClient) -> None:
    """As whatever a search has a kind for."""
    parts = [visits.get(f"/sitemap-{part}.xml") for part in (1, 2)]
    assert any("/id/visit/KOR-VNM-2023.html</loc>" in part.text for part in parts)
