"""All connections there are: who is let in, how many a client may have, and which have been silent for too long."""

from __future__ import annotations

import asyncio
import resource
import sys
from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING

from oegyo.errors import BusyProblem, QueryProblem, RateProblem, message
from oegyo.gate.connection import Connection, Times
from oegyo.gate.rate import network

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

    from oegyo.config import Settings
    from oegyo.gate.asgi import Application
    from oegyo.gate.response import Response

_RESERVE = 64
"""Descriptors for everything but connections: workers, files under way, and those who are told to come back."""

_BACKLOG = 2048
_LOOK = 0.25  # seconds between two looks for connections that are late
_COME_BACK = 1  # seconds
_SILENT = 1.0  # seconds without a request after which a connection gives way to another one


class Listener:
    """Lets clients in to ``application``; ``refusal`` writes what is wrong for one who is not answered.

    ``again`` gives the answer to a request that has come before just so, or None.
    """

    def __init__(
        self,
        settings: Settings,
        application: Application,
        refusal: Callable[[QueryProblem], Response],
        again: Callable[[bytes], bytes | None],
    ) -> None:
        self.application = application
        self.refusal = refusal
        self.again = again
        self.limit = settings.query_size
        """Bytes that an address or a body may have."""
        self.times = Times(settings.idle_time, settings.head_time, settings.body_time, settings.read_time)
        self.draining = False
        """Whether no connection is kept open for another request."""
        descriptors = _descriptors()
        self._reserve = min(_RESERVE, descriptors // 2)
        self._most = min(settings.connections, descriptors - self._reserve)
        self._most_of_client = self._most if settings.trusted_proxies else settings.client_connections
        self._grace = settings.grace
        self._connections: dict[Connection, None] = {}  # in the order in which they came
        self._ending: dict[Connection, None] = {}  # those on which nothing more is answered
        self._of_client: Counter[str] = Counter()
        self._server: asyncio.Server | None = None
        self._looking: asyncio.Task[None] | None = None

    async def listen(self, own: socket.socket) -> None:
        """Let clients in that come to ``own``."""
        self._looking = asyncio.ensure_future(self._look())
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: Connection(self), sock=own, backlog=_BACKLOG)

    async def close(self) -> None:
        """Let nobody in any more, and let what is under way come to its end, in the time that it is given."""
        self.draining = True
        if self._server:
            self._server.close()
        for connection in list(self._connections):
            if connection.is_idle:
                connection.close()
        with suppress(TimeoutError):
            async with asyncio.timeout(self._grace):
                while self.open:
                    await asyncio.sleep(_LOOK / 10)
        for connection in [*self._connections, *self._ending]:
            connection.abort()
        while self.open:
            await asyncio.sleep(0)
        if self._looking:
            self._looking.cancel()

    @property
    def open(self) -> int:
        """How many connections are open."""
        return len(self._connections) + len(self._ending)

    def admit(self, connection: Connection) -> QueryProblem | None:
        """Let ``connection`` in, or say why not: one too many of all, or of its client."""
        client = network(connection.client[0])
        if len(self._connections) >= self._most:
            self._make_room()
        self._connections[connection] = None
        self._of_client[client] += 1
        if len(self._connections) > self._most:
            return BusyProblem(message("%(count)s connections are open already.", count=self._most))
        if self._of_client[client] > self._most_of_client:
            detail = message("A client may have %(count)s connections open.", count=self._most_of_client)
            return RateProblem(detail, _COME_BACK)
        return None

    def release(self, connection: Connection) -> None:
        """Know that nothing more is answered on ``connection``, which only waits for its client to have read."""
        if not self._remove(connection):
            return
        self._ending[connection] = None
        if len(self._ending) > self._reserve // 2:
            oldest = next(iter(self._ending))
            del self._ending[oldest]
            oldest.abort()

    def forget(self, connection: Connection) -> None:
        """Know that ``connection`` has ended."""
        self._remove(connection)
        self._ending.pop(connection, None)

    def _remove(self, connection: Connection) -> bool:
        """Count ``connection`` no longer, and say whether it was counted."""
        if connection not in self._connections:
            return False
        del self._connections[connection]
        client = network(connection.client[0])
        self._of_client[client] -= 1
        if not self._of_client[client]:
            del self._of_client[client]
        return True

    def _make_room(self) -> None:
        """End the oldest of the connections that are silent: who wants to send something again opens another."""
        now = asyncio.get_running_loop().time()
        if found := next((one for one in self._connections if one.silent(now) >= _SILENT), None):
            found.abort()
            self.release(found)

    async def _look(self) -> None:
        """Ask again and again whether a connection is late."""
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(_LOOK)
            now = loop.time()
            for connection in [one for one in (*self._connections, *self._ending) if one.due < now]:
                connection.late()


def _descriptors() -> int:
    """How many descriptors this process may have open, from now on as many as the system allows."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    return sys.maxsize if most == resource.RLIM_INFINITY else most
