"""What an answer depends on: two requests that differ in one part of it never share an answer or an ETag."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from gate.front_client import Client, Reply, run

if TYPE_CHECKING:
    from oegyo.release import Release

PAGE = "/queries/member-since"
SELECT = "/sparql?query=SELECT%20%3Fs%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D%20ORDER%20BY%20%3Fs%20LIMIT%201"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT = {"Content-Type": "application/sparql-query"}


@dataclass(frozen=True)
class Asked:
    """A request: where, with which headers, how, and what with."""

    target: str
    headers: dict[str, str] = field(default_factory=dict)
    method: str = "GET"
    body: bytes = b""

    async def of(self, client: Client) -> Reply:
        """What ``client`` gets."""
        return await client.ask(self.target, self.headers, method=self.method, body=self.body)


def _page(**headers: str) -> Asked:
    """A request for a page that shows the address of the server and speaks the language of the reader."""
    given = {"accept": "text/html", "accept-language": "en", "host": "one.example", **headers}
    return Asked(PAGE, {name.replace("_", "-"): value for name, value in given.items()})


GETS: dict[str, tuple[Asked, Asked]] = {
    "path": (Asked("/id/state/KOR.ttl"), Asked("/id/state/PRK.ttl")),
    "query": (Asked("/sparql?query=ASK%7B%7D"), Asked("/sparql?query=ASK%7B%3Fs%20%3Chttp%3A%2F%2Fx%3E%201%7D")),
    "accept": (Asked(SELECT, {"accept": "text/csv"}), Asked(SELECT, {"accept": "application/json"})),
    "language": (_page(), _page(accept_language="ko")),
    "host": (_page(), _page(host="other.example")),
    "port": (_page(), _page(host="one.example:81")),
}
"""Pairs of requests that may be kept, by the part in which they differ."""

PROXIED = {
    "forwarded host": (_page(x_forwarded_host="one.test"), _page(x_forwarded_host="other.test")),
    "forwarded protocol": (_page(x_forwarded_proto="http"), _page(x_forwarded_proto="https")),
}
"""The same behind a proxy that is trusted."""


async def _differ(client: Client, one: Asked, other: Asked) -> None:
    first, second = await one.of(client), await other.of(client)
    assert (first.status, second.status) == (200, 200)
    assert first.body != second.body
    assert first.headers["etag"] != second.headers["etag"]
    for asked, own, foreign in ((one, first, second), (other, second, first)):
        assert (await asked.of(client)).body == own.body
        for tag, status in ((own.headers["etag"], 304), (foreign.headers["etag"], 200)):
            conditional = Asked(asked.target, {**asked.headers, "if-none-match": tag})
            assert (await conditional.of(client)).status == status


@pytest.mark.parametrize("part", GETS)
def test_requests_that_differ_in_one_part_share_nothing(release: Release, part: str) -> None:
    """Each has its own answer, again and again, and who has the one is not told to have the other."""

    async def story(client: Client) -> None:
        await _differ(client, *GETS[part])

    run(release, story)


@pytest.mark.parametrize("part", PROXIED)
def test_what_a_trusted_proxy_says_of_the_address_is_part_of_the_request(release: Release, part: str) -> None:
    """The pages show the address that the client used."""

    async def story(client: Client) -> None:
        await _differ(client, *PROXIED[part])

    run(release, story, trusted_proxies=1)


@pytest.mark.parametrize("part", PROXIED)
def test_what_nobody_is_trusted_to_say_changes_nothing(release: Release, part: str) -> None:
    """Else anyone could fill the cache with one page."""

    async def story(client: Client) -> None:
        first, second = [await asked.of(client) for asked in PROXIED[part]]
        assert (first.body, first.headers) == (second.body, second.headers)
        assert client.front.metrics.hits == 1

    run(release, story)


POSTS: dict[str, tuple[Asked, Asked]] = {
    "method": (Asked("/sparql?query=ASK%7B%7D"), Asked("/sparql?query=ASK%7B%7D", method="POST")),
    "body": (Asked("/sparql", DIRECT, "POST", b"ASK {}"), Asked("/sparql", DIRECT, "POST", b"ASK { ?s ?p 'none' }")),
    "content type": (
        Asked("/sparql", FORM, "POST", b"query=ASK%7B%7D"),
        Asked("/sparql", DIRECT, "POST", b"query=ASK%7B%7D"),
    ),
}
"""Pairs of requests with a body, or that could have one."""


@pytest.mark.parametrize("part", POSTS)
@pytest.mark.parametrize("turned", [False, True], ids=["in turn", "the other way round"])
def test_what_is_posted_shares_nothing_with_what_is_posted_otherwise(release: Release, part: str, turned: bool) -> None:
    """Whichever of the two comes first."""

    async def story(client: Client) -> None:
        pair = POSTS[part][::-1] if turned else POSTS[part]
        first, second = [await asked.of(client) for asked in pair]
        assert (first.status, first.body) != (second.status, second.body)
        assert 200 in {first.status, second.status}
        again: list[Any] = [await asked.of(client) for asked in pair]
        assert [(one.status, one.body) for one in again] == [(one.status, one.body) for one in (first, second)]

    run(release, story)


@pytest.mark.parametrize(("length", "coding"), [(859, None), (860, "br")])
def test_only_what_is_longer_than_a_packet_is_compressed(release: Release, length: int, coding: str | None) -> None:
    """To the byte."""

    async def story(client: Client) -> None:
        frame = len("x\r\n\r\n")
        text = "a" * (length - frame)
        asked = Asked(
            f"/sparql?query=SELECT%20('{text}'%20AS%20%3Fx)%20%7B%7D", {"accept": "text/csv", "accept-encoding": "br"}
        )
        reply = await asked.of(client)
        plain = await Asked(asked.target, {"accept": "text/csv"}).of(client)
        assert len(plain.body) == length
        assert reply.headers.get("content-encoding") == coding

    run(release, story)
