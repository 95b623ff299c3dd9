"""What goes over a connection: whole requests are answered in order, and whatever is not one is refused in the one shape."""

from __future__ import annotations

import asyncio
import json
import re
from typing import TYPE_CHECKING

import pytest

from gate.front_client import ASK, RUNAWAY, Client, run, serving
from http_client import converse, request
from waiting import SECONDS, comes_about

if TYPE_CHECKING:
    from oegyo.release import Release

QUERY = b"ASK {}"
DIRECT = b"Content-Type: application/sparql-query\r\n"
POST = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\n" + DIRECT
GET = f"GET {ASK} HTTP/1.1\r\nHost: localhost\r\n".encode()
TRUE = b'{"head":{},"boolean":true}'


async def all_of(port: int, *parts: bytes, half_close: bool = False, address: str = "127.0.0.1") -> bytes:
    """What the server writes to a client at ``address`` that sends the ``parts``, until the server ends the connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(address, 0))
    try:
        for part in parts:
            writer.write(part)
            await writer.drain()
            await asyncio.sleep(0)
        if half_close:
            writer.write_eof()
        async with asyncio.timeout(SECONDS):
            return await reader.read(-1)
    except ConnectionResetError:
        return b""
    finally:
        writer.close()


def problem(answer: bytes) -> tuple[int, str]:
    """The status and the type of a problem as it was written, once, at the end of its connection, for any origin."""
    head, _, body = answer.partition(b"\r\n\r\n")
    status = int(head.split(b" ", 2)[1])
    assert head.startswith(b"HTTP/1.1 ")
    lines = head.lower().split(b"\r\n")
    assert {b"content-type: application/problem+json", b"cache-control: no-store", b"connection: close"} <= set(lines)
    assert {b"access-control-allow-origin: *", b"x-content-type-options: nosniff"} <= set(lines)
    content = json.loads(body)
    assert content["status"] == status
    assert content["title"]
    assert content["detail"]
    return status, content["type"].rpartition("/")[2]


REFUSED = [
    ("no Host", f"GET {ASK} HTTP/1.1\r\n\r\n".encode(), 400, "request"),
    ("two Hosts", GET + b"Host: other\r\n\r\n", 400, "request"),
    ("a Host that is none", f"GET {ASK} HTTP/1.1\r\nHost: a b\r\n\r\n".encode(), 400, "request"),
    ("white space before a colon", GET + b"Accept : */*\r\n\r\n", 400, "request"),
    ("a folded line", GET + b"Accept: */*\r\n text/csv\r\n\r\n", 400, "request"),
    ("a bare CR", GET + b"Accept: a\rb\r\n\r\n", 400, "request"),
    ("no HTTP at all", b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", 400, "request"),
    ("another method", b"BREW /sparql HTTP/1.1\r\nHost: localhost\r\n\r\n", 501, "method-unknown"),
    ("another version", f"GET {ASK} HTTP/2.0\r\nHost: localhost\r\n\r\n".encode(), 505, "http-version-not-supported"),
    ("length and chunks", POST + b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400, "request"),
    ("two lengths", POST + b"Content-Length: 6\r\nContent-Length: 7\r\n\r\nASK {} ", 400, "request"),
    ("a length that is none", POST + b"Content-Length: six\r\n\r\nASK {}", 400, "request"),
    ("a coding of the way", POST + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501, "not-implemented"),
    ("chunks that are not the last coding", POST + b"Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n", 400, "request"),
    ("another expectation", POST + b"Expect: cake\r\nContent-Length: 6\r\n\r\nASK {}", 417, "expectation-failed"),
    ("a bad second chunk", POST + b"Transfer-Encoding: chunked\r\n\r\n6\r\nASK {}\r\nxyz\r\n\r\n", 400, "request"),
    ("a header without end", GET + b"X-A: " + b"a" * 70_000 + b"\r\n\r\n", 431, "request-header-fields-too-large"),
    ("many headers", GET + b"X-A: a\r\n" * 9_000 + b"\r\n", 431, "request-header-fields-too-large"),
    ("an address of another server's kind", b"GET ftp://localhost/ HTTP/1.1\r\nHost: localhost\r\n\r\n", 400, "request"),
    ("a body in a coding", POST + b"Content-Encoding: gzip\r\nContent-Length: 6\r\n\r\nASK {}", 415, "content-coding"),
    ("a tunnel", b"CONNECT localhost:443 HTTP/1.1\r\nHost: localhost\r\n\r\n", 400, "request"),
]


@pytest.mark.parametrize(("sent", "status", "slug"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_is_no_request_is_refused_in_the_one_shape(release: Release, sent: bytes, status: int, slug: str) -> None:
    """By RFC 9110 and RFC 9112, with a problem document, and nothing after it is read."""

    async def story(client: Client) -> None:
        answer = await all_of(client.served.port, sent + GET + b"\r\n")
        assert problem(answer) == (status, slug)
        assert client.answered() == 0
        assert (await client.ask(ASK)).body == TRUE

    run(release, story)


def test_an_address_that_is_too_long_is_said_to_be(release: Release) -> None:
    """As a problem document."""

    async def happen() -> None:
        async with serving(release, query_size=1_000) as client:
            reply = await client.ask("/sparql?query=" + "a" * 2_000)
            assert (reply.status, json.loads(reply.body)["type"].rpartition("/")[2]) == (414, "request-uri-too-long")
            answer = await all_of(client.served.port, b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n")
            assert problem(answer) == (414, "request-uri-too-long")

    asyncio.run(happen())


@pytest.mark.parametrize("end", ["by a half-close", "by leaving"])
@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_that_was_cut_is_never_answered(release: Release, end: str, *, chunked: bool) -> None:
    """At whatever byte: 400 to a client that still listens, and nothing is asked or kept."""
    whole = (
        b"Transfer-Encoding: chunked\r\n\r\n3\r\nASK\r\n3\r\n {}\r\n0\r\n\r\n"
        if chunked
        else b"Content-Length: 6\r\n\r\n" + QUERY
    )
    start = whole.index(b"\r\n\r\n") + 4

    async def story(client: Client) -> None:
        for cut in range(start, len(whole)):
            answer = await all_of(client.served.port, POST + whole[:cut], half_close=True)
            if end == "by a half-close":
                assert problem(answer) == (400, "request"), cut
        assert client.answered() == 0
        assert client.front.origin.cache.size == 0
        answer = await all_of(client.served.port, POST + b"Connection: close\r\n" + whole)
        assert answer.endswith(TRUE)

    run(release, story)


def test_requests_in_a_row_are_answered_in_order(release: Release) -> None:
    """Sent without waiting, more than are read ahead, in one piece or byte by byte."""
    numbers = range(40)
    sent = b"".join(
        request("GET", f"/sparql?query=SELECT({number}AS%3Fn)%7B%7D".encode(), [(b"accept", b"text/csv")], b"")
        for number in numbers
    )

    async def story(client: Client) -> None:
        replies = await converse(client.served.port, sent, ["GET"] * len(numbers))
        assert [reply.body for reply in replies] == [b"n\r\n%d\r\n" % number for number in numbers]
        byte_by_byte = [sent[at : at + 1] for at in range(len(sent) // 40)]
        assert b"n\r\n0\r\n" in await all_of(client.served.port, *byte_by_byte, GET + b"Connection: close\r\n\r\n")

    run(release, story)


def test_a_client_that_waits_to_be_told_to_go_on_is_told(release: Release) -> None:
    """With 100, unless its body would be too long, which is said instead of that."""

    async def story(client: Client) -> None:
        waits = POST + b"Expect: 100-continue\r\nConnection: close\r\n"
        answer = await all_of(client.served.port, waits + b"Content-Length: 6\r\n\r\n" + QUERY)
        assert answer.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n")
        answer = await all_of(client.served.port, waits + b"Content-Length: 99999999\r\n\r\n")
        assert answer.startswith(b"HTTP/1.1 413 ")

    run(release, story)


def test_a_coded_body_is_refused_with_the_coding_that_is_read(release: Release) -> None:
    """None; and a body that says so, or a request without one, is answered."""

    async def story(client: Client) -> None:
        sent = POST + b"Content-Encoding: br\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nASK {}\r\n0\r\n\r\n"
        answer = await all_of(client.served.port, sent)
        assert problem(answer) == (415, "content-coding")
        assert b"\r\naccept-encoding: identity\r\n" in answer
        for sent in (
            POST + b"Content-Encoding: identity\r\nConnection: close\r\nContent-Length: 6\r\n\r\nASK {}",
            GET + b"Content-Encoding: gzip\r\nConnection: close\r\n\r\n",
        ):
            assert (await all_of(client.served.port, sent)).endswith(TRUE)

    run(release, story)


def test_what_came_before_a_bad_request_is_answered_before_it_is_refused(release: Release) -> None:
    """Each in its order, whatever of it came in one piece."""
    asked, bad = GET + b"\r\n", GET + b"Host: other\r\n\r\n"

    async def story(client: Client) -> None:
        for parts in ([asked * 3 + bad + asked], [asked * 2, asked + bad], [asked, asked, asked, bad]):
            answer = await all_of(client.served.port, *parts)
            assert re.findall(rb"HTTP/1\.1 (\d+) ", answer) == [b"200"] * 3 + [b"400"]
            assert problem(answer[answer.rindex(b"HTTP/1.1 ") :]) == (400, "request")

    run(release, story)


def test_what_stands_behind_the_last_request_is_passed_over(release: Release) -> None:
    """Be it a request or none; the last one is answered, once."""

    async def story(client: Client) -> None:
        for more in (GET + b"\r\n", b"\x00\x01\r\n\r\n", b"x" * 1_000_000):
            answer = await all_of(client.served.port, GET + b"Connection: close\r\n\r\n" + more)
            assert re.findall(rb"HTTP/1\.1 (\d+) ", answer) == [b"200"]
            assert answer.endswith(TRUE)

    run(release, story)


def test_half_a_request_behind_another_is_not_waited_for_either(release: Release) -> None:
    """It has its time from when the one before it is answered."""

    async def story(client: Client) -> None:
        for half in (b"GET / HT", POST + b"Content-Length: 6\r\n\r\nAS"):
            answer = await all_of(client.served.port, GET + b"\r\n" + half)
            assert re.findall(rb"HTTP/1\.1 (\d+) ", answer) == [b"200", b"408"]

    run(release, story, idle_time=600.0, head_time=0.1, body_time=0.1)


def test_a_client_is_told_to_go_on_when_it_has_the_answers_before(release: Release) -> None:
    """And not in the middle of them."""

    async def story(client: Client) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", client.served.port)
        writer.write(GET + b"\r\n" + POST + b"Expect: 100-continue\r\nContent-Length: 6\r\n\r\n")
        before = await reader.readuntil(b"HTTP/1.1 100 Continue\r\n\r\n")
        assert re.findall(rb"HTTP/1\.1 (\d+) ", before) == [b"200", b"100"]
        writer.write(QUERY)
        assert (await reader.readuntil(TRUE)).startswith(b"HTTP/1.1 200 ")
        writer.close()

    run(release, story)


@pytest.mark.parametrize("sent", [b"Content-Length: 60000000\r\n\r\n", b"Transfer-Encoding: gzip, chunked\r\n\r\n"])
def test_a_refusal_reaches_a_client_that_is_still_sending(release: Release, sent: bytes) -> None:
    """What is on its way meanwhile is passed over, and resets nothing."""

    async def story(client: Client) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", client.served.port)
        writer.write(POST + sent)
        for _ in range(30):
            writer.write(b"x" * 100_000)
            await asyncio.sleep(0)
        assert (await reader.readuntil(b"\r\n\r\n")).split(b" ")[1] in {b"413", b"501"}
        assert json.loads(await reader.read(-1))["detail"]
        writer.close()
        await comes_about(lambda: client.served.listener.open == 0)

    run(release, story)


async def send_for_ever(writer: asyncio.StreamWriter) -> None:
    """Send until it cannot; raises ConnectionError then."""
    while True:
        writer.write(b"x" * 100_000)
        await writer.drain()


def test_who_goes_on_sending_for_ever_is_left(release: Release) -> None:
    """After so many bytes that nobody reads."""

    async def story(client: Client) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", client.served.port)
        writer.write(POST + b"Content-Length: 60000000\r\n\r\n")
        with pytest.raises(ConnectionError):
            await send_for_ever(writer)
        await comes_about(lambda: client.served.listener.open == 0)
        del reader

    run(release, story, read_time=600.0)


def test_an_address_may_name_the_server(release: Release) -> None:
    """As a proxy writes it: the name in the address goes before the Host field."""

    async def story(client: Client) -> None:
        sent = b"GET http://data.example.org/id/state/KOR HTTP/1.1\r\nHost: other\r\nConnection: close\r\n\r\n"
        answer = await all_of(client.served.port, sent)
        assert answer.startswith(b"HTTP/1.1 303 ")
        assert b"other" not in answer

    run(release, story)


@pytest.mark.parametrize(
    ("sent", "limit", "answer"),
    [
        (b"", "idle_time", b""),
        (b"GET / HT", "head_time", b"HTTP/1.1 408 "),
        (GET, "head_time", b"HTTP/1.1 408 "),
        (POST + b"Content-Length: 6\r\n\r\nAS", "body_time", b"HTTP/1.1 408 "),
        (POST + b"Transfer-Encoding: chunked\r\n\r\n3\r\nASK\r\n", "body_time", b"HTTP/1.1 408 "),
    ],
    ids=["nothing", "half a line", "half a header", "half a body", "half of the chunks"],
)
def test_a_request_that_does_not_come_is_not_waited_for(release: Release, sent: bytes, limit: str, answer: bytes) -> None:
    """Each part of it has its time."""
    times = {"idle_time": 600.0, "head_time": 600.0, "body_time": 600.0, limit: 0.1}

    async def story(client: Client) -> None:
        got = await all_of(client.served.port, sent)
        assert got.startswith(answer)
        assert bool(got) == bool(answer)
        await comes_about(lambda: client.served.listener.open == 0)

    run(release, story, **times)


def test_a_client_that_does_not_read_is_left(release: Release) -> None:
    """What it was to be sent is given up, and its connection ends."""

    async def story(client: Client) -> None:
        query = (
            "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } LIMIT 60000".replace(" ", "%20")
            .replace("{", "%7B")
            .replace("}", "%7D")
        )
        reader, writer = await asyncio.open_connection("127.0.0.1", client.served.port, limit=1)
        writer.write(request("GET", f"/sparql?query={query}".encode(), [], b""))
        await comes_about(lambda: client.served.listener.open == 1)
        await comes_about(lambda: client.served.listener.open == 0)
        writer.close()
        del reader

    run(release, story, read_time=0.3, deadline=600.0)


async def held_by(address: str, port: int, sent: bytes = b"") -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A connection of the client at ``address``, which has ``sent`` so much and sends no more."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(address, 0))
    writer.write(sent)
    return reader, writer


def test_a_client_may_have_so_many_connections(release: Release) -> None:
    """One more is told to come back; another client, and its own others, are answered as ever."""

    async def story(client: Client) -> None:
        held = [
            await asyncio.open_connection("127.0.0.1", client.served.port, local_addr=("127.0.0.2", 0)) for _ in range(3)
        ]
        await comes_about(lambda: client.served.listener.open == 3)
        answer = await all_of(client.served.port, address="127.0.0.2")
        assert problem(answer) == (429, "rate")
        assert re.search(rb"\r\nretry-after: [1-9]", answer)
        answer = await all_of(client.served.port, GET + b"Connection: close\r\n\r\n", address="127.0.0.3")
        assert answer.endswith(TRUE)
        held[0][1].write(GET + b"\r\n")
        assert (await held[0][0].readuntil(TRUE)).startswith(b"HTTP/1.1 200 ")
        for _, writer in held:
            writer.close()
        await comes_about(lambda: client.served.listener.open == 0)
        assert (await all_of(client.served.port, GET + b"Connection: close\r\n\r\n", address="127.0.0.2")).endswith(TRUE)

    run(release, story, client_connections=3)


def test_there_may_be_so_many_connections(release: Release) -> None:
    """One more, of anybody, is told with 503 when to come back, while a request is under way on each of them."""

    async def story(client: Client) -> None:
        held = [await held_by(f"127.0.0.{number}", client.served.port, GET) for number in range(2, 5)]
        await comes_about(lambda: client.served.listener.open == 3)
        answer = await all_of(client.served.port, address="127.0.0.9")
        assert problem(answer) == (503, "busy")
        assert re.search(rb"\r\nretry-after: [1-9]", answer)
        for _, writer in held:
            writer.close()

    run(release, story, connections=3, head_time=600.0)


def test_a_silent_connection_gives_way_to_a_new_one(release: Release) -> None:
    """The oldest of those on which nothing is asked; the one with a request under way stays."""

    async def story(client: Client) -> None:
        asking, *silent = [await held_by("127.0.0.2", client.served.port, sent) for sent in (GET, b"", b"")]
        await comes_about(lambda: client.served.listener.open == 3)
        answer = b""
        while not answer.endswith(TRUE):  # until they have been silent for long enough
            answer = await all_of(client.served.port, GET + b"Connection: close\r\n\r\n", address="127.0.0.9")
        assert await silent[0][0].read(-1) == b""
        asking[1].write(b"\r\n")
        assert (await asking[0].readuntil(TRUE)).startswith(b"HTTP/1.1 200 ")
        silent[1][1].write(GET + b"\r\n")
        assert (await silent[1][0].readuntil(TRUE)).startswith(b"HTTP/1.1 200 ")
        for _, writer in (asking, *silent):
            writer.close()

    run(release, story, connections=3, head_time=600.0, idle_time=600.0)


def test_who_leaves_behind_a_row_of_requests_leaves_nothing(release: Release) -> None:
    """Neither the one that runs nor those behind it."""

    async def story(client: Client) -> None:
        leaves = asyncio.Event()
        sent = request("GET", RUNAWAY.encode(), [], b"") + (GET + b"\r\n") * 3
        asking = asyncio.ensure_future(converse(client.served.port, sent, ["GET"] * 4, leaves))
        await comes_about(lambda: client.pool.running)
        leaves.set()
        assert await asking == []
        await comes_about(lambda: not client.pool.running and not client.served.listener.open)
        assert client.answered() == 0

    run(release, story, deadline=600.0)


def test_a_fault_of_ours_is_said_and_logged_and_nobody_is_left_waiting(
    release: Release, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """With 500, as a problem document that tells nothing of the machine; the next request has its answer."""

    def fail(*_: object) -> None:
        raise ZeroDivisionError

    async def story(client: Client) -> None:
        with monkeypatch.context() as patch:
            patch.setattr(client.front.origin, "fetch", fail)
            assert problem(await all_of(client.served.port, GET + b"\r\n")) == (500, "unexpected")
        assert (await client.ask(ASK)).status == 200

    run(release, story)
    assert "ZeroDivisionError" in caplog.text
