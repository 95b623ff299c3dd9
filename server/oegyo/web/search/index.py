"""Finding things by a name or a code in any language: an index in memory, made of one query over the release."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from oegyo.terms import labels
from oegyo.terms.collation import fold
from oegyo.terms.vocabularies import LABEL, PREF_LABEL, RDFS, SKOS
from oegyo.web.reading.rows import value
from oegyo.web.search.words import Words, framed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from oegyo.web.reading.graph import Graph

_NAMING = {PREF_LABEL.value, LABEL.value, RDFS + "comment"}
_LINKED = SKOS + "exactMatch"

_WORST = 9

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
    """A ``thing`` that was found by its ``name``; the smaller the ``rank``, the better."""

    thing: Thing
    name: Name
    rank: int


class Names:
    """The things of a release by their names."""

    def __init__(self, things: Sequence[Thing]) -> None:
        self.things = things
        # each name by its place among those that fit as well
        self._named = sorted(((thing, name) for thing in things for name in thing.names), key=_by_length)
        self._places: dict[str, list[int]] = {}
        for place, (_, name) in enumerate(self._named):
            self._places.setdefault(framed(name.folded), []).append(place)
        self._words = Words(self._places)

    def find(self, text: str, kind: str = "", language: str = "") -> list[Hit]:
        """What goes by ``text``, the best first: exact names, then beginnings, then parts; states before the rest.

        Of names that fit as well, the one in ``language`` is taken. Korean is also tried without the particles of its
        nouns, and taken so where that fits better.
        """
        wanted = fold(text)
        if not wanted:
            return []
        found, bare = self._find(wanted, kind, language), _PARTICLE.sub("", wanted)
        return found if bare == wanted else min(found, self._find(bare, kind, language), key=_best_rank)

    def _find(self, wanted: str, kind: str, language: str) -> list[Hit]:
        preferred = {"": 2, language: 0}  # a code comes after a name in another language

        def by_language(place: int) -> tuple[int, int]:
            return preferred.get(self._named[place][1].lang, 1), place

        best: dict[str, tuple[int, int]] = {}
        for rank, fitting in enumerate(self._words.fitting(wanted)):
            for place in sorted(chain.from_iterable(map(self._places.__getitem__, fitting)), key=by_language):
                thing = self._named[place][0]
                if not kind or thing.kind == kind:
                    best.setdefault(thing.iri, (rank, place))
        return [Hit(*self._named[place], rank) for rank, place in sorted(best.values())]


def read_names(graph: Graph) -> Names:
    """The names in ``graph``."""
    things: dict[str, Thing] = {}
    coded = set()
    for node, kind, order, known, property_, name in sorted(graph.listed("search/index"), key=str):
        iri, text, tag = value(node), value(name), getattr(name, "language", None) or ""
        thing = things.setdefault(iri, Thing(iri, value(kind), int(value(order))))
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


def _by_length(named: tuple[Thing, Name]) -> tuple[int, int, str]:
    thing, name = named
    return thing.order, len(name.folded), thing.iri


def _best_rank(hits: Sequence[Hit]) -> int:
    return hits[0].rank if hits else _WORST
