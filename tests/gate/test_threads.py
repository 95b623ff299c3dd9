"""The threads of the web application: for a client who has left, nothing more is begun or asked, and none is left over."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

import pytest
from flask import request, request_started, request_tearing_down

from gate.front_client import RUNAWAY, Client, run
from oegyo.gate import threads
from waiting import SECONDS, comes_about

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask

    from oegyo.release import Release


class Held:
    """Pages whose threads wait until they may go on."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.through: list[str] = []
        self.go_on = threading.Event()

    def begin(self, _app: Flask) -> None:
        """A page is begun."""
        self.begun.append(request.full_path)
        assert self.go_on.wait(SECONDS)

    def end(self, _app: Flask, **_: object) -> None:
        """Its thread is through with it."""
        self.through.append(request.full_path)


@pytest.fixture(name="held")
def _held() -> Iterator[Held]:
    """Pages that are held."""
    held = Held()
    with request_started.connected_to(held.begin), request_tearing_down.connected_to(held.end):
        try:
            yield held
        finally:
            held.go_on.set()


async def ask_and_leave(client: Client, target: str, has_begun: Callable[[], object]) -> None:
    """Ask for the page at ``target`` and leave when it ``has_begun``."""
    leaves = asyncio.Event()
    asking = asyncio.ensure_future(client.ask(target, {"Accept": "text/html"}, leaves=leaves))
    await comes_about(has_begun)
    leaves.set()
    assert (await asking).status == 0


def test_a_page_whose_client_has_left_asks_nothing_more(release: Release, held: Held) -> None:
    """Its thread cannot be stopped, but what it would ask is not asked."""

    async def story(client: Client) -> None:
        before = client.front.metrics.outcomes.copy()
        await ask_and_leave(client, RUNAWAY, lambda: held.begun)
        held.go_on.set()
        await comes_about(lambda: held.through)
        assert client.front.metrics.outcomes == before

    run(release, story, deadline=600.0)


def test_a_page_is_not_begun_for_a_client_that_left_before_a_thread_was_free(release: Release, held: Held) -> None:
    """Those who stay have theirs."""

    async def story(client: Client) -> None:
        staying = [asyncio.ensure_future(client.ask(f"/search?q={number}")) for number in range(threads.COUNT)]
        await comes_about(lambda: len(held.begun) == len(staying))
        await ask_and_leave(client, "/about", lambda: client.front.metrics.misses > len(staying))
        held.go_on.set()
        assert {reply.status for reply in await asyncio.gather(*staying)} == {200}

    run(release, story)
    assert "/about?" not in held.begun
    assert len(held.begun) == len(held.through) == threads.COUNT


def test_a_server_ends_after_the_threads_of_those_who_left(release: Release, held: Held) -> None:
    """None is left over, to wait for ever for a server that is no more."""

    async def story(client: Client) -> None:
        await ask_and_leave(client, "/about", lambda: held.begun)
        threading.Timer(0.3, held.go_on.set).start()

    run(release, story)
    assert held.through == ["/about?"]
