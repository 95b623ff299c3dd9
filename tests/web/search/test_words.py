"""What is looked up by words is what a walk over every name finds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hypothesis import example, given, settings
from hypothesis import strategies as st

from oegyo.terms.collation import fold
from oegyo.web.search.index import Name, Names, Thing
from oegyo.web.search.words import Words, framed

if TYPE_CHECKING:
    from collections.abc import Sequence

LANGUAGES = ["", "en", "ko", "vi"]
KINDS = ["state", "treaty"]
PARTS = [
    "",
    " ",
    "viet",
    "nam",
    "việt",
    "an",
    "a",
    "đ",
    "S/RES/",
    "17",
    "1",
    "한국",
    "한",
    "국가",
    "국제",
    "에",
    "은",
    "조약",
    "un",
]
TEXTS = st.lists(st.sampled_from(PARTS), max_size=6).map("".join)
"""Of so few parts that one is often in another."""


@st.composite
def searches(draw: st.DrawFn) -> tuple[list[Thing], str]:
    """A few things of two kinds, each with some names, and a text that is mostly a part of one of those."""
    named = st.lists(st.tuples(TEXTS, st.sampled_from(LANGUAGES)), min_size=1, max_size=4)
    made = draw(st.lists(st.tuples(st.integers(0, 1), st.sampled_from(KINDS), named), min_size=1, max_size=8))
    things = [
        Thing(f"x:{number}", kind, order, names=[Name(text, tag, fold(text)) for text, tag in names])
        for number, (order, kind, names) in enumerate(made)
    ]
    text = draw(st.sampled_from([name.text for thing in things for name in thing.names]) | TEXTS)
    first = draw(st.integers(0, len(text)))
    return things, text[first : first + draw(st.integers(1, 8))] + draw(st.sampled_from(["", "", "은", "에서"]))


def is_korean(text: str) -> bool:
    """Whether there is a syllable of Korean in ``text``."""
    return any("가" <= letter <= "힣" for letter in text)


def is_inside(word: str, name: str) -> bool:
    """Whether ``word`` is a part of ``name``: of a word where it begins when it is a number or no more than two letters."""
    return f" {word}" in f" {name}" or (word in name and (is_korean(word) or (len(word) > 2 and not word.isdigit())))


def is_across(words: Sequence[str], name: str) -> bool:
    """Whether Korean ``words`` are in ``name`` from where a word begins, the spaces of both left out."""
    solid, own = "".join(words), name.split()
    begins = any("".join(own[first:]).startswith(solid) for first in range(len(own)))
    return is_korean(solid) and len(solid) >= 3 and begins


def rank(name: str, wanted: str) -> int | None:
    """How well ``name`` fits, 0 best; None when it does not."""
    words = wanted.split()
    if name == wanted:
        return 0
    if name.startswith(wanted) or f" {wanted} " in f" {name} ":
        return 1
    if all(f" {word}" in f" {name}" for word in words):
        return 2
    return 3 if all(is_inside(word, name) for word in words) or is_across(words, name) else None


def walk(things: Sequence[Thing], wanted: str, kind: str, language: str) -> list[tuple[int, str, Name]]:
    """The rank, the thing and the name of each that is found by looking at every name of every thing, in their order."""
    found = []
    for thing in things:
        fitting = [
            (fits, name.lang != language, not name.lang, len(name.folded), place)
            for place, name in enumerate(thing.names)
            if kind in {"", thing.kind} and (fits := rank(name.folded, wanted)) is not None
        ]
        if fitting:
            fits, _, _, length, place = min(fitting)
            found.append((fits, thing.order, length, thing.iri, thing.names[place]))
    return [(fits, iri, name) for fits, _, _, iri, name in sorted(found)]


def walked(things: Sequence[Thing], text: str, kind: str, language: str) -> list[tuple[bool, str, Name]]:
    """What a walk finds, each with whether it is exact, for ``text`` as it is or without the particles of its nouns."""
    wanted = fold(text)
    bare = re.sub(r"(?<=[가-힣]{2})(?:에서|으로|[은는이가을를의와과도에로])(?= |$)", "", wanted)
    ways = [walk(things, one, kind, language) if one else [] for one in (wanted, bare)]
    best = min(ways, key=lambda way: way[0][0] if way else 4)
    return [(fits == 0, iri, name) for fits, iri, name in best]


@settings(max_examples=500)
@given(searches(), st.sampled_from(["", *KINDS]), st.sampled_from(LANGUAGES))
def test_what_is_found_is_what_a_walk_finds(search: tuple[list[Thing], str], kind: str, language: str) -> None:
    """The same things in the same order, each by the same name."""
    things, text = search
    found = Names(things).find(text, kind, language)
    hits = [(place < found.exact, hit.thing.iri, hit.name) for place, hit in enumerate(found.hits)]
    assert hits == walked(things, text, kind, language)


@given(st.lists(TEXTS.map(fold)), TEXTS.map(fold))
@example(["한 국가"], "한국")
@example(["a viet", "viet a"], "viet a")
@example(["한 국가 조약", "관한국 가"], "한국가")
@example(["s res 17", "17 1", "117"], "17")
@example(["vietviet"], "viet")
def test_each_name_that_fits_is_given_once_with_its_rank(names: list[str], wanted: str) -> None:
    """And no other name is."""
    fitting = list(Words(map(framed, names)).fitting(wanted))
    ranks = {framed(name): rank(name, wanted) for name in names} if wanted else {}
    assert sorted(fitting) == sorted((name, fits) for name, fits in ranks.items() if fits is not None)


def test_a_name_in_another_language_is_taken_before_a_code() -> None:
    """Where both fit as well, also when the code is the shorter one."""
    names = [Name("VN", "", "vn"), Name("VN-Krieg", "de", "vn krieg")]
    assert [hit.name for hit in Names([Thing("x:1", "state", 1, names=names)]).find("v", language="en").hits] == names[1:]


def test_in_nothing_nothing_is_found() -> None:
    """A release may have no name at all."""
    assert Names([]).find("viet").hits == []
