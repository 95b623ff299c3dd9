"""Whole answers, kept: what may be sent again, in which coding, and how a client asks whether it has it already.

A release never changes, so neither does the answer to a request: its ETag is known before the answer is
(https://www.rfc-editor.org/rfc/rfc9110#name-etag), and nothing kept here ever needs to be invalidated.
"""

from __future__ import annotations

import gzip
import hashlib
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO

import brotli
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

Headers = list[tuple[bytes, bytes]]

CODINGS = ("br", "gzip")
"""What an answer may be compressed as, the better first."""

_LEAST = 860  # bytes: what fits one packet gains nothing by being compressed
_FAST = 5  # of 11: brotli's best takes a hundred times longer for a tenth less
_COMPRESSED = (
    "text/",
    "application/javascript",
    "application/json",
    "application/ld+json",
    "application/n-triples",
    "application/problem+json",
    "application/rdf+xml",
    "application/sparql-results",
    "image/svg+xml",
)


@dataclass(frozen=True)
class Key:
    """What an answer depends on: two requests with one key have one answer."""

    method: str
    path: str
    query: bytes
    accept: bytes
    language: bytes
    host: bytes = b""
    content_type: bytes = b""
    body: bytes = b""

    def environ(self) -> dict[str, object]:
        """The request as WSGI has it, as far as the SPARQL protocol reads it."""
        return {
            "REQUEST_METHOD": self.method,
            "QUERY_STRING": self.query.decode("latin-1"),
            "CONTENT_TYPE": self.content_type.decode("latin-1"),
            "CONTENT_LENGTH": str(len(self.body)),
            "wsgi.input": BytesIO(self.body),
        }

    @property
    def size(self) -> int:
        """Bytes the key takes in memory: a request may be far larger than its answer."""
        parts = (self.query, self.accept, self.language, self.host, self.content_type, self.body)
        return len(self.path) + sum(map(len, parts))

    def tag(self, edition: str) -> str:
        """The ETag of the answer from the ``edition`` of that name, without its quotes."""
        parts = (self.path.encode(), self.query, self.accept, self.language, self.host, self.content_type, self.body)
        total = hashlib.blake2b(edition.encode(), digest_size=16)
        for part in parts:
            total.update(len(part).to_bytes(8, "big") + part)
        return total.hexdigest()


@dataclass
class Kept:
    """An answer: its status, its headers without those that depend on the coding, its body in each coding made so far."""

    status: int
    headers: Headers
    body: bytes
    coded: dict[str, bytes] = field(default_factory=dict)

    @property
    def media_type(self) -> str:
        """The media type of the body."""
        return next((value.decode("latin-1") for name, value in self.headers if name == b"content-type"), "")

    @property
    def size(self) -> int:
        """Bytes the answer takes in memory, with room for the codings that may be made of it."""
        return len(self.body) + len(self.body) // 2 + 1000

    def coding(self, wanted: str) -> str:
        """The coding to send the body in, for a client that would like ``wanted``: that, or none."""
        worth = len(self.body) >= _LEAST and self.media_type.startswith(_COMPRESSED)
        return wanted if worth and not any(name == b"content-encoding" for name, _ in self.headers) else ""

    def body_in(self, coding: str) -> bytes:
        """The body in ``coding``, made once."""
        if not coding:
            return self.body
        if coding not in self.coded:
            self.coded[coding] = _encode(self.body, coding)
        return self.coded[coding]


def _encode(body: bytes, coding: str) -> bytes:
    return brotli.compress(body, quality=_FAST) if coding == "br" else gzip.compress(body, compresslevel=6, mtime=0)


def preferred_coding(accept_encoding: bytes) -> str:
    """The coding to answer ``accept_encoding`` with: ``br``, ``gzip``, or none (RFC 9110 §12.5.3)."""
    return _remembered(accept_encoding[:_USUAL])


_USUAL = 500  # bytes of a header; whoever sends more is answered by the beginning


@lru_cache(maxsize=1000)
def _remembered(accept_encoding: bytes) -> str:
    accepted = parse_accept_header(accept_encoding.decode("latin-1"), Accept)
    best = max((*CODINGS, "identity"), key=lambda coding: accepted.quality(coding) if accepted else 0)
    return best if accepted and accepted.quality(best) > 0 and best != "identity" else ""


class Cache:
    """Answers by key, the longest unused leaving first, up to ``limit`` bytes."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.size = 0
        self._kept: OrderedDict[Key, tuple[Kept, int]] = OrderedDict()

    def get(self, key: Key) -> Kept | None:
        """The answer kept under ``key``."""
        entry = self._kept.get(key)
        if entry is None:
            return None
        self._kept.move_to_end(key)
        return entry[0]

    def put(self, key: Key, kept: Kept) -> None:
        """Keep ``kept``, unless it alone would take an eighth of the cache."""
        size = key.size + kept.size
        if size > self.limit // 8:
            return
        self._drop(key)
        self._kept[key] = (kept, size)
        self.size += size
        while self.size > self.limit:
            self._drop(next(iter(self._kept)))

    def _drop(self, key: Key) -> None:
        if key in self._kept:
            self.size -= self._kept.pop(key)[1]
