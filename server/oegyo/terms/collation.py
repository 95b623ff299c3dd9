"""The order of names in a list, as a reader of the language looks for them.

The platform's own orders are not there on every machine, and Unicode's whole algorithm is more than three languages need:
Hangul stands in its order already, English passes over accents, and the Vietnamese alphabet is twelve letters longer.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache, partial
from itertools import filterfalse
from typing import TYPE_CHECKING

from oegyo.terms.interface import INTERFACE

if TYPE_CHECKING:
    from collections.abc import Callable

_MARKS = {"\u0302", "\u0306", "\u031b"}  # circumflex, breve and horn make another letter
_TONES = {tone: rank for rank, tone in enumerate(("\u0300", "\u0309", "\u0303", "\u0301", "\u0323"), start=1)}
_LETTERS = str.maketrans({"đ": "d", "ø": "o", "ł": "l", "ı": "i", "ħ": "h"})  # letters that Unicode does not take apart
_NOT_A_WORD = re.compile(r"[\W_]+")
_REMEMBERED = 4_096  # texts, each in 10 microseconds: a list of names is sorted for every reader


@lru_cache(_REMEMBERED)
def fold(text: str) -> str:
    """``text`` as it is compared: without case, accents, compatibility forms and punctuation, words apart by one space.

    What was folded once stays as it is. Hangul comes out in whole syllables, however it was put in.
    """
    if text.isascii():
        return _NOT_A_WORD.sub(" ", text.lower()).strip()
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(filterfalse(unicodedata.combining, plain)).translate(_LETTERS)
    return unicodedata.normalize("NFC", _NOT_A_WORD.sub(" ", bare)).strip()


def sort_key(text: str, language: str) -> tuple[object, ...]:
    """What names are sorted by for a reader of ``language``: letters first, then tones, then the text itself."""
    places = _PLACES.get(language)
    if places is None:
        return (fold(text), text)
    letters = unicodedata.normalize("NFC", text.casefold())
    return (letters.translate(places), letters.translate(_TONED), text)


def _place(letter: str, alphabet: str) -> str:
    """The place of ``letter``, whatever its tone, in ``alphabet``; others after it, what is no letter before."""
    parts = unicodedata.normalize("NFD", letter)
    own = unicodedata.normalize("NFC", parts[0] + "".join(mark for mark in parts[1:] if mark in _MARKS))
    return chr(alphabet.index(own) + 1) if own in alphabet else chr(99 if own.isalpha() else 0) + own


def _tone(letter: str) -> str:
    """The place of the tone of ``letter``."""
    return next((chr(_TONES[mark]) for mark in unicodedata.normalize("NFD", letter) if mark in _TONES), "\0")


class _Table(dict[int, str]):
    """What `str.translate` reads: for each letter what ``of`` makes of it, made once."""

    def __init__(self, of: Callable[[str], str]) -> None:
        self._of = of

    def __missing__(self, code: int) -> str:
        self[code] = self._of(chr(code))
        return self[code]


_PLACES = {one.tag: _Table(partial(_place, alphabet=one.alphabet)) for one in INTERFACE if one.alphabet}
_TONED = _Table(_tone)
