"""Requests that come again byte for byte, as clients send them: the answer is known before anything of them is read.

What is kept of an answer is what was written, but for its date. It is kept when it was sent from the cache, so when it was
asked for twice; and by whoever answers over one release, since another one answers otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from oegyo.gate import writing
from oegyo.gate.cache import Cache

if TYPE_CHECKING:
    from oegyo.gate.response import Headers

_OVERHEAD = 500  # bytes that an entry takes beside what is in it


@dataclass(frozen=True, slots=True)
class Repeat:
    """An answer as it was written: what stands before and behind its date, and what is counted and logged of it."""

    opening: bytes
    rest: bytes
    method: str
    path: str
    status: int
    size: int
    """Bytes of the body."""
    query: str | None
    """The query that was asked, if it was one and is to be logged."""

    @classmethod
    def of(cls, status: int, headers: Headers, body: bytes, method: str, path: str, query: str | None) -> Repeat:
        """The answer to a request of ``path`` by ``method``, on a connection that goes on."""
        rest = writing.fields(headers, last=False) + body
        return cls(writing.opening(status), rest, method, path, status, len(body), query)

    @property
    def written(self) -> bytes:
        """The answer as it is written now."""
        return self.opening + writing.now() + self.rest


Repeats: TypeAlias = Cache[bytes, Repeat]
"""Answers by the bytes of their requests."""


def keep(repeats: Repeats, sent: bytes, repeat: Repeat) -> None:
    """Have ``repeats`` know the answer to the request that was ``sent``."""
    repeats.put(sent, repeat, len(sent) + len(repeat.rest) + len(repeat.query or "") + _OVERHEAD)
