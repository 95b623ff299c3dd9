"""The index of words finds what a walk over all the names would, in the same order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from oegyo.terms.collation import fold
from oegyo.web.search.index import Name, Names, Thing
from oegyo.web.search.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

PARTS = ["viet", "nam", "vi", "n", "a", "19", "1", "1996", "한국", "한", "국제", "조약", "관한", "에", "unesco", "es"]
TEXTS = st.lists(st.sampled_from(PARTS), min_size=1, max_size=4).flatmap(
    lambda parts: st.sampled_from([" ".join(parts), "".join(parts), " ".join(parts)[1:].strip() or "a"])
)
LANGUAGES = st.sampled_from(["en", "ko", "vi", ""])


def is_hangul(text: str) -> bool:
    """Whether there is a Korean syllable in ``text``."""
    return any("가" <= letter <= "힣" for letter in text)


def is_inside(word: str, name: str) -> bool:
    """Whether ``word`` is a part of ``name``; two letters, or a number, only where a word begins."""
    anywhere = is_hangul(word) or (len(word) > 2 and not word.isdigit())
    return word in name if anywhere else f" {word}" in f" {name}"


def is_across(solid: str, name: str) -> bool:
    """Whether ``solid`` is in ``name`` without its spaces, from where a word begins."""
    words = name.split(" ")
    return len(solid) > 2 and any("".join(words[first:]).startswith(solid) for first in range(len(words)))


def rank(name: str, wanted: str) -> int | None:
    """How well ``name`` fits, 0 best, by the definition."""
    words = wanted.split(" ")
    if name == wanted:
        return 0
    if name.startswith(wanted) or f" {wanted} " in f" {name} ":
        return 1
    if all(f" {word}" in f" {name}" for word in words):
        return 2
    if all(is_inside(word, name) for word in words) or (is_hangul(wanted) and is_across("".join(words), name)):
        return 3
    return None


def walk(things: Sequence[Thing], wanted: str, language: str) -> list[tuple[str, str, int]]:
    """What is found by looking at every name of every thing: the thing, the name, the rank."""
    found = []
    for thing in things:
        fits = [
            (fit, name.lang != language, not name.lang, len(name.folded), place)
            for place, name in enumerate(thing.names)
            if (fit := rank(name.folded, wanted)) is not None
        ]
        if fits:
            best = min(fits)
            found.append((best[0], thing.order, best[3], thing.iri, thing.names[best[-1]].text))
    return [(iri, text, fit) for fit, _, _, iri, text in sorted(found)]


@given(st.lists(TEXTS, min_size=1, max_size=12, unique=True), TEXTS)
def test_the_ranks_are_those_of_the_definition(texts: list[str], wanted: str) -> None:
    """Each text that fits has its rank, and no other has any."""
    best: dict[str, int] = {}
    for place, fit in Words(texts).ranked(wanted):
        best[texts[place]] = min(fit, best.get(texts[place], fit))
    ranks = {text: rank(text, wanted) for text in texts}
    assert best == {text: fit for text, fit in ranks.items() if fit is not None}


@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.lists(st.tuples(TEXTS, LANGUAGES), min_size=1, max_size=4)), min_size=1, max_size=8
    ),
    TEXTS,
    LANGUAGES,
)
def test_the_hits_are_those_of_a_walk_over_all_names(
    made: list[tuple[int, list[tuple[str, str]]]], wanted: str, language: str
) -> None:
    """In its order: by rank, by kind, by length; of names that fit as well the reader's own, then the first."""
    things = [
        Thing(f"x:{number}", "state", order, names=[Name(text, tag, fold(text)) for text, tag in names])
        for number, (order, names) in enumerate(sorted(made, key=lambda one: one[0]))
    ]
    hits = Names(things)._find(wanted, "", language)
    assert [(hit.thing.iri, hit.name.text, hit.rank) for hit in hits] == walk(things, wanted, language)


def test_there_may_be_no_text_at_all() -> None:
    """Nothing is found in nothing."""
    assert list(Words([]).ranked("viet")) == []
    assert Names([]).find("viet") == []
