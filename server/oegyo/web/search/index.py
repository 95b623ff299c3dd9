"""Finding things by a name or a code in any language: an index in memory, made of one query over the release."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from oegyo.terms import labels
from oegyo.terms.collation import fold
from oegyo.terms.vocabularies import LABEL, PREF_LABEL, RDFS, SKOS
from oegyo.web.reading.rows import value
from oegyo.web.search.words import RANKS, Words, framed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from oegyo.web.reading.graph import Graph

_NAMING = {PREF_LABEL.value, LABEL.value, RDFS + "comment"}
_LINKED = SKOS + "exactMatch"

# what Korean hangs on a noun, where at least two syllables are left
_PARTICLE = re.compile(r"(?<=[\uac00-\ud7a3]{2})(?:에서|으로|[은는이가을를의와과도에로])(?= |$)")


class Name(NamedTuple):
    """One name of a thing: the ``text`` in the language ``lang`` (empty for a code), and how it is compared."""

    text: str
    lang: str
    folded: str


@dataclass
class Thing:
    """Something that can be found: its labels by language, and every name it goes by.

    Those of the ``kind`` that most look for first come first by ``order``.
    """

    iri: str
    kind: str
    order: int
    labels: dict[str, str] = field(default_factory=dict)
    names: list[Name] = field(default_factory=list)


class Hit(NamedTuple):
    """A ``thing`` that was found by its ``name``."""

    thing: Thing
    name: Name


class Found(NamedTuple):
    """The ``hits``, the best first: so many by an ``exact`` name, the first with the rank ``best``."""

    hits: list[Hit]
    exact: int
    best: int


class Names:
    """The things of a release by their names."""

    def __init__(self, things: Sequence[Thing]) -> None:
        self.things = things
        # every hit that there can be, in the order of those that fit as well
        self._hits = sorted((Hit(thing, name) for thing in things for name in thing.names), key=_by_length)
        self._named: dict[str, list[tuple[int, str, str, str]]] = {}
        for place, (thing, name) in enumerate(self._hits):
            self._named.setdefault(framed(name.folded), []).append((place, thing.iri, thing.kind, name.lang))
        self._words = Words(self._named)

    def find(self, text: str, kind: str = "", language: str = "") -> Found:
        """What goes by ``text``, the best first: exact names, then beginnings, then parts; states before the rest.

        Of names that fit as well, the one in ``language`` is taken. Korean is also tried without the particles of its
        nouns, and taken so where that fits better.
        """
        wanted = fold(text)
        found, bare = self._find(wanted, kind, language), _PARTICLE.sub("", wanted)
        return found if bare == wanted else min(found, self._find(bare, kind, language), key=attrgetter("best"))

    def _find(self, wanted: str, kind: str, language: str) -> Found:
        best: dict[str, tuple[int, int, int]] = {}
        for name, rank in self._words.fitting(wanted):
            for place, iri, own, tag in self._named[name]:
                if kind and own != kind:
                    continue
                fits = (rank, 0 if tag == language else 1 if tag else 2, place)  # a code after a name in another language
                if best.get(iri, fits) >= fits:
                    best[iri] = fits
        ranked: list[list[int]] = [[] for _ in range(RANKS)]
        for rank, _, place in best.values():
            ranked[rank].append(place)
        hits = [self._hits[place] for places in ranked for place in sorted(places)]
        return Found(hits, len(ranked[0]), next((rank for rank, places in enumerate(ranked) if places), RANKS))


def read_names(graph: Graph) -> Names:
    """The names in ``graph``."""
    things: dict[str, Thing] = {}
    coded = set()
    for node, kind, order, known, property_, name in sorted(graph.listed("search/index"), key=str):
        iri, text, tag = value(node), value(name), getattr(name, "language", None) or ""
        thing = things.get(iri) or things.setdefault(iri, Thing(iri, value(kind), int(value(order))))
        if value(property_) == _LINKED:
            text = labels.local_name(text)
        elif value(property_) in _NAMING:
            thing.labels.setdefault(tag, text)
        thing.names.append(Name(text, tag, fold(text)))
        if known:  # by a code in its address: NPT, UNMISS
            coded.add(iri)
    for iri in sorted(coded):
        code = labels.local_name(iri)
        things[iri].names.append(Name(code, "", fold(code)))
    return Names(sorted(things.values(), key=lambda thing: (thing.order, thing.iri)))


def _by_length(hit: Hit) -> tuple[int, int, str]:
    thing, name = hit
    return thing.order, len(name.folded), thing.iri
