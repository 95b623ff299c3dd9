"""Files to take away."""

from __future__ import annotations

import gzip
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from oegyo.web.app import create_app
from oegyo.web.download import routes as downloads
from web.page import Page, read

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from oegyo.config import Settings
    from oegyo.engine import EmbeddedEngine
    from oegyo.release import Release


@pytest.mark.parametrize(
    ("name", "content_type"),
    [
        ("oegyo.ttl", "text/turtle; charset=utf-8"),
        ("oegyo.nq.gz", "application/gzip"),
        ("SHA256SUMS", "text/plain; charset=utf-8"),
    ],
)
def test_a_file_is_sent_as_it_is(client: FlaskClient, release: Release, name: str, content_type: str) -> None:
    """Under its media type, by the byte."""
    response = client.get(f"/download/{name}")
    assert (response.status_code, response.content_type) == (200, content_type)
    assert response.data == (release.download / name).read_bytes()
    assert response.content_length == len(response.data)


def test_a_compressed_file_stays_compressed(client: FlaskClient, release: Release) -> None:
    """It must be what its checksum says, so it is no encoding that a client undoes on the way."""
    response = client.get("/download/oegyo.nq.gz", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in response.headers
    assert gzip.decompress(response.data) == gzip.decompress((release.download / "oegyo.nq.gz").read_bytes())


@pytest.fixture(name="counted")
def _counted(settings: Settings, engine: EmbeddedEngine, release: Release) -> FlaskClient:
    """A client of the release as a build describes it, with the triples of each file and more topics."""
    (entry, *_) = release.downloads
    topics = ("oegyo", "treaties", "passages-treaties", "sources-treaties", "links-wikidata", "quality", "shapes")
    files = [replace(entry, name=f"{topic}.nq.gz", topic=topic, triples=156_917) for topic in topics]
    return create_app(settings, engine, replace(release, downloads=tuple(files))).test_client()


def files_of(page: Page, release: Release) -> dict[str, tuple[str, str]]:
    """What the page says of each file: its size and its checksum."""
    named = {file.sha256: file.name for file in release.downloads}
    sizes = [one for one in page.all("a") if "," in one.attributes.get("aria-label", "")]
    sums = [one for one in page.all("code") if one.attributes.get("title") in named]
    assert [one.attributes["href"] for one in sizes] == [named[one.attributes["title"]] for one in sums]
    return {size.attributes["href"]: (size.text, total.attributes["title"]) for size, total in zip(sizes, sums, strict=True)}


def test_the_page_lists_every_file_with_its_size_and_checksum(client: FlaskClient, release: Release) -> None:
    """And the file of checksums, with how to use it."""
    page = read(client.get("/download/", headers={"Accept": "text/html"}).text)
    assert files_of(page, release) == {
        file.name: ({"oegyo.nq.gz": f"{file.bytes / 1000:.1f} kB"}.get(file.name, f"{file.bytes} byte"), file.sha256)
        for file in release.downloads
    }
    assert page.links()["SHA256SUMS"] == "SHA256SUMS"
    assert "sha256sum --check --ignore-missing SHA256SUMS" in page.texts("pre")
    assert page.links()["CC BY 4.0"] == "https://creativecommons.org/licenses/by/4.0/"
    assert release.digest in page.texts("code")


def test_files_are_grouped_by_what_they_hold(counted: FlaskClient) -> None:
    """Each with how many triples it has."""
    page = read(counted.get("/download/", headers={"Accept": "text/html"}).text)
    assert page.texts("h2") == [
        "How to check what you have",
        "The whole graph",
        "Facts, by topic",
        "Passages that the facts rest on",
        "Sources",
        "Links to other data",
        "What the graph is written in",
        "Prefixes",
    ]
    heads = [one.text for one in page.all("th") if one.attributes.get("scope") == "row" and ":" not in one.text]
    assert heads == ["oegyo", "treaties", "passages-treaties", "sources-treaties", "links-wikidata", "quality", "shapes"]
    assert page.texts("td").count("156,917") == len(heads)


def test_the_prefixes_of_the_files_are_listed(client: FlaskClient, release: Release) -> None:
    """As the manifest has them."""
    page = read(client.get("/download/", headers={"Accept": "text/html"}).text)
    heads = [one for one in page.texts("th") if one.endswith(":")]
    assert heads == [f"{prefix}:" for prefix in release.prefixes]
    assert set(release.prefixes.values()) <= set(page.texts("td"))


@pytest.mark.parametrize(
    ("language", "title", "triples", "size"),
    [("ko", "내려받기", "156,917", "1.0kB"), ("vi", "Tải về", "156.917", "1,0 kB")],
)
def test_the_page_speaks_the_language_of_the_reader(
    counted: FlaskClient, language: str, title: str, triples: str, size: str
) -> None:
    """Headings, numbers and sizes."""
    page = read(counted.get(f"/download/?lang={language}", headers={"Accept": "text/html"}).text)
    assert page.texts("h1") == [title]
    assert triples in page.texts("td")
    assert {one.text for one in page.all("a") if "," in one.attributes.get("aria-label", "")} == {size}


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "0 byte"), (999, "999 byte"), (1000, "1.0 kB"), (16_384, "16 kB"), (1_683_403, "1.7 MB"), (5 * 10**12, "5,000 GB")],
)
def test_a_size_has_the_unit_that_suits_it(app: Flask, count: int, text: str) -> None:
    """One digit after the point while there is one before it."""
    with app.test_request_context("/", headers={"Accept-Language": "en"}):
        assert downloads.size(count) == text


def test_the_list_as_json_names_the_release(client: FlaskClient, release: Release) -> None:
    """For a program that keeps a copy."""
    listing = client.get("/download/", headers={"Accept": "application/json"}).get_json()
    assert (listing["release"], listing["version"]) == (release.digest, release.version)
    assert [file["sha256"] for file in listing["files"]] == [file.sha256 for file in release.downloads]
