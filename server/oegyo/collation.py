"""The order of names in a list, as a reader of the language looks for them.

The platform's own orders are not there on every machine, and Unicode's whole algorithm is more than three languages need:
Hangul stands in its order already, English passes over accents, and the Vietnamese alphabet is twelve letters longer.
"""

from __future__ import annotations

import unicodedata

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
    letters: list[tuple[int, str]] = []
    tones: list[int] = []
    for letter in unicodedata.normalize("NFC", text.casefold()):
        parts = unicodedata.normalize("NFD", letter)
        base, marks = parts[0], parts[1:]
        own = unicodedata.normalize("NFC", base + "".join(mark for mark in marks if mark in _MARKS))
        letters.append((_VIETNAMESE[own] + 1, own) if own in _VIETNAMESE else (0 if not own.isalpha() else 99, own))
        tones.append(next((_TONES[mark] for mark in marks if mark in _TONES), 0))
    return (letters, tones, text)
