"""Bytes in, whole requests out (RFC 9112): what comes over one connection, taken apart by llhttp.

A request is given on when it is whole. So what was cut on its way is never answered.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

import httptools

from oegyo.errors import AddressProblem, HeaderProblem, MethodUnknownProblem, QueryProblem, RequestProblem, Verbatim, message
from oegyo.gate import heads
from oegyo.gate.heads import Head

if TYPE_CHECKING:
    from collections.abc import Callable

    from oegyo.gate.asgi import Message

HEADER_SIZE = 65_536
"""Bytes that the header fields of a request may have."""

_METHOD = re.compile(rb"\s*[A-Z]+ ")
_NOT_ASCII = re.compile(rb"[^\x00-\x7f]")


class Part(Enum):
    """What of a request is under way."""

    NOTHING = 0
    HEAD = 1
    BODY = 2


class Received(NamedTuple):
    """A whole request: what an application is told of it, and its body. After the ``last`` one nothing more is read."""

    scope: Message
    body: bytes
    last: bool


class Incoming:
    """Gives on to ``take`` each request of a connection between ``client`` and ``server``.

    An address or a body may have ``limit`` bytes; of a longer body one byte more is given on. ``goes_on`` is called when the
    client of a request waits to be told to send its body (RFC 9110 §10.1.1).
    """

    def __init__(
        self,
        limit: int,
        client: tuple[str, int],
        server: tuple[str, int],
        take: Callable[[Received], None],
        goes_on: Callable[[], None],
    ) -> None:
        self.part = Part.NOTHING
        """What of a request has come so far."""
        self.begun = 0
        """How many requests have begun."""
        self.method = ""
        """The method of the request whose head came last."""
        self._limit = limit
        self._client = client
        self._server = server
        self._take = take
        self._goes_on = goes_on
        self._parser = httptools.HttpRequestParser(self)
        self._scope: Message = {}
        self._head = Head()
        self._head_size = 0
        self._body = bytearray()
        self._in_line = True  # until the end of the first line of a request
        self._is_cut = False

    def feed(self, data: bytes) -> None:
        """Take ``data`` in; raises the QueryProblem of what is no request."""
        if self._in_line:
            data = self._escaped(data)
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserUpgrade:  # to what nobody here speaks: the answer is in HTTP, and the last
            return
        except (httptools.HttpParserError, httptools.HttpParserCallbackError) as error:
            raise _reason(error, data) from error
        if self.part is Part.HEAD:
            self._head_size += len(data)
            if self._head_size > HEADER_SIZE + self._limit:
                raise _long_header()

    # what llhttp tells

    def on_message_begin(self) -> None:
        """A request begins."""
        self._head, self._body = Head(), bytearray()
        self._head_size, self._is_cut = 0, False
        self.part, self.method = Part.HEAD, ""
        self.begun += 1

    def on_url(self, part: bytes) -> None:
        """The target of the request, or a part of it."""
        self._head.target += part

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header field."""
        self._head.headers.append((name.lower(), value.strip(b" \t")))

    def on_headers_complete(self) -> None:
        """The head is whole; raises what is wrong with it."""
        head = self._head
        self.part = Part.BODY
        self.method = head.method = self._parser.get_method().decode("latin-1")
        head.version = self._parser.get_http_version()
        if len(head.target) > self._limit + HEADER_SIZE:
            raise AddressProblem(message("An address may have %(size)s bytes.", size=self._limit))
        if sum(len(name) + len(value) + 4 for name, value in head.headers) > HEADER_SIZE:
            raise _long_header()
        self._scope = heads.scope(head, self._client, self._server)
        if head.length > self._limit:
            self._cut()
        elif head.waits:
            self._goes_on()

    def on_body(self, part: bytes) -> None:
        """A part of the body."""
        if self._is_cut:
            return
        self._body += part
        if len(self._body) > self._limit:
            self._cut()

    def on_message_complete(self) -> None:
        """The request is whole."""
        self.part, self._in_line = Part.NOTHING, True
        if not self._is_cut:
            last = self._head.is_last or self._parser.should_upgrade()
            self._take(Received(self._scope, bytes(self._body), last))

    def _cut(self) -> None:
        """Give on what was read of a body that is longer than is read; nothing after it is a request."""
        self._is_cut = True
        self._take(Received(self._scope, bytes(self._limit + 1), last=True))

    def _escaped(self, data: bytes) -> bytes:
        """``data`` with the first line of the request as RFC 3986 has addresses: some clients send Hangul as it is."""
        line, end, rest = data.partition(b"\n")
        self._in_line = not end
        return data if line.isascii() else _NOT_ASCII.sub(lambda octet: b"%%%02X" % octet[0][0], line) + end + rest


def _long_header() -> QueryProblem:
    return HeaderProblem(message("The header may have %(size)s bytes.", size=HEADER_SIZE))


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
