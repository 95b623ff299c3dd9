"""Triples put together by the things they are about, and their values as a reader sees them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import pyoxigraph as ox

from oegyo.terms.labels import LANGUAGES
from oegyo.terms.vocabularies import XSD
from oegyo.web.reading.local import number, when

if TYPE_CHECKING:
    from collections.abc import Iterable

    from oegyo.web.reading.terms import Cell, Terms

_DATES = {XSD + name for name in ("date", "gYearMonth", "gYear", "dateTime")}

Value = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Properties = Mapping[str, Sequence[Value]]
"""What is said of one node: values by property."""


def by_subject(triples: Iterable[ox.Triple]) -> Mapping[str, Properties]:
    """``triples`` by subject and property."""
    nodes: dict[str, dict[str, list[Value]]] = {}
    for triple in triples:
        if isinstance(triple.subject, ox.NamedNode):
            own = nodes.setdefault(triple.subject.value, {})
            own.setdefault(triple.predicate.value, []).append(triple.object)
    return nodes


def cells(values: Iterable[object], terms: Terms) -> list[Cell]:
    """``values`` as cells, those in the reader's language first, then by the order of languages and by text."""
    return [terms.cell(value) for value in ordered(values, terms)]


def ordered(values: Iterable[object], terms: Terms) -> list[object]:
    """``values`` in the order that `cells` has them."""
    order = {tag: rank for rank, tag in enumerate(dict.fromkeys((terms.language.tag, *LANGUAGES)))}

    def place(value: object) -> tuple[int, str]:
        cell = terms.cell(value)
        return order.get(cell.lang, 9), cell.text

    return sorted(values, key=place)


def named(own: Properties, predicate: str) -> list[str]:
    """The IRIs among the values of ``predicate``."""
    return [value.value for value in own.get(predicate, ()) if isinstance(value, ox.NamedNode)]


def shown(value: object, terms: Terms) -> Cell:
    """``value`` as a cell, a date and a number as the reader's language writes them."""
    cell = terms.cell(value)
    if isinstance(value, ox.Literal):
        if value.datatype.value in _DATES:
            return replace(cell, text=when(value.value), title="")
        if cell.number:
            return replace(cell, text=number(value.value), title="")
    return cell
