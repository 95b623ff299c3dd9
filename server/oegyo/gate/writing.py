"""How an answer is written (RFC 9112 §4, §5): its first line, its date, its header fields."""

from __future__ import annotations

from email.utils import formatdate
from functools import lru_cache
from http import HTTPStatus
from time import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from oegyo.gate.response import Headers

_REASONS = {status.value: status.phrase for status in HTTPStatus}


def head(status: int, headers: Headers, *, last: bool) -> bytes:
    """The head of an answer of now; after the ``last`` one the connection ends."""
    return opening(status) + now() + fields(headers, last=last)


@lru_cache
def opening(status: int) -> bytes:
    """What stands before the date."""
    return f"HTTP/1.1 {status} {_REASONS.get(status, '')}\r\ndate: ".encode("ascii")


def now() -> bytes:
    """The date (RFC 9110 §6.6.1)."""
    return _date(int(time()))


def fields(headers: Headers, *, last: bool) -> bytes:
    """What stands behind the date."""
    lines = [part for name, value in headers for part in (b"\r\n", name, b": ", value)]
    lines.append(b"\r\nconnection: close\r\n\r\n" if last else b"\r\n\r\n")
    return b"".join(lines)


@lru_cache(maxsize=1)
def _date(seconds: int) -> bytes:
    return formatdate(seconds, usegmt=True).encode("ascii")
