"""How an answer is coded for its way: in what the client reads, and likes best."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import brotli
import pytest

from gate.front_client import LONG, Client, run
from oegyo.gate import coding as codings

if TYPE_CHECKING:
    from oegyo.release import Release


@pytest.mark.parametrize(("accepted", "coding"), [("br", "br"), ("gzip", "gzip"), ("gzip, br;q=0.5", "gzip"), ("*", "br")])
def test_a_long_answer_is_sent_in_a_coding_the_client_reads(release: Release, accepted: str, coding: str) -> None:
    """The body unpacks to the same bytes, and caches know that the answer varies."""

    async def story(client: Client) -> None:
        plain = await client.ask(LONG)
        packed = await client.ask(LONG, {"Accept-Encoding": accepted})
        unpack = {"br": brotli.decompress, "gzip": gzip.decompress}[coding]
        assert packed.headers["content-encoding"] == coding
        assert unpack(packed.body) == plain.body
        assert int(packed.headers["content-length"]) == len(packed.body) < len(plain.body)
        assert "Accept-Encoding" in packed.headers["vary"]
        assert client.answered() == 1

    run(release, story)


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        (b"", ""),
        (b"identity", ""),
        (b"br;q=0", ""),
        (b"br;q=0, gzip", "gzip"),
        (b"gzip;q=0.5, br;q=0.4", "gzip"),
        (b"deflate", ""),
        (b"identity;q=1, gzip;q=0.5", ""),
        (b"*;q=0", ""),
        (b";;q=,", ""),
    ],
)
def test_the_coding_is_the_one_the_client_likes_best(accepted: bytes, coding: str) -> None:
    """By quality; none when nothing that there is is accepted."""
    assert codings.preferred(accepted) == coding
