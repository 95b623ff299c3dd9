"""A front in this process, from its start to its end, and a client of it over a real connection."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from engine.test_worker import processor_time
from http_client import Served, converse, listening, request
from oegyo.config import Settings
from oegyo.gate.front import Front
from waiting import comes_about

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine
    from pathlib import Path

    from oegyo.engine import Pool
    from oegyo.release import Release

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n0 ?o . ?q ?r ?s }"
"""A query that ends only when it is ended, even over the small release."""

_AT_WORK = 5  # ticks of the kernel's clock that a worker has computed only with a query

ASK = "/sparql?query=ASK%7B%7D"
RUNAWAY = f"/sparql?query={quote(ENDLESS)}"
LONG = "/sparql?query=SELECT%20%2A%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D"


@dataclass
class Reply:
    """What a client got."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass
class Client:
    """A client of the front that is ``served``."""

    served: Served

    @property
    def front(self) -> Front:
        """The front."""
        return self.served.front

    @property
    def end(self) -> Callable[[], None]:
        """Tells the front to end."""
        return self.served.end

    async def ask(
        self,
        target: str,
        headers: dict[str, str] | None = None,
        *,
        method: str = "GET",
        body: bytes = b"",
        leaves: asyncio.Event | None = None,
    ) -> Reply:
        """Ask for ``target``; go away when ``leaves`` is set. No answer is a reply of status 0."""
        given = [(name.encode(), value.encode()) for name, value in (headers or {}).items()]
        sent = request(method, target.encode(), given, body)
        replies = await converse(self.served.port, sent, [method], leaves)
        if not replies:
            return Reply()
        own = {name.decode(): value.decode() for name, value in replies[0].headers}
        return Reply(replies[0].status, own, replies[0].body)

    @property
    def pool(self) -> Pool:
        """The pool behind the front."""
        assert self.front.origin.pool is not None
        return self.front.origin.pool

    def answered(self) -> int:
        """How many queries the engine has answered."""
        return self.front.metrics.outcomes["answered"]


@asynccontextmanager
async def serving(release: Release | None, /, *files: Path, **changes: Any) -> AsyncIterator[Client]:
    """A front over ``release``, or without one over ``files``, from its start to its end."""
    own = {"worker_memory": 1 << 28, "deadline": 300.0, "queue": 300.0, "grace": 0.1, "reserve": 0, "patience": 1.0}
    settings = Settings(**{**own, **changes})
    async with listening(Front(settings, [release.graph] if release else files, release), settings) as served:
        yield Client(served)


async def kill_busy(pool: Pool) -> None:
    """Kill the workers of ``pool`` when they are at work: so a query ends that has no end of its own, and by no clock."""
    await comes_about(lambda: pool._busy and all(processor_time(worker.pid) >= _AT_WORK for worker in pool._busy))
    for worker in pool._busy:
        os.kill(worker.pid, signal.SIGKILL)


def run(
    release: Release | None, story: Callable[[Client], Coroutine[Any, Any, None]], /, *files: Path, **changes: Any
) -> None:
    """Let ``story`` happen to a client of a front over ``release``, or over ``files``."""

    async def happen() -> None:
        async with serving(release, *files, **changes) as client:
            await story(client)

    asyncio.run(happen())
