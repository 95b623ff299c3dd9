"""What comes again byte for byte is answered as before, without being read; whatever else may count is read."""

from __future__ import annotations

import asyncio
import json
import re
from typing import TYPE_CHECKING

import pytest

from gate.front_client import ASK, LONG, Client, run, serving
from gate.test_change import COUNT, EXTRA, publish
from gate.test_connection import GET, POST, TRUE, all_of
from http_client import Reply, request
from waiting import comes_about

if TYPE_CHECKING:
    from pathlib import Path

    from oegyo.release import Release

PAGE = request("GET", b"/id/state/KOR.html", [(b"accept", b"text/html"), (b"accept-encoding", b"br")], b"")
SENT = {
    "a query": GET + b"\r\n",
    "a query by POST": POST + b"Content-Length: 6\r\n\r\nASK {}",
    "a query in chunks": POST + b"Transfer-Encoding: chunked\r\n\r\n3\r\nASK\r\n3\r\n {}\r\n0\r\n\r\n",
    "only the head": request("HEAD", LONG.encode(), [], b""),
    "a page, compressed": PAGE,
    "a script of ours": request("GET", b"/static/style.css", [], b""),
    "an address with Hangul": request("GET", "/search.json?q=한국".encode(), [], b""),
}


async def answers(client: Client, sent: bytes, times: int) -> list[Reply]:
    """What is answered to a client that sends the same so many times on one connection, each after the answer."""
    reader, writer = await asyncio.open_connection("127.0.0.1", client.served.port)
    found = []
    try:
        for _ in range(times):
            writer.write(sent)
            head = await reader.readuntil(b"\r\n\r\n")
            lines = [line for line in head.split(b"\r\n") if line and not line.startswith(b"date: ")]
            headers = [(name, value) for name, _, value in (line.partition(b": ") for line in lines[1:])]
            length = int(dict(headers).get(b"content-length", b"0"))
            bodiless = sent.startswith(b"HEAD") or b" 304 " in lines[0]
            body = b"" if bodiless else await reader.readexactly(length)
            found.append(Reply(int(lines[0].split(b" ")[1]), headers, body))
    finally:
        writer.close()
    return found


@pytest.mark.parametrize("sent", SENT.values(), ids=SENT)
def test_what_is_sent_again_is_answered_again(release: Release, sent: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """To the byte, but for the date; from the third time on nobody reads it."""

    async def story(client: Client) -> None:
        first = await answers(client, sent, 2)
        assert first[0].status == 200
        assert first[0] == first[1]
        with monkeypatch.context() as patch:
            patch.delattr(client.front.origin, "common")  # nothing can be answered without it
            assert await answers(client, sent, 2) == first
        assert client.front.metrics.hits == 3

    run(release, story)


def test_who_has_the_answer_is_told_so_again(release: Release) -> None:
    """With 304 as before; another tag is another request."""

    async def story(client: Client) -> None:
        (first,) = await answers(client, GET + b"\r\n", 1)
        (tag,) = first.values(b"etag")
        told = await answers(client, GET + b"If-None-Match: " + tag + b"\r\n\r\n", 3)
        assert [reply.status for reply in told] == [304] * 3
        assert told[0] == told[2]
        assert [reply.status for reply in await answers(client, GET + b'If-None-Match: "other"\r\n\r\n', 3)] == [200] * 3

    run(release, story)


def test_a_part_of_what_was_sent_is_not_taken_for_it(release: Release) -> None:
    """However it is cut, and whatever stands behind or before it: each whole request has its own answer, once."""
    known, other = GET + b"\r\n", request("GET", b"/sparql?query=ASK%7B%3Fs%3Fp%3Fs%7D", [], b"")

    async def story(client: Client) -> None:
        await answers(client, known, 3)
        (false,) = await answers(client, other, 1)
        assert false.body != TRUE
        for cut in range(1, len(known), 7):
            whole = [known[:cut], known[cut:] + b"GET " + known[4:-2] + b"Connection: close\r\n\r\n"]
            answer = await all_of(client.served.port, *whole)
            assert answer.count(TRUE) == 2, cut
        answer = await all_of(client.served.port, known + other + GET + b"Connection: close\r\n\r\n")
        assert re.findall(rb'"boolean":(true|false)', answer) == [b"true", b"false", b"true"]
        body = POST + b"Content-Length: %d\r\nConnection: close\r\n\r\n" % len(known)
        assert (await all_of(client.served.port, body, known)).startswith(b"HTTP/1.1 400 ")

    run(release, story)


def test_the_last_request_of_a_connection_is_its_last_again(release: Release) -> None:
    """The server ends the connection after each answer."""

    async def story(client: Client) -> None:
        for _ in range(4):
            answer = await all_of(client.served.port, GET + b"Connection: close\r\n\r\n")
            assert b"\r\nconnection: close\r\n" in answer
            assert answer.endswith(TRUE)

    run(release, story)


def test_another_release_answers_for_itself(tmp_path: Path) -> None:
    """What was asked of the one before is asked anew."""
    first = publish(tmp_path, "first")
    sent = request("GET", COUNT.encode(), [(b"accept", b"text/csv")], b"")

    async def story() -> None:
        async with serving(first, release=tmp_path) as client:
            before = await answers(client, sent, 3)
            publish(tmp_path, "second", EXTRA)
            old = client.front.origin
            await client.front._change()
            assert client.front.origin is not old
            after = await answers(client, sent, 3)
            assert before[0].body != after[0].body
            assert [reply.body for reply in after] == [after[0].body] * 3

    asyncio.run(story())


def test_what_is_answered_again_counts(release: Release) -> None:
    """Against the rate of its client: the one too many is refused though its answer is known."""

    async def story(client: Client) -> None:
        replies = await answers(client, GET + b"\r\n", 5)
        assert [reply.status for reply in replies] == [200, 200, 200, 200, 429]

    run(release, story, rate_limit=4)


def test_what_is_answered_again_is_logged_and_measured(release: Release, capsys: pytest.CaptureFixture[str]) -> None:
    """As every request is."""

    async def story(client: Client) -> None:
        await answers(client, GET + b"\r\n", 4)
        await comes_about(lambda: client.front.metrics._requests["sparql", 200] == 4)

    run(release, story, access_log=True)
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines() if line.startswith("{")]
    asked = [(line["path"], line["status"], line["bytes"], line["kept"], line["query"]) for line in lines]
    assert len(asked) == 4
    assert asked[1] == asked[2] == asked[3]
    assert ASK.startswith(asked[0][0])
