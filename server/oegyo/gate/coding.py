"""How an answer is coded for its way: which content codings there are, and which a client would like (RFC 9110 §8.4)."""

from __future__ import annotations

import gzip
from functools import lru_cache

import brotli
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

CODINGS = ("br", "gzip")
"""What an answer may be compressed as, the better first."""

IDENTITY = ""
"""No coding."""

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
_USUAL = 500  # bytes of a header; whoever sends more is answered by the beginning


def is_worth_it(media_type: str, size: int) -> bool:
    """Whether so many bytes of ``media_type`` become fewer by being compressed."""
    return size >= _LEAST and media_type.startswith(_COMPRESSED)


def encode(body: bytes, coding: str) -> bytes:
    """``body`` in ``coding``, one of `CODINGS`."""
    return brotli.compress(body, quality=_FAST) if coding == "br" else gzip.compress(body, compresslevel=6, mtime=0)


def tag(entity_tag: str, coding: str) -> str:
    """The entity tag of an answer in a coding: its bytes are others (RFC 9110 §8.8.3.3)."""
    return f"{entity_tag}-{coding}" if coding else entity_tag


def tags(entity_tag: str) -> tuple[str, ...]:
    """The entity tags of an answer in all of its codings."""
    return tuple(tag(entity_tag, coding) for coding in (*CODINGS, IDENTITY))


def preferred(accept_encoding: bytes) -> str:
    """The coding to answer ``accept_encoding`` with: ``br``, ``gzip``, or none (RFC 9110 §12.5.3)."""
    return _remembered(accept_encoding[:_USUAL])


@lru_cache(maxsize=1000)
def _remembered(accept_encoding: bytes) -> str:
    accepted = parse_accept_header(accept_encoding.decode("latin-1"), Accept)
    best = max((*CODINGS, "identity"), key=lambda coding: accepted.quality(coding) if accepted else 0)
    return best if accepted and accepted.quality(best) > 0 and best != "identity" else IDENTITY
