"""The one language rule: asked language, then English, Korean, Vietnamese, then the last part of the IRI."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox

from oegyo.paths import installed_sources
from oegyo.terms.namespaces import SHAPE
from oegyo.terms.vocabularies import RDF

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FILE = "shapes/languages.ttl"
"""Where the ontology says what its languages are: a list, which the shapes, the rules and the checks read too."""

_LIST = ox.NamedNode(f"{SHAPE}languages")
_FIRST, _REST = RDF + "first", RDF + "rest"


def languages(triples: Iterable[ox.Triple]) -> tuple[str, ...]:
    """The languages that ``triples`` say every name is written in; none where they say nothing."""
    said = {(str(triple.subject), triple.predicate.value): triple.object for triple in triples}
    found, node = [], str(_LIST)
    while isinstance(tag := said.get((node, _FIRST)), ox.Literal):
        found.append(tag.value)
        node = str(said.get((node, _REST)))
    return tuple(found)


def _installed() -> tuple[str, ...]:
    path = installed_sources().ontology / FILE
    return languages(quad.triple for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE))


LANGUAGES = _installed()
"""The languages every name is written in, in the order they stand in for one another."""


def keyed(key: str, tag: str) -> str:
    """What the text ``key`` of a header is called in the language ``tag``: the bare key in the first language."""
    return key if tag == LANGUAGES[0] else f"{key}-{tag}"


def local_name(iri: str) -> str:
    """The last part of ``iri``, after the last ``#`` or ``/`` (the whole of it when nothing follows)."""
    return re.split(r"[#/]", iri.rstrip("#/"))[-1] or iri


def preferred(labels: Mapping[str, str], language: str, iri: str = "") -> tuple[str, str]:
    """Choose one of ``labels`` (language tag → text) for a reader of ``language``.

    Returns the text and its language tag; the tag is empty when only the local name of ``iri`` was left.
    """
    for tag in (language, *LANGUAGES):
        if tag in labels:
            return labels[tag], tag
    return local_name(iri), ""
