"""One request and its answer on a connection, as an ASGI application sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oegyo.gate import writing

if TYPE_CHECKING:
    from collections.abc import Callable

    from oegyo.gate.asgi import Message
    from oegyo.gate.incoming import Received
    from oegyo.gate.outgoing import Outgoing
    from oegyo.gate.response import Headers


class Exchange:
    """A request that was ``received``, and its answer by the ``way`` to the client; if it is ``draining``, the last one."""

    def __init__(self, way: Outgoing, received: Received, draining: Callable[[], bool]) -> None:
        self.received = received
        self.last = received.last
        """Whether the connection ends with this answer."""
        self.begun = False
        """Whether something of the answer was written."""
        self.ended = False
        """Whether the answer is whole."""
        self._way = way
        self._draining = draining
        self._requests: list[Message] = [{"type": "http.request", "body": received.body, "more_body": False}]
        self._head = b""

    @property
    def method(self) -> str:
        """The method of the request."""
        return str(self.received.scope["method"])

    async def receive(self) -> Message:
        """The request, then that the client has left."""
        if self._requests:
            return self._requests.pop()
        await self._way.left()
        return {"type": "http.disconnect"}

    async def send(self, event: Message) -> None:
        """Send a part of the answer, which has said how long it is."""
        kind = event["type"]
        if kind == "http.response.start":
            self._start(event["status"], event["headers"])
            return
        if kind == "http.response.zerocopysend":
            self._way.write(self._taken())
            await self._way.send_file(event["file"], event["offset"], event["count"])
            self.ended = not event.get("more_body", False)
            return
        self._way.write(self._taken() + event.get("body", b""))
        self.ended = not event.get("more_body", False)
        await self._way.drain()

    def _start(self, status: int, headers: Headers) -> None:
        self.last = self.last or self._draining()
        self._head = writing.head(status, headers, last=self.last)

    def _taken(self) -> bytes:
        self.begun = True
        head, self._head = self._head, b""
        return head
