"""The languages that pages speak: a row for each, beside its catalogue in ``web/translations/``.

The languages that the data is written in are another setting, `oegyo.terms.labels.LANGUAGES`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Interface:
    """A language by its ``tag`` (BCP 47), what it calls itself, and its ``locale`` as Open Graph writes one.

    ``alphabet`` is the order of its letters where that is not the order of the plain ones, from A to Z.
    """

    tag: str
    name: str
    locale: str
    alphabet: str = ""


INTERFACE = (
    Interface("en", "English", "en_GB"),
    Interface("ko", "한국어", "ko_KR"),
    Interface("vi", "Tiếng Việt", "vi_VN", alphabet="aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"),
)
"""Every language that pages speak; the messages are written in the first, which needs no catalogue."""

TAGS = tuple(one.tag for one in INTERFACE)

_BY_TAG = {one.tag: one for one in INTERFACE}


def of(tag: str) -> Interface:
    """The row of the language ``tag``, which pages may not speak; then nothing is known but the tag."""
    return _BY_TAG.get(tag) or Interface(tag, tag, tag)
