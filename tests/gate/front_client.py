"""A front in this process, from its start to its end, and a client of it without a network between them."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from oegyo.config import Settings
from oegyo.gate.front import Front
from waiting import SECONDS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine
    from pathlib import Path

    from oegyo.engine import Pool
    from oegyo.release import Release

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n0 ?o . ?q ?r ?s }"
"""A query that ends only when it is ended, even over the small release."""

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
    """A client of ``front``, without a network between them; ``end`` tells the front to end."""

    front: Front
    end: Callable[[], None]

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
        given = {"host": "localhost", **{name.lower(): value for name, value in (headers or {}).items()}}
        scope: dict[str, Any] = {
            "type": "http",
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "root_path": "",
            "query_string": query.encode(),
            "headers": [(name.encode(), value.encode()) for name, value in given.items()],
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
        assert self.front.origin.pool is not None
        return self.front.origin.pool

    def answered(self) -> int:
        """How many queries the engine has answered."""
        return self.front.metrics.outcomes["answered"]


@asynccontextmanager
async def serving(release: Release | None, /, *files: Path, **changes: Any) -> AsyncIterator[Client]:
    """A front over ``release``, or without one over ``files``, from its start to its end."""
    front = Front(
        Settings(**{"worker_memory": 1 << 28, "deadline": 300.0, "queue": 300.0, **changes}),
        [release.graph] if release else files,
        release,
    )
    life: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    client = Client(front, lambda: life.put_nowait({"type": "lifespan.shutdown"}))
    said: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    living = asyncio.ensure_future(front({"type": "lifespan"}, life.get, said.put))

    async def says(what: str) -> None:
        async with asyncio.timeout(SECONDS):  # where it fails instead, it says nothing more
            heard = (await said.get())["type"]
        assert heard == f"lifespan.{what}.complete", heard

    try:
        await life.put({"type": "lifespan.startup"})
        await says("startup")
        try:
            yield client
        finally:
            client.end()
            await says("shutdown")
    finally:
        living.cancel()  # which it has no need of, unless it failed
        await asyncio.gather(living, return_exceptions=True)


def kill_busy(pool: Pool) -> None:
    """Kill the workers of ``pool`` that are at work: so a query ends that has no end of its own, and by no clock."""
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
