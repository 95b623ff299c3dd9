"""A front asked in this process, over a connection of its own for each request."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from http_client import Headers, Reply, converse, listening, request

if TYPE_CHECKING:
    from oegyo.config import Settings
    from oegyo.gate.front import Front


class Driver:
    """Asks ``front``, in an event loop that runs only meanwhile."""

    def __init__(self, front: Front, settings: Settings) -> None:
        self._loop = asyncio.new_event_loop()
        self._stack = AsyncExitStack()
        self._served = self._run(self._stack.enter_async_context(listening(front, settings)))

    def close(self) -> None:
        """Shut the front down."""
        self._run(self._stack.aclose())
        self._loop.close()

    def ask(self, method: str, path: str, query: bytes = b"", headers: Headers | None = None, body: bytes = b"") -> Reply:
        """The reply to one request for the ``path``, as a client would encode it."""
        target = quote(path).encode() + (b"?" + query if query else b"")
        return self.send(request(method, target, headers or [], body), method)

    def send(self, data: bytes, method: str = "GET") -> Reply:
        """The reply to the bytes ``data``; one of status 0 when there is none."""
        replies: list[Reply] = self._run(converse(self._served.port, data, [method]))
        return replies[0] if replies else Reply()

    def _run(self, work: Any) -> Any:
        return self._loop.run_until_complete(work)
