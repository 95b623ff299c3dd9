"""Files to take away."""

from __future__ import annotations

import gzip
import hashlib
from typing import TYPE_CHECKING

import pytest

from web.page import read

if TYPE_CHECKING:
    from flask.testing import FlaskClient

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
    assert gzip.decompress(response.data) == release.graph.read_bytes()


def test_the_etag_of_a_file_is_its_checksum(client: FlaskClient) -> None:
    """A client that has it need not fetch it."""
    response = client.get("/download/oegyo.ttl")
    assert response.headers["ETag"] == f'"{hashlib.sha256(response.data).hexdigest()}"'


def test_a_part_of_a_file_can_be_fetched(client: FlaskClient) -> None:
    """So that a download can go on where it broke off."""
    response = client.get("/download/SHA256SUMS", headers={"Range": "bytes=0-63"})
    assert (response.status_code, len(response.data)) == (206, 64)


def test_the_page_lists_every_file_with_its_size_and_checksum(client: FlaskClient, release: Release) -> None:
    """And the file of checksums."""
    page = read(client.get("/download/", headers={"Accept": "text/html"}).text)
    cells = page.texts("td")
    rows = [tuple(cells[start : start + 3]) for start in range(0, len(cells), 3)]
    assert rows == [(file.name, f"{file.bytes:,}", file.sha256) for file in release.downloads]
    assert page.links()["SHA256SUMS"] == "SHA256SUMS"


def test_the_list_as_json_names_the_release(client: FlaskClient, release: Release) -> None:
    """For a program that keeps a copy."""
    listing = client.get("/download/", headers={"Accept": "application/json"}).get_json()
    assert (listing["release"], listing["version"]) == (release.digest, release.version)
    assert [file["sha256"] for file in listing["files"]] == [file.sha256 for file in release.downloads]
