"""RDF terms as a reader sees them: a short text, and a link only where one is safe to follow."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from oegyo.terms import labels
from oegyo.terms.collation import sort_key
from oegyo.terms.namespaces import BASE
from oegyo.terms.vocabularies import RDF, XSD
from oegyo.web.http import addresses
from oegyo.web.http.language import Language

if TYPE_CHECKING:
    from collections.abc import Mapping

_PAGE = re.compile(r"(?:id|concept)/[A-Za-z-]+/[A-Za-z0-9-]+|concept/[A-Za-z-]+|queries/[A-Za-z0-9-]+|ontology|quality")
_LOCAL_PART = re.compile(r"[\w-]*")
_NUMBERS = {XSD + name for name in ("integer", "decimal", "double", "float")}
_RANKS = {tag: rank for rank, tag in enumerate(labels.LANGUAGES)}
_PLAIN = (XSD, RDF + "langString")


class Cell(NamedTuple):
    """One term: ``text`` in the language ``lang`` (empty when in none), linked to ``href``, ``title`` to explain it."""

    text: str
    href: str | None = None
    lang: str = ""
    title: str = ""
    number: bool = False


@dataclass(frozen=True)
class Terms:
    """How to show terms: shortened with ``prefixes``, by their ``names`` in ``language`` where they have one.

    With ``pages``, what this host describes is linked to its page here.
    """

    prefixes: Mapping[str, str] = field(default_factory=dict)
    language: Language = field(default_factory=lambda: Language(labels.LANGUAGES[0]))
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    pages: bool = False
    _cells: dict[str, Cell] = field(default_factory=dict, repr=False, compare=False)
    _linked: dict[str, Cell] = field(default_factory=dict, repr=False, compare=False)
    _shorts: dict[str, str] = field(default_factory=dict, repr=False, compare=False)

    def cell(self, term: object) -> Cell:
        """``term``, an RDF term or None for an unbound variable."""
        if isinstance(term, ox.NamedNode):
            return self.thing(term.value)
        if isinstance(term, ox.Literal):
            return self._literal(term)
        return Cell("" if term is None else str(term))

    def thing(self, iri: str) -> Cell:
        """``iri`` as a cell: by its name, or shortened where it has none."""
        if (known := self._cells.get(iri)) is None:
            named = self.name(iri) if iri in self.names else Cell(self.short(iri))
            known = self._cells[iri] = Cell(named.text, self.address(iri), named.lang, iri)
        return known

    def linked(self, iri: str) -> Cell:
        """``iri`` by its name as `name` has it, linked to its page."""
        if (known := self._linked.get(iri)) is None:
            known = self._linked[iri] = self.name(iri)._replace(href=self.address(iri))
        return known

    def name(self, iri: str) -> Cell:
        """``iri`` by its name in the language, unlinked; by its local name when it has none."""
        text, lang = labels.preferred(self.names.get(iri, {}), self.language.tag, iri)
        return Cell(text, lang=lang, title=iri)

    def order(self, text: str) -> tuple[object, ...]:
        """What names are sorted by for the reader."""
        return sort_key(text, self.language.tag)

    def place(self, cell: Cell) -> tuple[int, str]:
        """What the values of one property are sorted by: the reader's language first, then the order of languages."""
        if cell.lang == self.language.tag:
            return -1, cell.text
        return _RANKS.get(cell.lang, len(_RANKS)), cell.text

    def address(self, iri: str) -> str | None:
        """Where a reader may follow ``iri``: here, on the web, or (for any other scheme, such as javascript:) nowhere."""
        if self.pages and iri.startswith(BASE) and _PAGE.fullmatch(iri.removeprefix(BASE).partition("#")[0]):
            return self.language.keep(addresses.local(iri))
        return iri if iri.startswith(("http://", "https://")) else None

    def short(self, iri: str) -> str:
        """``iri`` as a prefixed name, or whole when no prefix fits."""
        if (known := self._shorts.get(iri)) is None:
            known = self._shorts[iri] = self._short(iri)
        return known

    def _short(self, iri: str) -> str:
        for prefix, namespace in self.prefixes.items():
            if iri.startswith(namespace) and _LOCAL_PART.fullmatch(iri, len(namespace)):
                return f"{prefix}:{iri.removeprefix(namespace)}"
        return iri

    def _literal(self, literal: ox.Literal) -> Cell:
        datatype = literal.datatype.value
        title = "" if datatype.startswith(_PLAIN) else self.short(datatype)
        return Cell(literal.value, lang=literal.language or "", title=title, number=datatype in _NUMBERS)
