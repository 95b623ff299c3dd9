"""A front behind a real listener in this process's event loop, and a client that writes its own bytes."""

from __future__ import annotations

import asyncio
import socket
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import httptools

from oegyo.gate.listener import Listener
from waiting import SECONDS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence

    from oegyo.config import Settings
    from oegyo.gate.front import Front

Headers = list[tuple[bytes, bytes]]


@dataclass
class Reply:
    """An answer as it came, without the date that a server writes on it."""

    status: int = 0
    headers: Headers = field(default_factory=list)
    body: bytes = b""

    def values(self, name: bytes) -> list[bytes]:
        """The values of the header ``name``."""
        return [value for known, value in self.headers if known == name]


class _Reader:
    """Makes replies of bytes, by llhttp; those to ``methods`` in turn, as the answer to HEAD has no body."""

    def __init__(self, methods: Sequence[str] = ("GET",)) -> None:
        self.replies: list[Reply] = []
        self._methods = list(methods)
        self._parser = httptools.HttpResponseParser(self)
        self._reply = Reply()

    def feed(self, data: bytes) -> None:
        """Read ``data``."""
        self._parser.feed_data(data)

    def on_message_begin(self) -> None:
        self._reply = Reply()

    def on_header(self, name: bytes, value: bytes) -> None:
        if name.lower() != b"date":
            self._reply.headers.append((name.lower(), value))

    def on_body(self, part: bytes) -> None:
        self._reply.body += part

    def on_headers_complete(self) -> None:
        self._reply.status = self._parser.get_status_code()
        if self._reply.status != 100 and self._methods[min(len(self.replies), len(self._methods) - 1)] == "HEAD":
            self.replies.append(self._reply)

    def on_message_complete(self) -> None:
        if self._reply.status != 100 and self._reply not in self.replies:
            self.replies.append(self._reply)


def request(method: str, target: bytes, headers: Headers, body: bytes) -> bytes:
    """A request as it is written; its body has a length unless ``headers`` say otherwise."""
    names = {name.lower() for name, _ in headers}
    more: Headers = [] if b"host" in names else [(b"host", b"localhost")]
    if body and not names & {b"content-length", b"transfer-encoding"}:
        more.append((b"content-length", b"%d" % len(body)))
    lines = [b"%b %b HTTP/1.1" % (method.encode(), target), *(b": ".join(pair) for pair in [*more, *headers])]
    return b"\r\n".join([*lines, b"", b""]) + body


async def converse(
    port: int, data: bytes, methods: Sequence[str] = ("GET",), leaves: asyncio.Event | None = None
) -> list[Reply]:
    """The answers to ``data``, one for each of ``methods``, fewer when the server ends it; leave when ``leaves`` is set."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    replies = _Reader(methods)

    async def read() -> None:
        while len(replies.replies) < len(methods) and (part := await reader.read(1 << 20)):
            replies.feed(part)

    reading = asyncio.ensure_future(read())
    leaving = asyncio.ensure_future((leaves or asyncio.Event()).wait())
    try:
        writer.write(data)
        await asyncio.wait({reading, leaving}, timeout=SECONDS, return_when=asyncio.FIRST_COMPLETED)
        if reading.done():
            with suppress(ConnectionError):
                reading.result()
    finally:
        for task in (reading, leaving):
            task.cancel()
        await asyncio.gather(reading, leaving, return_exceptions=True)
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()
    return replies.replies


@dataclass
class Served:
    """A front that listens at ``port`` of this machine."""

    front: Front
    listener: Listener
    port: int
    end: Callable[[], None]
    """Has it end, as a signal would."""


@asynccontextmanager
async def listening(front: Front, settings: Settings) -> AsyncIterator[Served]:
    """``front`` behind a listener, from its start to its end; raises SystemExit when it cannot start."""
    if not await front.start():
        await front.stop()
        raise SystemExit(1)
    own = socket.socket()
    own.bind(("127.0.0.1", 0))
    listener = Listener(settings, front, front.refusal, front.again)
    ends = asyncio.Event()

    async def end() -> None:
        await ends.wait()
        await listener.close()
        await front.stop()

    ending = asyncio.ensure_future(end())
    try:
        await listener.listen(own)
        yield Served(front, listener, own.getsockname()[1], ends.set)
    finally:
        ends.set()
        await ending
