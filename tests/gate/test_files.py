"""Files of a release on their way: whole or in part, and not to who has them."""

from __future__ import annotations

import asyncio
import hashlib
import json
from typing import TYPE_CHECKING

import pytest
from werkzeug.http import http_date

from gate.front_client import Client, run
from gate.test_conditions import ask, tag_of
from oegyo.errors import RangeProblem
from oegyo.gate import conditions
from oegyo.gate.conditions import Validators
from small_release import write_release
from waiting import SECONDS

if TYPE_CHECKING:
    from pathlib import Path

    from fuzz.driver import Driver
    from oegyo.release import Release

FILE = "/download/oegyo.nq.gz"
UNSATISFIABLE = {
    "type": "https://w3id.org/oegyo/problem/requested-range-not-satisfiable",
    "title": "Requested Range Not Satisfiable",
    "status": 416,
    "detail": "The server cannot provide the requested range.",
}


@pytest.mark.parametrize("name", ["oegyo.ttl", "oegyo.nq.gz", "SHA256SUMS"])
def test_a_file_is_sent_as_it_is(front: Driver, release: Release, name: str) -> None:
    """To the byte, with its length, and with the headers of every answer; HEAD has the same without the bytes."""
    reply, head = ask(front, f"/download/{name}"), ask(front, f"/download/{name}", "HEAD")
    body = (release.download / name).read_bytes()
    assert (reply.status, reply.body) == (200, body)
    assert (head.status, head.headers, head.body) == (200, reply.headers, b"")
    assert dict(reply.headers) == {
        b"accept-ranges": b"bytes",
        b"cache-control": b"no-cache",
        b"content-disposition": f"inline; filename={name}".encode(),
        b"content-length": str(len(body)).encode(),
        b"content-type": {
            "oegyo.ttl": b"text/turtle; charset=utf-8",
            "oegyo.nq.gz": b"application/gzip",
            "SHA256SUMS": b"text/plain; charset=utf-8",
        }[name],
        b"etag": reply.values(b"etag")[0],
        b"last-modified": http_date((release.download / name).stat().st_mtime).encode(),
        b"vary": b"Accept",
        b"access-control-allow-origin": b"*",
        b"access-control-expose-headers": b"Oegyo-Release, Accept-Ranges, Allow, Content-Disposition, "
        b"Content-Encoding, Content-Range, ETag, Link, Location, Retry-After, Vary",
        b"x-content-type-options": b"nosniff",
        b"oegyo-release": release.digest.encode(),
    }


def test_the_etag_of_a_file_is_its_checksum(front: Driver, release: Release) -> None:
    """A client that has it need not fetch it; the list of checksums is of one release."""
    reply = ask(front, FILE)
    assert tag_of(reply) == f'"{hashlib.sha256(reply.body).hexdigest()}"'
    assert tag_of(ask(front, "/download/SHA256SUMS")) == f'"{release.digest}"'


def test_a_file_is_sent_uncoded(front: Driver) -> None:
    """It must be what its checksum says."""
    assert ask(front, "/download/oegyo.ttl", accept_encoding="gzip, br").values(b"content-encoding") == []


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("bytes=0-63", slice(0, 64)),
        ("bytes=10-10", slice(10, 11)),
        ("bytes=10-", slice(10, None)),
        ("bytes=-10", slice(-10, None)),
        ("bytes=0-999999", slice(0, None)),
        ("bytes=-999999", slice(0, None)),
    ],
)
def test_a_part_of_a_file_can_be_fetched(front: Driver, asked: str, part: slice) -> None:
    """So that a download can go on where it broke off."""
    whole = ask(front, FILE)
    reply = ask(front, FILE, range=asked)
    assert (reply.status, reply.body) == (206, whole.body[part])
    first, end, _ = part.indices(len(whole.body))
    more = {b"content-length": str(end - first).encode()}
    more |= {b"content-range": f"bytes {first}-{end - 1}/{len(whole.body)}".encode()}
    assert dict(reply.headers) == {**dict(whole.headers), **more}


@pytest.mark.parametrize("asked", ["bytes=0-1,3-4", "lines=0-3", "bytes", "bytes=", "bytes=a-b", "bytes=5-1", "0-4"])
def test_a_range_that_is_not_understood_is_passed_over(front: Driver, asked: str) -> None:
    """The file is sent whole, as the standard allows; so it is for several parts at once."""
    assert ask(front, FILE, range=asked).status == 200


def test_a_part_outside_the_file_is_refused(front: Driver) -> None:
    """416, with the size the file has."""
    size = len(ask(front, FILE).body)
    reply = ask(front, FILE, range=f"bytes={size}-")
    assert (reply.status, reply.values(b"content-range")) == (416, [f"bytes */{size}".encode()])
    assert (reply.values(b"content-type"), json.loads(reply.body)) == ([b"application/problem+json"], UNSATISFIABLE)
    with pytest.raises(RangeProblem):
        conditions.part({b"range": b"bytes=0-"}, 0, Validators(("a",)))


def test_a_part_belongs_to_the_file_that_the_client_has_the_rest_of(front: Driver) -> None:
    """If-Range by a strong tag or the date itself; else the file is sent whole."""
    whole = ask(front, FILE)
    (date,) = whole.values(b"last-modified")
    for given in (tag_of(whole), date.decode()):
        assert ask(front, FILE, range="bytes=0-3", if_range=given).status == 206
    for given in ('"other"', f"W/{tag_of(whole)}", "Fri, 01 Jan 2100 00:00:00 GMT", "Thu, 01 Jan 1970 00:00:00 GMT", "x"):
        reply = ask(front, FILE, range="bytes=0-3", if_range=given)
        assert (reply.status, reply.body) == (200, whole.body)


def test_a_condition_goes_before_a_range(front: Driver) -> None:
    """Nothing of what the client has is sent, nor of what it does not want; and HEAD knows no parts."""
    tag = tag_of(ask(front, FILE))
    assert ask(front, FILE, range="bytes=0-3", if_none_match=tag).status == 304
    assert ask(front, FILE, range="bytes=9999999-", if_none_match=tag).status == 304
    assert ask(front, FILE, range="bytes=0-3", if_match='"other"').status == 412
    assert ask(front, FILE, range="bytes=0-3", if_match=tag).status == 206
    assert ask(front, FILE, "HEAD", range="bytes=0-3").status == 200
    assert ask(front, "/id/state/KOR.ttl", range="bytes=0-3").status == 200


def test_a_file_larger_than_what_a_socket_takes_is_sent_whole(tmp_path: Path) -> None:
    """And in part."""
    release = write_release(tmp_path / "release")
    body = bytes(range(256)) * 3000
    (release.download / "oegyo.ttl").write_bytes(body)

    async def story(client: Client) -> None:
        assert (await client.ask("/download/oegyo.ttl")).body == body
        first, end = 99_995, 500_005
        reply = await client.ask("/download/oegyo.ttl", {"Range": f"bytes={first}-{end - 1}"})
        assert reply.body == body[first:end]

    run(release, story)


def test_nothing_more_is_read_for_a_client_that_leaves(tmp_path: Path) -> None:
    """Its request is counted as one whose client left."""
    release = write_release(tmp_path / "release")

    async def story(client: Client) -> None:
        (release.download / "oegyo.ttl").write_bytes(b"x" * 50_000_000)
        leaves = asyncio.Event()
        leaves.set()
        assert (await client.ask("/download/oegyo.ttl", leaves=leaves)).status == 0
        counted = b'oegyo_requests_total{family="download",status="499"} 1.0'
        async with asyncio.timeout(SECONDS):
            while counted not in (await client.ask("/metrics")).body:
                await asyncio.sleep(0)

    run(release, story)


def test_a_file_that_is_gone_is_not_found(tmp_path: Path) -> None:
    """As when there had never been one."""
    release = write_release(tmp_path / "release")

    async def story(client: Client) -> None:
        (release.download / "oegyo.ttl").unlink()
        reply = await client.ask("/download/oegyo.ttl")
        assert (reply.status, reply.headers["content-type"]) == (404, "application/problem+json")

    run(release, story)
