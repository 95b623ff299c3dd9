"""Finding things by a name or a code in any language: an index in memory, made of one query over the release."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from oegyo.terms import labels
from oegyo.terms.collation import fold
from oegyo.terms.vocabularies import LABEL, PREF_LABEL, RDFS, SKOS
from oegyo.web.reading.rows import value

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from oegyo.web.reading.graph import Graph

_NAMING = {PREF_LABEL.value, LABEL.value, RDFS + "comment"}
_LINKED = SKOS + "exactMatch"

_WORST = 9

_HANGUL = re.compile(r"[\uac00-\ud7a3]")
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

    def __init__(self, things: Sequence[Thing]) -> None:
        self.things = things

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
        words = wanted.split()
        solid = "".join(words) if _HANGUL.search(wanted) else ""
        best = (_best(thing, wanted, words, solid, language) for thing in self.things if not kind or thing.kind == kind)
        return sorted((hit for hit in best if hit), key=_by_rank)


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


def _by_rank(hit: Hit) -> tuple[int, int, int, str]:
    return hit.rank, hit.thing.order, len(hit.name.folded), hit.thing.iri


def _best_rank(hits: Sequence[Hit]) -> int:
    return hits[0].rank if hits else _WORST


def _best(thing: Thing, wanted: str, words: Sequence[str], solid: str, language: str) -> Hit | None:
    ranked = [(rank, name) for name in thing.names if (rank := _rank(name.folded, wanted, words, solid)) is not None]
    if not ranked:
        return None
    rank, name = min(ranked, key=lambda pair: (pair[0], pair[1].lang != language, not pair[1].lang, len(pair[1].folded)))
    return Hit(thing, name, rank)


def _rank(name: str, wanted: str, words: Iterable[str], solid: str) -> int | None:
    """How well ``name`` fits, 0 best: all of it, its beginning or whole words of it, beginnings of words, or any part."""
    if name == wanted:
        return 0
    if name.startswith(wanted) or f" {wanted} " in f" {name} ":
        return 1
    if all(f" {word}" in f" {name}" for word in words):
        return 2
    if all(_inside(word, name) for word in words) or (solid and _across(solid, name)):
        return 3
    return None


def _across(solid: str, name: str) -> bool:
    """Whether ``solid``, written without spaces, is in ``name`` from where a word begins.

    Neither 관한 국제 nor 한 국가 is 한국: two syllables are a word by themselves.
    """
    words = name.split(" ")
    if len(solid) < 3 or solid not in "".join(words):
        return False
    return any("".join(words[first:]).startswith(solid) for first in range(len(words)))


def _inside(word: str, name: str) -> bool:
    """Whether ``word`` is a part of ``name``; two letters, or a number, stand in the middle of too many words."""
    if _HANGUL.search(word) or (len(word) > 2 and not word.isdigit()):
        return word in name
    return f" {word}" in f" {name}"
