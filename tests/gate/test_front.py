"""The front: kept answers, one run for many who ask, and nothing computed for a client that has it or has left."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from gate.front_client import LONG, RUNAWAY, Client, kill_busy, run
from oegyo.web.http import protocol
from waiting import comes_about

if TYPE_CHECKING:
    from oegyo.release import Release

STATES = "/sparql?query=SELECT%20%3Fs%20%7B%20%3Fs%20a%20%3Chttps%3A%2F%2Fw3id.org%2Foegyo%2Fontology%23State%3E%20%7D"


def test_what_was_answered_is_sent_again_without_the_engine(release: Release) -> None:
    """For queries by GET and POST, and for pages; the answers are the same to the byte."""

    async def story(client: Client) -> None:
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        for target, options in (
            (STATES, {}),
            ("/sparql", {"method": "POST", "headers": form, "body": STATES.partition("?")[2].encode()}),
            ("/id/state/KOR.html", {"headers": {"Accept": "text/html"}}),
        ):
            first = await client.ask(target, **options)
            answered = client.answered()
            second = await client.ask(target, **options)
            assert first.status == 200
            assert (second.status, second.headers, second.body) == (first.status, first.headers, first.body)
            assert client.answered() == answered

    run(release, story)


def test_the_first_reader_of_a_release_does_not_wait_for_what_its_pages_share(release: Release) -> None:
    """The names to search and what the pages of the ontology and of the quality say are there when the server is."""

    async def story(client: Client) -> None:
        for target in ("/search.json?q=korea", "/search?q=유엔&lang=ko", "/quality?lang=vi", "/ontology"):
            path, _, query = target.partition("?")
            reply = await client.ask(f"{path}?{quote(query, safe='=&')}", {"Accept": "text/html, */*;q=0.1"})
            assert reply.status == 200
        assert client.answered() == 0

    run(release, story)


def test_a_client_that_has_the_answer_is_told_so_before_anything_is_asked(release: Release) -> None:
    """304 with the same ETag, in each coding, and no body, from a front that has never answered the query itself."""
    tags = []

    async def learn(client: Client) -> None:
        tags.extend(
            [(await client.ask(LONG, {"Accept-Encoding": coding})).headers["etag"] for coding in ("identity", "br", "gzip")]
        )
        assert len(set(tags)) == len(tags)

    async def use(client: Client) -> None:
        for tag in tags:
            reply = await client.ask(LONG, {"If-None-Match": f'"other", {tag}'})
            assert (reply.status, reply.body) == (304, b"")
            assert reply.headers["etag"] == tag
            assert reply.headers["access-control-allow-origin"] == "*"
        assert client.answered() == 0
        assert (await client.ask(LONG, {"If-None-Match": '"other"'})).status == 200

    run(release, learn)
    run(release, use)


def test_an_etag_belongs_to_one_address_and_one_format(release: Release) -> None:
    """What differs in query, format, language or coding differs in its tag."""

    async def story(client: Client) -> None:
        replies = [
            await client.ask(STATES),
            await client.ask(LONG),
            await client.ask(STATES, {"Accept": "text/csv"}),
            await client.ask(LONG, {"Accept-Encoding": "br"}),
            await client.ask(LONG, {"Accept-Encoding": "gzip"}),
            await client.ask("/id/state/KOR.html", {"Accept": "text/html"}),
            await client.ask("/id/state/KOR.html", {"Accept": "text/html", "Accept-Language": "ko"}),
        ]
        assert len({reply.headers["etag"] for reply in replies}) == len(replies)

    run(release, story)


def test_a_hundred_who_ask_the_same_at_once_are_one_question(release: Release) -> None:
    """The engine runs it once, and all have the answer."""

    async def story(client: Client) -> None:
        replies = await asyncio.gather(*(client.ask(STATES) for _ in range(100)))
        assert {reply.body for reply in replies} == {replies[0].body}
        assert client.answered() == 1

    run(release, story)


@pytest.mark.parametrize(
    ("target", "headers"),
    [(RUNAWAY, {}), (RUNAWAY, {"Accept": "text/html"})],
    ids=["a program", "a browser"],
)
def test_a_client_that_leaves_frees_the_processor(release: Release, target: str, headers: dict[str, str]) -> None:
    """Its query is ended long before the deadline, straight from the front or through the web application."""

    async def story(client: Client) -> None:
        leaves = asyncio.Event()
        asking = asyncio.ensure_future(client.ask(target, headers, leaves=leaves))
        await comes_about(lambda: client.pool.running)
        leaves.set()
        assert (await asking).status == 0
        await comes_about(lambda: not client.pool.running)

    run(release, story, deadline=600.0)


def test_a_client_that_leaves_takes_nothing_from_those_who_stay(release: Release) -> None:
    """Two ask the same; one goes; the other has what comes of the query, here that its worker was killed."""

    async def story(client: Client) -> None:
        leaves = asyncio.Event()
        leaving = asyncio.ensure_future(client.ask(RUNAWAY, leaves=leaves))
        staying = asyncio.ensure_future(client.ask(RUNAWAY))
        await comes_about(lambda: client.pool.running and client.front.metrics.misses == 2)
        leaves.set()
        assert (await leaving).status == 0
        assert client.pool.running == 1
        await kill_busy(client.pool)
        assert (await staying).status == 507

    run(release, story)


@pytest.mark.parametrize(
    ("target", "options"),
    [
        (STATES, {}),
        (STATES, {"headers": {"Accept": "text/html"}}),
        (f"{STATES}&format=csv", {"headers": {"Accept": "text/html"}}),
        ("/sparql", {"headers": {"Accept": "text/html"}}),
        ("/sparql?query=a&query=b", {}),
        ("/sparql?query=a&query=b", {"headers": {"Accept": "text/html"}}),
        ("/sparql", {"method": "POST", "body": b"ASK {}", "headers": {"Content-Type": "application/sparql-query"}}),
        ("/sparql", {"method": "POST", "body": b"ASK {}", "headers": {"Content-Type": "text/plain"}}),
    ],
)
def test_the_protocol_is_read_once_in_a_request(
    release: Release, monkeypatch: pytest.MonkeyPatch, target: str, options: dict[str, Any]
) -> None:
    """For the engine, the page, the refusal and the log; what is stored or known to the client is not read at all."""
    read: list[bytes] = []
    whole = protocol.operation

    def counted(method: str, query_string: bytes, *rest: Any) -> protocol.Operation:
        read.append(query_string)
        return whole(method, query_string, *rest)

    monkeypatch.setattr(protocol, "operation", counted)

    async def story(client: Client) -> None:
        reply = await client.ask(target, **options)
        assert len(read) == 1
        if reply.status == 200:
            await client.ask(target, **options)
            assert len(read) == 1

    run(release, story)

    async def logged(client: Client) -> None:
        read.clear()
        await client.ask(target, **options)
        assert len(read) == 1

    run(release, logged, access_log=True)


def test_a_refusal_is_not_kept(release: Release) -> None:
    """What failed once may work the next time, and no cache between may keep it either."""

    async def story(client: Client) -> None:
        reply = await client.ask("/sparql?query=SELECT")
        assert reply.status == 400
        assert reply.headers["cache-control"] == "no-store"
        assert "etag" not in reply.headers
        assert client.front.metrics.outcomes["syntax"] == 1
        await client.ask("/sparql?query=SELECT")
        assert client.front.metrics.outcomes["syntax"] == 2

    run(release, story)


def test_head_has_the_headers_of_get_and_no_body(release: Release) -> None:
    """For a query, a page and a refusal."""

    async def story(client: Client) -> None:
        for target in (STATES, "/id/state/KOR.ttl", "/sparql?query=SELECT", "/nowhere"):
            got = await client.ask(target)
            headed = await client.ask(target, method="HEAD")
            assert (headed.status, headed.body) == (got.status, b"")
            assert {**headed.headers, "date": ""} == {**got.headers, "date": ""}

    run(release, story)


def test_a_form_that_is_too_long_is_refused(release: Release) -> None:
    """In the words of the web application."""

    async def story(client: Client) -> None:
        form = {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": "2000"}
        reply = await client.ask("/sparql", form, method="POST", body=b"query=" + b"a" * 2000)
        assert reply.status == 413
        assert b"A request may have 1,000 bytes." in reply.body

    run(release, story, query_size=1000)


def test_an_address_that_is_too_long_is_refused(release: Release) -> None:
    """As a problem document, like any other refusal."""

    async def story(client: Client) -> None:
        reply = await client.ask("/sparql?query=" + "a" * 2000)
        assert reply.status == 414
        assert reply.headers["content-type"] == "application/problem+json"

    run(release, story, query_size=1000)
