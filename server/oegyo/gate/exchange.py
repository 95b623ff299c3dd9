"""One request and its answer on a connection, as an ASGI application sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from oegyo.gate import writing

if TYPE_CHECKING:
    from oegyo.gate.asgi import Message
    from oegyo.gate.incoming import Received
    from oegyo.gate.response import Headers

_BODILESS = frozenset({204, 304})


class Way(Protocol):
    """The way to the client (`oegyo.gate.connection.Connection`)."""

    @property
    def draining(self) -> bool:
        """Whether no request is taken after the one that is answered."""

    def write(self, data: bytes) -> None:
        """Send ``data`` as fast as the client reads."""

    async def drain(self) -> None:
        """Wait until the client has read most of what was written; raises asyncio.CancelledError when it leaves."""

    async def send_file(self, descriptor: int, offset: int, count: int) -> None:
        """Send a part of a file; raises asyncio.CancelledError when the client leaves."""

    async def left(self) -> None:
        """Return when the client has left."""


class Exchange:
    """The request that was ``received`` over ``way``, and its answer."""

    def __init__(self, way: Way, received: Received) -> None:
        self.received = received
        self.last = received.last
        """Whether the connection ends with this answer."""
        self.begun = False
        """Whether something of the answer was written."""
        self.ended = False
        """Whether the answer is whole."""
        self._way = way
        self._requests: list[Message] = [{"type": "http.request", "body": received.body, "more_body": False}]
        self._has_body = received.scope["method"] != "HEAD"
        self._head = b""
        self._chunked = False

    async def receive(self) -> Message:
        """The request, then that the client has left."""
        if self._requests:
            return self._requests.pop()
        await self._way.left()
        return {"type": "http.disconnect"}

    async def send(self, event: Message) -> None:
        """Send a part of the answer."""
        kind = event["type"]
        if kind == "http.response.start":
            self._start(event["status"], list(event["headers"]))
            return
        if kind == "http.response.zerocopysend":
            self._way.write(self._taken())
            await self._way.send_file(event["file"], event["offset"], event["count"])
            self.ended = not event.get("more_body", False)
            return
        more, body = event.get("more_body", False), event.get("body", b"")
        if self._chunked and body:
            body = b"%x\r\n%b\r\n" % (len(body), body)
        if self._chunked and not more:
            body += b"0\r\n\r\n"
        self._way.write(self._taken() + body)
        self.ended = not more
        await self._way.drain()

    def _start(self, status: int, headers: Headers) -> None:
        sized = any(name == b"content-length" for name, _ in headers)
        if not sized and status not in _BODILESS and self._has_body:
            self._chunked = True
            headers.append((b"transfer-encoding", b"chunked"))
        self.last = self.last or self._way.draining
        self._head = writing.head(status, headers, last=self.last)

    def _taken(self) -> bytes:
        self.begun = True
        head, self._head = self._head, b""
        return head
