"""Which of many names a text fits, and how well: what can fit is looked up by the words, and nothing else is looked at."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from itertools import accumulate, chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_HANGUL = re.compile(r"[\uac00-\ud7a3]")
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

    def fitting(self, wanted: str) -> list[set[str]]:
        """The names that ``wanted`` fits, the best first.

        It is all of them, their beginning or whole words of them, the beginnings of their words, or any part.
        """
        words, whole = wanted.split(), framed(wanted)
        parts = self._having([_part(word) for word in words])
        begun = parts
        for word in words:
            begun = {name for name in begun if f" {word}" in name}
        well = {name for name in begun if whole in name or name.startswith(whole[:-1])}
        exact = {name for name in well if name == whole}
        return [exact, well - exact, begun - well, (parts | self._across(words)) - begun]

    def _having(self, parts: Sequence[str]) -> set[str]:
        """The names that have all these ``parts``: of those with the rarest, the ones that have the others."""
        rarest = min((self._parts.of(part) for part in parts), key=lambda found: sum(map(len, found)))
        names = set(chain.from_iterable(rarest))
        for part in parts:
            names = {name for name in names if part in name}
        return names

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
        places = array("L")
        self._names: list[list[str]] = []
        self._piece = array("L")  # by place
        texts = []
        for text, own, names in pieces:
            begin = len(self._piece)
            places.extend(begin + place for place in own)
            self._piece.extend([len(texts)] * (len(text) + len(_END)))
            self._names.append(names)
            texts.append(text + _END)
        self._text = whole = "".join(texts)
        longest = max(map(len, texts), default=0)
        self._places = array("L", sorted(places, key=lambda place: whole[place : place + longest]))

    def of(self, beginning: str) -> list[list[str]]:
        """The names of each piece that has ``beginning`` at one of its places."""

        def here(place: int) -> str:
            return self._text[place : place + len(beginning)]

        first = bisect_left(self._places, beginning, key=here)
        last = bisect_right(self._places, beginning, first, key=here)
        return [self._names[self._piece[place]] for place in self._places[first:last]]


def _part(word: str) -> str:
    """What a name has where ``word`` is in it; two letters, or a number, stand in the middle of too many words."""
    anywhere = _HANGUL.search(word) or (len(word) > 2 and not word.isdigit())
    return word if anywhere else f" {word}"
