"""One address for one answer: of the parameters in an address, those that its page reads, in one order.

What leads people here adds parameters of its own to a link (``utm_source``, ``fbclid``). With each of them a page would be
another one: made anew, stored anew, and with the parameter in its links for the next reader. So what a page does not read is
left out before it is looked up, and before any view sees it: a view reads what its page declares, and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from oegyo.terms.interface import TAGS
from oegyo.web.http import language

if TYPE_CHECKING:
    from collections.abc import Iterator

_LANGUAGE = language.PARAMETER.encode()
_TAGS = frozenset(tag.encode() for tag in TAGS)
_CAMPAIGN = (b"utm_", b"gad_")
_CLICK = frozenset(
    b"fbclid gclid gclsrc gbraid wbraid dclid msclkid yclid twclid ttclid igsh igshid mc_cid mc_eid _ga _gl NaPm".split()
)


@dataclass(frozen=True)
class Reads:
    """What the pages at the addresses ``path``, a regular expression, read: parameters of these ``names``, and the language.

    Of a name that is given several times the last counts, or with ``every`` each of them.
    """

    path: str
    names: tuple[str, ...] = ()
    every: bool = False

    def canonical(self, query: bytes) -> bytes:
        """The query string ``query`` with what is read of it."""
        read = [(name, value) for name, value in _pairs(query) if name in self._known or _chooses(name, value)]
        if not self.every:
            last = dict(read)
            read = [(name, last[name]) for name in (*self._known, _LANGUAGE) if name in last]
        return b"&".join(name + b"=" + value for name, value in read)

    @cached_property
    def _known(self) -> dict[bytes, None]:
        return {name.encode(): None for name in self.names}


@dataclass(frozen=True)
class Refuses:
    """The same of pages that know by themselves what they read, and refuse the rest: a name may be misspelt.

    Only what is known to be added to links is left out.
    """

    path: str

    def canonical(self, query: bytes) -> bytes:
        """The query string ``query`` without what nobody wrote."""
        return b"&".join(
            pair for pair, (name, _) in zip(query.split(b"&"), _pairs(query), strict=True) if pair and not is_added(name)
        )


def _pairs(query: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The parameters, their names decoded and their values as they are."""
    for pair in query.split(b"&"):
        name, _, value = pair.partition(b"=")
        yield (unquote_to_bytes(name.replace(b"+", b" ")) if b"%" in name or b"+" in name else name), value


def _chooses(name: bytes, value: bytes) -> bool:
    """Whether this chooses a language that there is."""
    return name == _LANGUAGE and value in _TAGS


def is_added(name: bytes) -> bool:
    """Whether links get the parameter ``name`` where they are shared or paid for."""
    return name in _CLICK or name.startswith(_CAMPAIGN)
