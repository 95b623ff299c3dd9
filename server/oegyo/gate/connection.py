"""One connection of a client: its requests are answered one after the other, and its answers come in their order (RFC 9112).

A request comes to the application when it is whole (`oegyo.gate.incoming`). So a client that dawdles holds nothing but its
connection, which has a time for each part: to be idle, to send a head, to send a body, to read.
"""

from __future__ import annotations

import asyncio
import math
import os
import socket
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from oegyo.errors import QueryProblem, RequestProblem, TimeoutProblem, UnexpectedProblem, message
from oegyo.gate import writing
from oegyo.gate.exchange import Exchange
from oegyo.gate.incoming import Incoming, Part, Received

if TYPE_CHECKING:
    from collections.abc import Callable

    from oegyo.gate.asgi import Application
    from oegyo.gate.response import Response

_PIPELINED = 16  # requests that may wait behind the one that is answered before no more are read
_GO_ON = b"HTTP/1.1 100 Continue\r\n\r\n"
_UNKNOWN = ("unknown", 0)
_LINGER = 2.0  # seconds, and bytes, of what is still on its way when the last answer is: a client reads that answer then
_LINGERING = 4_000_000


@dataclass(frozen=True)
class Times:
    """Seconds a client has: between requests, for a head, for a body, and to read something."""

    idle: float
    head: float
    body: float
    read: float

    def of(self, part: Part) -> float:
        """Seconds that ``part`` of a request may take."""
        return {Part.NOTHING: self.idle, Part.HEAD: self.head, Part.BODY: self.body}[part]


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

    def release(self, connection: Connection) -> None:
        """Know that nothing more is answered on ``connection``, which only waits for its client to have read."""

    def forget(self, connection: Connection) -> None:
        """Know that ``connection`` has ended."""


class Connection(asyncio.Protocol):
    """A connection that ``host`` has let in."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self.client: tuple[str, int] = _UNKNOWN
        self.due = math.inf
        """The moment, by the loop's clock, at which the listener asks `late` whether to go on."""
        self._transport: asyncio.Transport
        self._incoming: Incoming
        self._requests: deque[Received] = deque()
        self._answering: asyncio.Task[bool] | None = None
        self._exchange: Exchange | None = None
        self._reads = True  # what comes is taken in; when nothing more is, it is passed over
        self._refused: QueryProblem | None = None  # what is said behind the answers that are under way
        self._owes_going_on = False
        self._is_half_closed = False  # by the client
        self._passed_over = 0
        self._left = asyncio.Event()
        self._writable = asyncio.Event()
        self._writable.set()
        self._unread = 0

    # what asyncio tells

    def connection_made(self, transport: Any) -> None:
        """Begin to wait for a request."""
        self._transport = transport
        self.client = (transport.get_extra_info("peername") or _UNKNOWN)[:2]
        server = (transport.get_extra_info("sockname") or _UNKNOWN)[:2]
        self._incoming = Incoming(self._host.limit, self.client, server, self._take, self._go_on)
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
        self._is_half_closed = True
        if self._reads and self._incoming.part is not Part.NOTHING:
            self._refuse(RequestProblem(message("The request ended before it was whole.")))
            return True
        return False

    def data_received(self, data: bytes) -> None:
        """Take in what the client has sent."""
        if not self._reads:
            self._pass_over(data)
            return
        incoming = self._incoming
        is_first = self.is_idle and incoming.part is Part.NOTHING
        if is_first and not self.draining and (answer := self._host.again(data)):
            self._again(answer)
            return
        begun, part = incoming.begun, incoming.part
        try:
            incoming.feed(data)
        except QueryProblem as problem:
            if self._reads:  # behind the last request anything may stand
                self._refuse(problem)
            return
        if is_first and incoming.begun == begun + 1 and incoming.part is Part.NOTHING and not self._requests[0].last:
            self._requests[0].scope["oegyo.sent"] = data
        if self._answering is None and (incoming.begun, incoming.part) != (begun, part):
            self._wait(self._host.times.of(incoming.part))

    def pause_writing(self) -> None:
        """Wait for the client to read."""
        self._writable.clear()

    def resume_writing(self) -> None:
        """Go on writing."""
        self._writable.set()

    # what comes of it

    def _again(self, answer: bytes) -> None:
        """Send the ``answer`` to what has come before."""
        self._transport.write(answer)
        if self.is_idle:
            self._wait(self._host.times.idle)
        else:
            self._watch()

    def _take(self, received: Received) -> None:
        """Have a request answered, after those before it."""
        self._requests.append(received)
        self._owes_going_on = False
        if received.last:
            self._reads = False
        self.due = math.inf
        if self._answering is None:
            self._begin()
        elif len(self._requests) > _PIPELINED:
            self._transport.pause_reading()

    def _begin(self) -> None:
        self._answering = asyncio.get_running_loop().create_task(self._answer())
        self._answering.add_done_callback(self._answered)

    def _go_on(self) -> None:
        """Have the client send the body, when it has the answers before."""
        self._owes_going_on = self._answering is not None
        if not self._owes_going_on:
            self._transport.write(_GO_ON)

    async def _answer(self) -> bool:
        """Answer every request there is, and say whether the connection goes on."""
        while self._requests and not self._left.is_set():
            self._exchange = exchange = Exchange(self, self._requests.popleft())
            await self._host.application(exchange.received.scope, exchange.receive, exchange.send)
            if exchange.last or not exchange.ended:
                return False
            if len(self._requests) <= _PIPELINED:
                self._transport.resume_reading()
        return True

    def _answered(self, task: asyncio.Task[bool]) -> None:
        """Go on to what comes next; what nobody thought of the log has, and the client is not left waiting."""
        self._answering = None
        if task.cancelled():  # the client has left
            return
        if error := task.exception():
            task.get_loop().call_exception_handler({"message": "a request failed", "exception": error})
            if self._exchange and self._exchange.begun:
                self.abort()
            else:
                self._say(UnexpectedProblem(message("The answer could not be made.")))
        elif not task.result():
            self._finish()
        elif self._requests:  # which came when the last had just been answered
            self._begin()
        elif self._refused:
            self._say(self._refused)
        elif self._reads:
            if self._owes_going_on:
                self._owes_going_on = False
                self._transport.write(_GO_ON)
            self._wait(self._host.times.of(self._incoming.part))

    def _refuse(self, problem: QueryProblem) -> None:
        """Say what is wrong with what cannot be answered, behind the answers before it, and end the connection."""
        self._reads = False
        if self._answering:
            self._refused = problem
        else:
            self._say(problem)

    def _say(self, problem: QueryProblem) -> None:
        """Say what is wrong, and end the connection."""
        response = self._host.refusal(problem)
        headers = [*response.headers, (b"content-length", b"%d" % len(response.body)), (b"cache-control", b"no-store")]
        body = b"" if self._incoming.method == "HEAD" else response.body
        self._transport.write(writing.head(response.status, headers, last=True) + body)
        self._finish()

    def _finish(self) -> None:
        """End the connection behind the last answer; what is on its way from the client meanwhile is passed over.

        A socket that is closed before it was read to its end resets the connection, and the client never reads the answer
        (RFC 9112 §9.6).
        """
        self._reads = False
        if self._is_half_closed or self._host.draining or not self._transport.can_write_eof():
            self.close()
            return
        self._host.release(self)
        self._transport.resume_reading()
        self._transport.write_eof()
        self._watch()
        if not self._unread:
            self._wait(min(_LINGER, self._host.times.read))

    def _pass_over(self, data: bytes) -> None:
        """Read what nobody answers, up to a bound."""
        self._passed_over += len(data)
        if self._passed_over > _LINGERING and self._answering:
            self._transport.pause_reading()
        elif self._passed_over > _LINGERING:
            self.close()

    # what the application asks for

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
                    self.abort()
                    raise asyncio.CancelledError
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

    # what the listener asks for

    def late(self) -> None:
        """Say so to a client that has not sent its request in time, or end what it does not read."""
        unread = self._transport.get_write_buffer_size()
        if unread and unread < self._unread:  # it reads, slowly
            self._watch()
        elif unread or self._answering or not self._reads:
            self._transport.abort()
        elif self._incoming.part is Part.NOTHING:
            self.close()
        else:
            self._refuse(TimeoutProblem(message("The rest of the request did not come in time.")))

    def close(self) -> None:
        """End the connection when all that was written has been read."""
        self._reads = False
        self._transport.close()
        self._watch()

    def abort(self) -> None:
        """End the connection now."""
        self._transport.abort()

    @property
    def draining(self) -> bool:
        """Whether no request is taken after the one that is answered."""
        return self._host.draining

    @property
    def is_idle(self) -> bool:
        """Whether nothing is asked and nothing unread."""
        return not self._answering and not self._transport.get_write_buffer_size()

    def silent(self, now: float) -> float:
        """For how many seconds of the loop's clock nothing was asked, under way or unread; 0 while something is."""
        if not self.is_idle or self._incoming.part is not Part.NOTHING:
            return 0.0
        return now - (self.due - self._host.times.idle)

    def _wait(self, seconds: float) -> None:
        self.due = asyncio.get_running_loop().time() + seconds

    def _watch(self) -> None:
        """See to it that the client reads what was written."""
        self._unread = self._transport.get_write_buffer_size()
        self._wait(self._host.times.read)
