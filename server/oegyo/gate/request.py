"""What a request asks for, over plain data: the key of its answer, the tag of that answer, and the query in it.

A release never changes, so neither does the answer to a request: its entity tag is known before the answer is
(https://www.rfc-editor.org/rfc/rfc9110#name-etag).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from oegyo.errors import QueryProblem
from oegyo.gate.conditions import UNCONDITIONAL, Conditions
from oegyo.gate.heads import joined
from oegyo.web import pages
from oegyo.web.http import protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from oegyo.gate.asgi import Message
    from oegyo.web.http.protocol import Operation

ENDPOINT = "/sparql"
"""The address that speaks the SPARQL protocol."""

_FORWARDED = (b"x-forwarded-host", b"x-forwarded-proto")


@dataclass(frozen=True)
class Key:
    """What an answer depends on: two requests with one key have one answer. A ``body`` of None is longer than is read."""

    method: str
    path: str
    query: bytes
    accept: bytes
    language: bytes
    host: bytes = b""
    content_type: bytes = b""
    body: bytes | None = b""

    @property
    def size(self) -> int:
        """Bytes the key takes in memory: a request may be far larger than its answer."""
        return sum(map(len, self._parts()))

    def tag(self, origin: str) -> str:
        """The entity tag of the answer from the ``origin`` of that name, without its quotes."""
        total = hashlib.blake2b(origin.encode(), digest_size=16)
        for part in self._parts():
            total.update(len(part).to_bytes(8, "big") + part)
        return total.hexdigest()

    def _parts(self) -> tuple[bytes, ...]:
        body = self.body or b""
        return self.path.encode(), self.query, self.accept, self.language, self.host, self.content_type, body


class Request:
    """A request that may be answered with a stored response: GET, HEAD, or a query by POST."""

    def __init__(self, scope: Message, body: bytes | None, limit: int, *, trusts_proxy: bool = False) -> None:
        given = joined(scope["headers"])
        self.scope = scope
        self.headers = given
        self.is_head = scope["method"] == "HEAD"
        self.key = _key(scope, given, body, trusts_proxy=trusts_proxy)
        # a query by POST asks for no representation that the client could have already
        self.conditions = UNCONDITIONAL if self.key.method == "POST" else Conditions.of(given)
        self._limit = limit

    @cached_property
    def operation(self) -> Operation | QueryProblem | None:
        """What is asked by the SPARQL protocol, or why that cannot be read; None at any other address."""
        return operation_of(self.key, self._limit) if self.key.path == ENDPOINT else None

    @property
    def text(self) -> str | None:
        """The query in it, if there is one that can be read."""
        return self.operation.query if isinstance(self.operation, protocol.Operation) else None


def operation_of(key: Key, limit: int) -> Operation | QueryProblem:
    """What a request with ``key`` asks by the SPARQL protocol, in ``limit`` bytes; or why that cannot be read."""
    try:
        return protocol.operation(key.method, key.query, key.content_type.decode("latin-1"), key.body, limit)
    except QueryProblem as problem:
        return problem


def _key(scope: Message, given: Mapping[bytes, bytes], body: bytes | None, *, trusts_proxy: bool) -> Key:
    host = given.get(b"host", b"")
    if trusts_proxy:  # it says what the client called the server
        host = b" ".join((host, *(given.get(name, b"") for name in _FORWARDED)))
    posted = scope["method"] == "POST"
    return Key(
        "POST" if posted else "GET",
        scope["path"],
        pages.canonical(scope["path"], scope["query_string"]),
        given.get(b"accept", b""),
        given.get(b"accept-language", b""),
        host,
        given.get(b"content-type", b"") if posted else b"",
        body,
    )
