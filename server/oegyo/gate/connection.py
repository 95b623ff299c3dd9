"""One connection of a client: bytes in, whole requests out, and their answers back in order (RFC 9112).

A request comes to the application when it is whole. So what was cut on its way is never answered, and a client that dawdles
holds nothing but its connection, which has a time for each part: to be idle, to send a head, to send a body, to read.
"""

from __future__ import annotations

import asyncio
import math
import os
import re
import socket
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import httptools

from oegyo.errors import (
    AddressProblem,
    HeaderProblem,
    MethodUnknownProblem,
    QueryProblem,
    RequestProblem,
    TimeoutProblem,
    UnexpectedProblem,
    Verbatim,
    message,
)
from oegyo.gate import heads, writing
from oegyo.gate.heads import Head

if TYPE_CHECKING:
    from collections.abc import Callable

    from oegyo.gate.asgi import Application, Message
    from oegyo.gate.response import Headers, Response

HEADER_SIZE = 65_536
"""Bytes that the header fields of a request may have."""

_PIPELINED = 16  # requests that may wait behind the one that is answered before no more are read
_METHOD = re.compile(rb"\s*[A-Z]+ ")
_NOT_ASCII = re.compile(rb"[^\x00-\x7f]")
_GO_ON = b"HTTP/1.1 100 Continue\r\n\r\n"
_BODILESS = frozenset({204, 304})


@dataclass(frozen=True)
class Times:
    """Seconds a client has: between requests, for a head, for a body, and to read something."""

    idle: float
    head: float
    body: float
    read: float


class Host(Protocol):
    """Whoever has let a connection in (`oegyo.gate.listener`)."""

    application: Application
    """Answers a request."""
    refusal: Callable[[QueryProblem], Response]
    """Writes what is wrong for one who is not answered."""
    again: Callable[[bytes], bytes | None]
    """The answer to a request that has come before just so, as it is written; None when it has to be read."""
    limit: int
    """Bytes that an address or a body may have."""
    times: Times
    draining: bool
    """Whether no connection is kept open for another request."""

    def admit(self, connection: Connection) -> QueryProblem | None:
        """Let ``connection`` in, or say why not."""

    def forget(self, connection: Connection) -> None:
        """Know that ``connection`` has ended."""


class Connection(asyncio.Protocol):
    """A connection that ``host`` has let in."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self.client: tuple[str, int] = ("unknown", 0)
        self.due = math.inf
        """The moment, by the loop's clock, at which the listener asks `late` whether to go on."""
        self._server: tuple[str, int] = ("unknown", 0)
        self._transport: asyncio.Transport
        self._parser = httptools.HttpRequestParser(self)
        self._head = Head()
        self._head_size = 0
        self._body = bytearray()
        self._in_line = True  # until the end of the first line of a request
        self._in_head = False  # from the first byte of a request on
        self._in_body = False
        self._oversize = False
        self._begun = 0  # requests, in what has just come
        self._requests: deque[tuple[Message, bytes]] = deque()
        self._answering: asyncio.Task[None] | None = None
        self._left = asyncio.Event()
        self._writable = asyncio.Event()
        self._writable.set()
        self._unread = 0
        self._closing = False

    # what asyncio tells

    def connection_made(self, transport: Any) -> None:
        """Begin to wait for a request."""
        self._transport = transport
        self.client = (transport.get_extra_info("peername") or self.client)[:2]
        self._server = (transport.get_extra_info("sockname") or self._server)[:2]
        if problem := self._host.admit(self):
            self._refuse(problem)
            return
        self._wait(self._host.times.idle)

    def connection_lost(self, _: Exception | None) -> None:
        """End what the client would have been sent."""
        self._left.set()
        self._writable.set()
        if self._answering:
            self._answering.cancel()
        self._host.forget(self)

    def eof_received(self) -> bool:
        """Whether to go on writing to a client that sends no more: to say what is wrong with a request that was cut."""
        if self._in_head or self._in_body:
            self._refuse(RequestProblem(message("The request ended before it was whole.")))
            return True
        return False

    def data_received(self, data: bytes) -> None:
        """Take in what the client has sent."""
        if self._closing:
            return
        is_first = self.is_idle and not self._in_head and not self._in_body
        if is_first and not self.draining and (answer := self._host.again(data)):
            self._again(answer)
            return
        self._begun, sent = 0, data
        if self._in_line:
            data = self._escaped(data)
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserUpgrade:  # to what nobody here speaks: the answer is in HTTP, and the last
            self._closing = True
        except (httptools.HttpParserError, httptools.HttpParserCallbackError) as error:
            self._refuse(_reason(error, data))
            return
        if self._in_head:
            self._head_size += len(data)
            if self._head_size > HEADER_SIZE + self._host.limit:
                self._refuse(HeaderProblem(message("The header may have %(size)s bytes.", size=HEADER_SIZE)))
        elif is_first and self._begun == len(self._requests) == 1 and not self._in_body and not self._scope["oegyo.last"]:
            self._scope["oegyo.sent"] = sent

    def pause_writing(self) -> None:
        """Wait for the client to read."""
        self._writable.clear()

    def resume_writing(self) -> None:
        """Go on writing."""
        self._writable.set()

    # what llhttp tells

    def on_message_begin(self) -> None:
        """A request begins."""
        self._begun += 1
        self._head, self._body = Head(), bytearray()
        self._head_size, self._in_head, self._oversize = 0, True, False
        if not self._answering:
            self._wait(self._host.times.head)

    def on_url(self, part: bytes) -> None:
        """The target of the request, or a part of it."""
        self._head.target += part

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header field."""
        self._head.headers.append((name.lower(), value.strip(b" \t")))

    def on_headers_complete(self) -> None:
        """The head is whole; raises what is wrong with it."""
        head = self._head
        self._in_head, self._in_body = False, True
        head.method, head.version = self._parser.get_method().decode("latin-1"), self._parser.get_http_version()
        if len(head.target) > self._host.limit + HEADER_SIZE:
            raise AddressProblem(message("An address may have %(size)s bytes.", size=self._host.limit))
        if sum(len(name) + len(value) + 4 for name, value in head.headers) > HEADER_SIZE:
            raise HeaderProblem(message("The header may have %(size)s bytes.", size=HEADER_SIZE))
        self._scope = heads.scope(head, self.client, self._server)
        if head.length > self._host.limit:
            self._cut()
        elif head.waits:
            self._transport.write(_GO_ON)
        if not self._answering:
            self._wait(self._host.times.body)

    def on_body(self, part: bytes) -> None:
        """A part of the body."""
        if self._oversize:
            return
        self._body += part
        if len(self._body) > self._host.limit:
            self._cut()

    def on_message_complete(self) -> None:
        """The request is whole."""
        self._in_body, self._in_line = False, True
        if not self._oversize:
            self._request(self._head.is_last or self._parser.should_upgrade())

    # what comes of it

    def _again(self, answer: bytes) -> None:
        """Send the ``answer`` to what has come before."""
        self._transport.write(answer)
        if self.is_idle:
            self._wait(self._host.times.idle)
        else:
            self._watch()

    def _escaped(self, data: bytes) -> bytes:
        """``data`` with the first line of the request as RFC 3986 has addresses: some clients send Hangul as it is."""
        line, end, rest = data.partition(b"\n")
        self._in_line = not end
        return data if line.isascii() else _NOT_ASCII.sub(lambda octet: b"%%%02X" % octet[0][0], line) + end + rest

    def _cut(self) -> None:
        """Answer without the rest of a body that is longer than is read; nothing after it is a request."""
        self._oversize = True
        self._body = bytearray(self._host.limit + 1)
        self._request(last=True)

    def _request(self, last: bool) -> None:
        """Have the request answered, after those before it."""
        self._scope["oegyo.last"] = last
        self._requests.append((self._scope, bytes(self._body)))
        self.due = math.inf
        if self._answering is None:
            self._answering = asyncio.get_running_loop().create_task(self._answer())
        elif len(self._requests) > _PIPELINED:
            self._transport.pause_reading()

    async def _answer(self) -> None:
        """Answer every request there is."""
        try:
            while self._requests and not self._left.is_set():
                scope, body = self._requests.popleft()
                exchange = Exchange(self, scope, body)
                try:
                    await self._host.application(scope, exchange.receive, exchange.send)
                except Exception as error:  # noqa: BLE001 - whatever it is, the client is not left waiting, and the log has it
                    asyncio.get_running_loop().call_exception_handler({"message": "a request failed", "exception": error})
                    if not exchange.begun:
                        self._refuse_late(UnexpectedProblem(message("The answer could not be made.")))
                if exchange.last or not exchange.ended or self.draining:
                    self.close()
                    return
                if len(self._requests) <= _PIPELINED:
                    self._transport.resume_reading()
        except asyncio.CancelledError:
            return  # the client has left
        finally:
            self._answering = None
            if not self._in_head and not self._in_body:
                self._wait(self._host.times.idle)

    def write(self, data: bytes) -> None:
        """Send ``data`` as fast as the client reads."""
        self._transport.write(data)

    async def drain(self) -> None:
        """Wait until the client has read most of what was written; raises asyncio.CancelledError when it leaves."""
        if not self._writable.is_set():
            self._watch()
            await self._writable.wait()
            self.due = math.inf
        if self._left.is_set():
            raise asyncio.CancelledError

    async def send_file(self, descriptor: int, offset: int, count: int) -> None:
        """Send ``count`` bytes of the open file ``descriptor`` from ``offset`` on, by the kernel.

        Raises asyncio.CancelledError when the client leaves.
        """
        loop = asyncio.get_running_loop()
        self._transport.set_write_buffer_limits(0)
        await self.drain()
        own: socket.socket = self._transport.get_extra_info("socket")
        with socket.fromfd(own.fileno(), own.family, own.type) as out:  # asyncio keeps watch over the number of its own
            while count:
                try:
                    sent = os.sendfile(out.fileno(), descriptor, offset, min(count, 1 << 20))
                except BlockingIOError:
                    await self._until_writable(loop, out)
                    continue
                except OSError as error:
                    raise asyncio.CancelledError from error
                if not sent:  # a file that has become shorter
                    self.close()
                    return
                offset, count = offset + sent, count - sent
                if count:
                    await asyncio.sleep(0)
        self._transport.set_write_buffer_limits()

    async def _until_writable(self, loop: asyncio.AbstractEventLoop, out: socket.socket) -> None:
        ready = asyncio.Event()
        loop.add_writer(out.fileno(), ready.set)
        self.due = loop.time() + self._host.times.read
        try:
            await ready.wait()
        finally:
            loop.remove_writer(out.fileno())
            self.due = math.inf

    async def left(self) -> None:
        """Return when the client has left."""
        await self._left.wait()

    def late(self) -> None:
        """Say so to a client that has not sent its request in time, or end what it does not read."""
        unread = self._transport.get_write_buffer_size()
        if unread and unread < self._unread:  # it reads, slowly
            self._watch()
        elif unread or self._answering:
            self._transport.abort()
        elif self._in_head or self._in_body:
            self._refuse(TimeoutProblem(message("The rest of the request did not come in time.")))
        else:
            self.close()

    def close(self) -> None:
        """End the connection when all that was written has been read."""
        self._closing = True
        self._transport.close()
        self._watch()

    def abort(self) -> None:
        """End the connection now."""
        self._transport.abort()

    @property
    def draining(self) -> bool:
        """Whether no request is taken after the one that is answered."""
        return self._closing or self._host.draining

    @property
    def is_idle(self) -> bool:
        """Whether nothing is asked and nothing unread."""
        return not self._answering and not self._transport.get_write_buffer_size()

    def silent(self, now: float) -> float:
        """For how many seconds of the loop's clock nothing was asked, under way or unread; 0 while something is."""
        if not self.is_idle or self._in_head or self._in_body or self._closing:
            return 0.0
        return now - (self.due - self._host.times.idle)

    def _wait(self, seconds: float) -> None:
        self.due = asyncio.get_running_loop().time() + seconds

    def _watch(self) -> None:
        """See to it that the client reads what was written."""
        self._unread = self._transport.get_write_buffer_size()
        self._wait(self._host.times.read)

    def _refuse_late(self, problem: QueryProblem) -> None:
        """Say what is wrong on this side with a request that was whole."""
        self._answering = None
        self._refuse(problem)

    def _refuse(self, problem: QueryProblem) -> None:
        """Say what is wrong with what cannot be answered, behind the answers before it, and end the connection."""
        self._in_head = self._in_body = False
        self._closing = True
        if self._answering:  # what came before it is answered; it is not
            return
        response = self._host.refusal(problem)
        headers = [*response.headers, (b"content-length", b"%d" % len(response.body)), (b"cache-control", b"no-store")]
        body = b"" if self._head.method == "HEAD" else response.body
        self._transport.write(writing.head(response.status, headers, last=True) + body)
        self.close()


class Exchange:
    """A request and its answer, as an ASGI application sees them."""

    def __init__(self, connection: Connection, scope: Message, body: bytes) -> None:
        self.last: bool = scope.pop("oegyo.last")
        """Whether the connection ends with this answer."""
        self.begun = False
        """Whether something of the answer was written."""
        self.ended = False
        """Whether the answer is whole."""
        self._connection = connection
        self._requests: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]
        self._has_body = scope["method"] != "HEAD"
        self._head = b""
        self._chunked = False

    async def receive(self) -> Message:
        """The request, then that the client has left."""
        if self._requests:
            return self._requests.pop()
        await self._connection.left()
        return {"type": "http.disconnect"}

    async def send(self, event: Message) -> None:
        """Send a part of the answer."""
        kind = event["type"]
        if kind == "http.response.start":
            self._start(event["status"], list(event["headers"]))
            return
        if kind == "http.response.zerocopysend":
            self._connection.write(self._taken())
            await self._connection.send_file(event["file"], event["offset"], event["count"])
            self.ended = not event.get("more_body", False)
            return
        more, body = event.get("more_body", False), event.get("body", b"")
        if self._chunked and body:
            body = b"%x\r\n%b\r\n" % (len(body), body)
        if self._chunked and not more:
            body += b"0\r\n\r\n"
        self._connection.write(self._taken() + body)
        self.ended = not more
        await self._connection.drain()

    def _start(self, status: int, headers: Headers) -> None:
        sized = any(name == b"content-length" for name, _ in headers)
        if not sized and status not in _BODILESS and self._has_body:
            self._chunked = True
            headers.append((b"transfer-encoding", b"chunked"))
        self._head = writing.head(status, headers, last=self.last or self._connection.draining)

    def _taken(self) -> bytes:
        self.begun = True
        head, self._head = self._head, b""
        return head


def _reason(error: Exception, data: bytes) -> QueryProblem:
    """Why ``data`` is no request: what was found wrong with its head, or that llhttp cannot read it.

    Raises ``error`` when it is a fault of ours.
    """
    if isinstance(error, httptools.HttpParserCallbackError):
        if isinstance(error.__context__, QueryProblem):
            return error.__context__
        raise error
    if isinstance(error, httptools.HttpParserInvalidMethodError) and _METHOD.match(data):
        return MethodUnknownProblem(message("The method of the request is not one of HTTP's."))
    return RequestProblem(message("The request is not HTTP as RFC 9112 has it: %(reason)s.", reason=Verbatim(error)))
