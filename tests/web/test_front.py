"""The front: kept answers, one run for many who ask, and nothing computed for a client that has it or has left."""

from __future__ import annotations

import asyncio
import gzip
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import brotli
import pytest

from oegyo.config import Settings
from oegyo.web.front import Front
from oegyo.web.responses import Cache, Kept, Key, preferred_coding

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine
    from pathlib import Path

    from oegyo.engine import Pool
    from oegyo.release import Release

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n0 ?o . ?q ?r ?s }"
STATES = "/sparql?query=SELECT%20%3Fs%20%7B%20%3Fs%20a%20%3Chttps%3A%2F%2Fw3id.org%2Foegyo%2Fontology%23State%3E%20%7D"
LONG = "/sparql?query=SELECT%20%2A%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D"


@dataclass
class Reply:
    """What a client got."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass
class Client:
    """A client of ``front``, without a network between them."""

    front: Front

    async def ask(
        self,
        target: str,
        headers: dict[str, str] | None = None,
        *,
        method: str = "GET",
        body: bytes = b"",
        leaves: asyncio.Event | None = None,
    ) -> Reply:
        """Ask for ``target``; go away when ``leaves`` is set."""
        path, _, query = target.partition("?")
        pairs = [(name.lower().encode(), value.encode()) for name, value in (headers or {}).items()]
        scope: dict[str, Any] = {
            "type": "http",
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "root_path": "",
            "query_string": query.encode(),
            "headers": [(b"host", b"localhost"), *pairs],
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 8000),
        }
        requests = [{"type": "http.request", "body": body, "more_body": False}]
        reply = Reply()

        async def receive() -> dict[str, Any]:
            if requests:
                return requests.pop()
            await (leaves or asyncio.Event()).wait()
            return {"type": "http.disconnect"}

        async def send(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                reply.status = message["status"]
                reply.headers = {name.decode(): value.decode() for name, value in message["headers"]}
            else:
                reply.body += message.get("body", b"")

        await self.front(scope, receive, send)
        return reply

    @property
    def pool(self) -> Pool:
        """The pool behind the front."""
        assert self.front.edition.pool is not None
        return self.front.edition.pool

    def answered(self) -> int:
        """How many queries the engine has answered."""
        return self.front.metrics.outcomes["answered"]


@asynccontextmanager
async def serving(release: Release | None, /, *files: Path, **changes: Any) -> AsyncIterator[Client]:
    """A front over ``release``, or without one over ``files``, from its start to its end."""
    front = Front(Settings(worker_memory=1 << 28, **changes), [release.graph] if release else files, release)
    life: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    said: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    living = asyncio.ensure_future(front({"type": "lifespan"}, life.get, said.put))
    await life.put({"type": "lifespan.startup"})
    assert (await said.get())["type"] == "lifespan.startup.complete"
    try:
        yield Client(front)
    finally:
        await life.put({"type": "lifespan.shutdown"})
        assert (await said.get())["type"] == "lifespan.shutdown.complete"
        await living


def run(
    release: Release | None, story: Callable[[Client], Coroutine[Any, Any, None]], /, *files: Path, **changes: Any
) -> None:
    """Let ``story`` happen to a client of a front over ``release``, or over ``files``."""

    async def happen() -> None:
        async with serving(release, *files, **changes) as client:
            await story(client)

    asyncio.run(happen())


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
    """304 with the same ETag and no body, from a front that has never answered the query itself."""
    tags = []

    async def learn(client: Client) -> None:
        tags.append((await client.ask(STATES)).headers["etag"])

    async def use(client: Client) -> None:
        reply = await client.ask(STATES, {"If-None-Match": f'"other", {tags[0]}'})
        assert (reply.status, reply.body) == (304, b"")
        assert reply.headers["etag"] == tags[0]
        assert reply.headers["access-control-allow-origin"] == "*"
        assert client.answered() == 0
        assert (await client.ask(STATES, {"If-None-Match": '"other"'})).status == 200

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
    [
        (f"/sparql?query={ENDLESS.replace(' ', '%20').replace('?', '%3F')}", {}),
        (f"/sparql?query={ENDLESS.replace(' ', '%20').replace('?', '%3F')}", {"Accept": "text/html"}),
    ],
    ids=["a program", "a browser"],
)
def test_a_client_that_leaves_frees_the_processor(release: Release, target: str, headers: dict[str, str]) -> None:
    """Its query is ended long before the deadline, straight from the front or through the web application."""

    async def story(client: Client) -> None:
        leaves = asyncio.Event()
        asking = asyncio.ensure_future(client.ask(target, headers, leaves=leaves))
        while not client.pool.running:
            await asyncio.sleep(0.01)
        leaves.set()
        assert (await asking).status == 0
        while client.pool.running:
            await asyncio.sleep(0.01)

    run(release, story, deadline=600.0)


def test_a_client_that_leaves_takes_nothing_from_those_who_stay(release: Release) -> None:
    """Two ask the same; one goes; the other has its refusal at the deadline."""

    async def story(client: Client) -> None:
        target = f"/sparql?query={ENDLESS.replace(' ', '%20').replace('?', '%3F')}"
        leaves = asyncio.Event()
        leaving = asyncio.ensure_future(client.ask(target, leaves=leaves))
        staying = asyncio.ensure_future(client.ask(target))
        await asyncio.sleep(0.2)
        leaves.set()
        assert (await leaving).status == 0
        assert (await staying).status == 504

    run(release, story, deadline=1.0)


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
    assert preferred_coding(accepted) == coding


def test_the_cache_keeps_to_its_size_and_to_what_was_used_last() -> None:
    """The answer unused for longest leaves; one that is too large for the cache is not kept."""
    cache = Cache(100_000)
    keys = [Key("GET", f"/{number}", b"", b"", b"") for number in range(20)]
    for key in keys:
        cache.put(key, Kept(200, [], b"x" * 7_000))
        assert cache.get(keys[0]) is not None
        assert cache.size <= cache.limit
    assert cache.get(keys[-1]) is not None
    assert cache.get(keys[1]) is None
    cache.put(keys[1], Kept(200, [], b"x" * 50_000))
    assert cache.get(keys[1]) is None
