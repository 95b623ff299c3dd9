"""Finding things by a name or a code in any language: an index in memory, made of one query over the release."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from oegyo.terms import labels
from oegyo.terms.collation import fold
from oegyo.terms.vocabularies import LABEL, PREF_LABEL, RDFS, SKOS
from oegyo.web.reading.rows import value
from oegyo.web.search.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

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


@dataclass(frozen=True)
class Hit:
    """A ``thing`` that was found by its ``name``; the smaller the ``rank``, the better."""

    thing: Thing
    name: Name
    rank: int


class Names:
    """The things of a release by their names."""

    def __init__(self, given: Iterable[Thing]) -> None:
        things = sorted(given, key=lambda thing: (thing.order, thing.iri))
        named: dict[str, list[tuple[int, int, Name]]] = {}
        for number, thing in enumerate(things):
            for place, name in enumerate(thing.names):
                named.setdefault(name.folded, []).append((number, place, name))
        self.things = things
        self._named = list(named.values())
        """For each text, which things have it, by their numbers, as which of their names."""
        self._words = Words(list(named))

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
        things = self.things
        best: dict[int, tuple[int, bool, bool, int, int, Name]] = {}
        for text, rank in self._words.ranked(wanted):
            for number, place, name in self._named[text]:
                if kind and things[number].kind != kind:
                    continue
                fit = (rank, name.lang != language, not name.lang, len(name.folded), place, name)
                if number not in best or fit < best[number]:
                    best[number] = fit
        # by rank, then by kind, then the shortest name; the things are in order, so their numbers are
        found = sorted((fit[0], things[number].order, fit[3], number) for number, fit in best.items())
        return [Hit(things[number], best[number][-1], rank) for rank, _, _, number in found]


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
    return Names(things.values())


def _best_rank(hits: Sequence[Hit]) -> int:
    return hits[0].rank if hits else _WORST
