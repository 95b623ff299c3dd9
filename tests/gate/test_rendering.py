"""Pages are made by workers: none holds another up, each ends with its client or its deadline, and refusals are pages."""

from __future__ import annotations

import asyncio
import errno
import os
import signal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gate.front_client import ASK, RUNAWAY, Client, kill_busy, run
from oegyo.engine import processes
from oegyo.errors import QueryProblem, RateProblem, Verbatim, message
from oegyo.gate import rendering
from oegyo.gate.rendering import Asked
from waiting import comes_about

if TYPE_CHECKING:
    from oegyo.release import Release

HTML = {"Accept": "text/html"}
SCOPE = {
    "method": "GET",
    "path": "/id/한국",
    "query_string": b"lang=ko",
    "headers": [(b"host", b"x"), (b"accept", b"text/html"), (b"accept", b"*/*")],
    "client": ("127.0.0.1", 1),
    "server": ("127.0.0.1", 8000),
    "http_version": "1.1",
    "scheme": "http",
}


def test_pages_are_answered_while_browsers_run_queries_that_never_end(release: Release) -> None:
    """However many there are, as long as they are not more than may be slow at once."""

    async def story(client: Client) -> None:
        asking = [asyncio.ensure_future(client.ask(f"{RUNAWAY}%20%23{number}", HTML)) for number in range(8)]
        await comes_about(lambda: client.pool.slow == 8)
        for address in ("/about", "/none", "/id/state/KOR.html"):
            reply = await client.ask(address, HTML)
            assert reply.status == (404 if address == "/none" else 200)
            assert reply.headers["content-type"] == "text/html; charset=utf-8"
        assert not any(one.done() for one in asking)
        for one in asking:
            one.cancel()

    run(release, story, patience=0.05, slow_workers=8, client_slow=8, deadline=600.0)


def test_a_page_that_takes_too_long_is_refused_on_a_page(release: Release) -> None:
    """In the reader's language, with the query to be put right."""

    async def story(client: Client) -> None:
        reply = await client.ask(RUNAWAY, {**HTML, "Accept-Language": "ko"})
        assert (reply.status, reply.headers["content-type"]) == (504, "text/html; charset=utf-8")
        assert reply.headers["cache-control"] == "no-store"
        assert "초".encode() in reply.body
        assert b"?q ?r ?s" in reply.body
        assert client.front.metrics.outcomes["deadline"] == 1

    run(release, story, deadline=0.3)


def test_a_page_whose_worker_dies_says_so(release: Release) -> None:
    """On a page."""

    async def story(client: Client) -> None:
        asking = asyncio.ensure_future(client.ask(RUNAWAY, HTML))
        await comes_about(lambda: client.pool.running)
        await kill_busy(client.pool)
        reply = await asking
        assert (reply.status, reply.headers["content-type"]) == (507, "text/html; charset=utf-8")

    run(release, story)


def test_what_the_gate_refuses_is_a_page_for_a_reader(release: Release) -> None:
    """And a document for a program; what HTTP wants said of it is in the header of both."""

    async def story(client: Client) -> None:
        for headers, media_type in ((HTML, "text/html; charset=utf-8"), ({}, "application/problem+json")):
            reply = await client.ask("/about", {**headers, "If-Match": '"other"'})
            assert (reply.status, reply.headers["content-type"]) == (412, media_type)
        await client.ask("/about")
        reply = await client.ask("/about", HTML)
        assert (reply.status, reply.headers["content-type"]) == (429, "text/html; charset=utf-8")
        assert int(reply.headers["retry-after"]) >= 1

    run(release, story, rate_limit=3)


def test_what_a_page_asks_is_counted(release: Release) -> None:
    """As what programs ask is."""

    async def story(client: Client) -> None:
        before = client.answered()
        assert (await client.ask("/id/state/KOR.html", HTML)).status == 200
        assert client.answered() > before + 1

    run(release, story)


def test_a_worker_that_died_while_it_had_nothing_to_do_costs_nobody_an_answer(release: Release) -> None:
    """Another is there instead."""

    async def story(client: Client) -> None:
        for number in range(3):
            for pid in client.pool.pids():
                os.kill(pid, signal.SIGKILL)
            assert (await client.ask(f"{ASK}%20%23{number}")).status == 200

    run(release, story)


def test_a_hung_process_is_not_waited_for(release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    """That which the workers are forked from is replaced, and who asked has an answer."""
    monkeypatch.setattr(processes, "_FORK_SECONDS", 0.5)

    async def story(client: Client) -> None:
        zygote = client.pool._zygote.pid
        assert zygote is not None
        os.kill(zygote, signal.SIGSTOP)
        for pid in client.pool.pids():
            os.kill(pid, signal.SIGKILL)
        monkeypatch.setattr(processes, "_FORK_SECONDS", 0.5)
        asking = asyncio.ensure_future(client.ask(ASK))
        await comes_about(lambda: client.pool._zygote.pid != zygote)
        monkeypatch.setattr(processes, "_FORK_SECONDS", 120.0)
        assert (await asking).status == 200

    run(release, story)


def test_what_the_machine_lacks_is_no_fault_of_the_query(release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without descriptors for a worker, a query is told to come back."""

    async def none_left(*_: object) -> None:
        raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))

    async def story(client: Client) -> None:
        for pid in client.pool.pids():
            os.kill(pid, signal.SIGKILL)
        with monkeypatch.context() as patch:
            patch.setattr(processes.Zygote, "_fork_once", none_left)
            reply = await client.ask(ASK)
        assert reply.status == 503
        assert int(reply.headers["retry-after"]) >= 1
        assert (await client.ask(ASK)).status == 200

    run(release, story)


def test_a_request_arrives_as_it_came() -> None:
    """Path and query in bytes, header lines of one name joined."""
    wanted = rendering.read_wanted(rendering.write_page(SCOPE, b"a\nb")[1:])
    assert (wanted.body, wanted.operation, wanted.problem) == (b"a\nb", None, None)
    assert wanted.environ["PATH_INFO"].encode("latin-1").decode() == "/id/한국"
    assert wanted.environ["QUERY_STRING"] == "lang=ko"
    assert wanted.environ["HTTP_ACCEPT"] == "text/html,*/*"


@given(st.text(), st.none() | st.integers(1, 99), st.booleans())
def test_a_problem_arrives_as_it_was(text: str, line: int | None, advised: bool) -> None:
    """Whatever it is called, with its words to be said in any language."""
    advice = message("Try another.") if advised else None
    problem = QueryProblem(message("no %(what)s", what=Verbatim(text)), line=line, advice=advice)
    found = rendering.read_wanted(rendering.write_refusal(SCOPE, problem)[1:]).problem
    assert found is not None
    for name in ("slug", "status", "title", "detail", "line", "column", "advice"):
        assert getattr(found, name) == getattr(problem, name)


def test_a_problem_with_more_to_say_is_told_as_well() -> None:
    """Of each kind."""
    problem = RateProblem(message("too many"), 3)
    found = rendering.read_wanted(rendering.write_refusal(SCOPE, problem)[1:]).problem
    assert found is not None
    assert (found.slug, found.status, found.title) == ("rate", 429, problem.title)


def test_a_page_arrives_as_it_was_made() -> None:
    """With what it asked."""
    asked = [Asked("ASK {}", "answered", 0.5)]
    found = rendering.read_rendered(rendering.write_rendered(200, [("Content-Type", "text/html")], b"a\n\0", asked))
    assert (found.response.status, found.response.headers) == (200, [(b"content-type", b"text/html")])
    assert (found.response.body, found.asked) == (b"a\n\0", asked)


@pytest.mark.parametrize("said", [b"", b"{}", b"[]\n", b'{"status": "x", "headers": [], "asked": []}\n', b"\x80\n"])
def test_anything_else_is_the_end_of_the_worker(said: bytes) -> None:
    """It can make the front do nothing."""
    with pytest.raises(EOFError):
        rendering.read_rendered(said)
