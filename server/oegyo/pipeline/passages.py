"""Passages against the texts they point at: positions and digests, recomputed from a copy of the sources.

The project keeps no text of a source. A passage says where it stands (RFC 5147, ``char=160,215``: positions between the
Unicode characters of the file) and the SHA-256 of what stands there (UTF-8), so that anyone with the file can look.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import pyoxigraph as ox

from oegyo.terms.namespaces import TERM
from oegyo.terms.vocabularies import SCHEMA

if TYPE_CHECKING:
    from pathlib import Path

_Subject: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Triple

_SHA256 = ox.NamedNode(SCHEMA + "sha256")
_IN_SOURCE = ox.NamedNode(TERM + "inSource")
_POSITION = ox.NamedNode(TERM + "position")
_DIGEST = ox.NamedNode(TERM + "digest")


@dataclass(frozen=True)
class Verification:
    """What came of it: how many passages stand as they say, which sources had no file, and what is wrong, by node."""

    verified: int
    absent: tuple[str, ...]
    failures: tuple[tuple[str, str], ...]


def verify(store: ox.Store, folder: Path) -> Verification:
    """Check every passage of a source whose file is in ``folder``; the file is known by its SHA-256, not by its name."""
    texts = {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in folder.rglob("*") if path.is_file()}
    verified, absent, failures = 0, [], []
    for claim in store.quads_for_pattern(None, _SHA256, None, None):
        path = texts.get(_text(claim.object))
        if path is None:
            absent.append(_text(claim.subject))
            continue
        text = path.read_bytes().decode("utf-8")
        for quad in store.quads_for_pattern(None, _IN_SOURCE, claim.subject, None):
            wrong = _wrong(store, quad.subject, text)
            if wrong:
                failures.append((_text(quad.subject), wrong))
            else:
                verified += 1
    return Verification(verified, tuple(sorted(absent)), tuple(sorted(failures)))


def _wrong(store: ox.Store, passage: _Subject, text: str) -> str:
    """What is wrong with ``passage`` in ``text``; empty when it stands as it says."""
    position = _one(store, passage, _POSITION)
    place = re.fullmatch(r"char=(\d+),(\d+)", position)
    if place is None:
        return f"its position is {position!r}, not char=START,END"
    start, end = int(place[1]), int(place[2])
    if not start < end <= len(text):
        return f"its position {position} lies outside the text, which has {len(text)} characters"
    digest = hashlib.sha256(text[start:end].encode("utf-8")).hexdigest()
    claimed = _one(store, passage, _DIGEST)
    return "" if digest == claimed else f"its digest is {claimed}, but the text at {position} has {digest}"


def _one(store: ox.Store, subject: _Subject, predicate: ox.NamedNode) -> str:
    return next((_text(quad.object) for quad in store.quads_for_pattern(subject, predicate, None, None)), "")


def _text(term: _Subject | ox.Literal) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)
