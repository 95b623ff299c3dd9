"""The order of names in a list, as a reader of the language looks for them.

The platform's own orders are not there on every machine, and Unicode's whole algorithm is more than three languages need:
Hangul stands in its order already, English passes over accents, and the Vietnamese alphabet is twelve letters longer.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_VIETNAMESE = {letter: rank for rank, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
_MARKS = {"\u0302", "\u0306", "\u031b"}  # circumflex, breve and horn make another letter
_TONES = {tone: rank for rank, tone in enumerate(("\u0300", "\u0309", "\u0303", "\u0301", "\u0323"), start=1)}


def fold(text: str) -> str:
    """``text`` as it is compared in a search: without accents, and capitals made small."""
    letters = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def sort_key(text: str, language: str) -> tuple[object, ...]:
    """What names are sorted by for a reader of ``language``: letters first, then tones, then the text itself."""
    if language != "vi":
        return (fold(text) if language == "en" else text.casefold(), text)
    letters = unicodedata.normalize("NFC", text.casefold())
    return (letters.translate(_PLACES), letters.translate(_TONED), text)


def _place(letter: str) -> str:
    """The place of ``letter``, whatever its tone, in the Vietnamese alphabet; others after it, what is no letter before."""
    parts = unicodedata.normalize("NFD", letter)
    own = unicodedata.normalize("NFC", parts[0] + "".join(mark for mark in parts[1:] if mark in _MARKS))
    return chr(_VIETNAMESE[own] + 1) if own in _VIETNAMESE else chr(99 if own.isalpha() else 0) + own


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


_PLACES, _TONED = _Table(_place), _Table(_tone)
