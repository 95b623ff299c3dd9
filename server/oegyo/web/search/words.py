"""Which of many names a text fits, and how well: what can fit is looked up by the words, and nothing else is looked at."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from itertools import accumulate, chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_HANGUL = re.compile(r"[\uac00-\ud7a3]")
RANKS = 4
"""How well a name can fit, from 0, which is best."""

_END = "\n"  # of a piece of a text: no name that was folded has one


def framed(name: str) -> str:
    """``name`` with a space before and after each of its words."""
    return f" {name} "


class Words:
    """Names, folded and `framed`, by their words and by the parts of those."""

    def __init__(self, names: Iterable[str]) -> None:
        having: dict[str, list[str]] = {}
        runs = []
        for name in dict.fromkeys(names):
            words = name.split()
            for word in dict.fromkeys(words):
                having.setdefault(word, []).append(name)
            if _HANGUL.search(name):
                runs.append(("".join(words), accumulate(map(len, words[:-1]), initial=0), [name]))
        self._parts = _Beginnings((f" {word}", range(len(word) + 1), found) for word, found in having.items())
        self._runs = _Beginnings(runs)

    def fitting(self, wanted: str) -> Iterator[tuple[str, int]]:
        """The names that ``wanted`` fits, and how well each, 0 best.

        It is all of the name, its beginning or whole words of it, the beginnings of words, or any part.
        """
        words, whole = wanted.split(), framed(wanted)
        beginning, begun, parts = whole[:-1], [f" {word}" for word in words], [_part(word) for word in words]
        across = self._across(words)
        for name in self._having_rarest(parts) | across:
            if whole in name or name.startswith(beginning):
                yield name, 0 if name == whole else 1
            elif _has(name, begun):
                yield name, 2
            elif name in across or _has(name, parts):
                yield name, 3

    def _having_rarest(self, parts: Iterable[str]) -> set[str]:
        """The names that have the one of ``parts`` that the fewest have."""
        having = [self._parts.of(part) for part in parts]
        rarest: list[list[str]] = min(having, key=lambda names: sum(map(len, names)), default=[])
        return set(chain.from_iterable(rarest))

    def _across(self, words: Sequence[str]) -> set[str]:
        """The names that have the ``words`` of a Korean text, without spaces, from where a word begins.

        Neither 관한 국제 nor 한 국가 is 한국: two syllables are a word by themselves.
        """
        solid = "".join(words)
        if len(solid) < 3 or not _HANGUL.search(solid):
            return set()
        return set(chain.from_iterable(self._runs.of(solid)))


class _Beginnings:
    """Names by what some piece of them has from some of its places on: places in their order, searched by halves."""

    def __init__(self, pieces: Iterable[tuple[str, Iterable[int], list[str]]]) -> None:
        """``pieces`` are texts, the places in each that count, and the names that it is a piece of."""
        places = array("I")
        self._names: list[list[str]] = []
        self._piece = array("I")  # by place
        texts: list[str] = []
        for text, own, names in pieces:
            begin = len(self._piece)
            places.extend(begin + place for place in own)
            self._piece.extend([len(texts)] * (len(text) + len(_END)))
            self._names.append(names)
            texts.append(text + _END)
        self._text = whole = "".join(texts)
        longest = max(map(len, texts), default=0)
        self._places = array("I", sorted(places, key=lambda place: whole[place : place + longest]))

    def of(self, beginning: str) -> list[list[str]]:
        """The names of each piece that has ``beginning`` at one of its places."""

        def here(place: int) -> str:
            return self._text[place : place + len(beginning)]

        first = bisect_left(self._places, beginning, key=here)
        last = bisect_right(self._places, beginning, first, key=here)
        return [self._names[self._piece[place]] for place in self._places[first:last]]


def _has(name: str, parts: Iterable[str]) -> bool:
    for part in parts:  # noqa: SIM110 - `all` of a generator takes twice as long, and this is asked of each name
        if part not in name:
            return False
    return True


def _part(word: str) -> str:
    """What a name has where ``word`` is in it; two letters, or a number, stand in the middle of too many words."""
    anywhere = _HANGUL.search(word) or (len(word) > 2 and not word.isdigit())
    return word if anywhere else f" {word}"
