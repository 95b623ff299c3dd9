"""What texts hold which words: all texts in one, in which the parts of words are looked for at the speed of `str.find`."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_END = "\n"
_HANGUL = re.compile(r"[\uac00-\ud7a3]")
_SOLID = 3  # syllables that are looked for across words: two are a word by themselves


class Words:
    """Which of the folded ``texts`` (`oegyo.terms.collation.fold`) fit what is looked for, and how well."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self._joined, self._starts = _joined(f" {text} " for text in texts)

    def ranked(self, wanted: str) -> Iterator[tuple[int, int]]:
        """The place of each text that fits ``wanted``, folded, with its rank.

        0 is all of the text, 1 its beginning or whole words of it, 2 beginnings of its words, 3 any part of it.
        """
        words = wanted.split(" ")
        begun, whole, beginning = [f" {word}" for word in words], f" {wanted} ", f" {wanted}"
        for place in self._with_parts(words):
            text = self._texts[place]
            padded = f" {text} "
            if text == wanted:
                yield place, 0
            elif padded.startswith(beginning) or whole in padded:
                yield place, 1
            else:
                yield place, 2 if all(word in padded for word in begun) else 3
        if _HANGUL.search(wanted):
            yield from ((place, 3) for place in self._across("".join(words)))

    def _with_parts(self, words: Sequence[str]) -> Iterable[int]:
        """The places of the texts that hold each of ``words``: in them, or at the beginning of one of theirs."""
        parts = sorted((word if _is_found_inside(word) else f" {word}" for word in words), key=len, reverse=True)
        found = self._holding(parts[0])
        if not parts[1:]:
            return found
        padded = ((place, f" {self._texts[place]} ") for place in found)
        return [place for place, text in padded if all(part in text for part in parts[1:])]

    def _holding(self, part: str) -> list[int]:
        """The places of the texts that hold ``part``, each once."""
        return _places(self._joined, self._starts, part)

    def _across(self, solid: str) -> Iterable[int]:
        """The places of the texts that hold ``solid``, written without spaces, from where a word begins.

        Neither 관한 국제 nor 한 국가 is 한국: two syllables are a word by themselves.
        """
        if len(solid) < _SOLID:
            return []
        joined, starts = self._solid
        return [place for place in _places(joined, starts, solid) if _begins_a_word(self._texts[place], solid)]

    @cached_property
    def _solid(self) -> tuple[str, list[int]]:
        """The texts without spaces."""
        return _joined(text.replace(" ", "") for text in self._texts)


def _is_found_inside(word: str) -> bool:
    """Whether ``word`` counts in the middle of a word; two letters, or a number, stand in too many."""
    return bool(_HANGUL.search(word)) or (len(word) > 2 and not word.isdigit())


def _begins_a_word(text: str, solid: str) -> bool:
    words = text.split(" ")
    return any("".join(words[first:]).startswith(solid) for first in range(len(words)))


def _joined(texts: Iterable[str]) -> tuple[str, list[int]]:
    """The ``texts`` in one, and where each begins in it."""
    listed, starts, at = list(texts), [], 0
    for text in listed:
        starts.append(at)
        at += len(text) + len(_END)
    return _END.join(listed) + _END, starts


def _places(joined: str, starts: Sequence[int], part: str) -> list[int]:
    """Which of the texts that are ``joined`` hold ``part``."""
    found, at = [], joined.find(part)
    while at >= 0:
        place = bisect_right(starts, at) - 1
        found.append(place)
        if place + 1 == len(starts):
            break
        at = joined.find(part, starts[place + 1])
    return found
