"""Triples put together by the things they are about, and their values as a reader sees them."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

import pyoxigraph as ox

from oegyo.terms.vocabularies import XSD
from oegyo.web.reading.local import number, when

if TYPE_CHECKING:
    from collections.abc import Iterable

    from oegyo.web.reading.terms import Cell, Terms

_DATES = {XSD + name for name in ("date", "gYearMonth", "gYear", "dateTime")}

Value = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Properties = Mapping[str, Sequence[Value]]
"""What is said of one node: values by property."""


Nodes: TypeAlias = Mapping[str, Properties]
"""What is said of several, by IRI."""


def by_subject(triples: Iterable[ox.Triple]) -> Nodes:
    """``triples`` by subject and property, each once; subjects, and the values of a property, in one order every time."""
    nodes: dict[str, dict[str, list[Value]]] = {}
    for subject, predicate, value in triples:
        if isinstance(subject, ox.NamedNode):
            nodes.setdefault(subject.value, {}).setdefault(predicate.value, []).append(value)
    return {
        subject: {predicate: _in_order(values) for predicate, values in nodes[subject].items()} for subject in sorted(nodes)
    }


def _in_order(values: list[Value]) -> list[Value]:
    return sorted(set(values), key=str) if len(values) > 1 else values


def mentioned(nodes: Nodes, hidden: Container[str] = ()) -> set[str]:
    """The IRIs there, but for what is said by the properties ``hidden``."""
    found = set()
    for subject, own in nodes.items():
        for predicate, values in own.items():
            if predicate not in hidden:
                found |= {subject, predicate}
                found.update(value.value for value in values if isinstance(value, ox.NamedNode))
    return found


def cells(values: Sequence[object], terms: Terms) -> list[Cell]:
    """``values`` as cells, those in the reader's language first, then by the order of languages and by text."""
    found = [terms.cell(value) for value in values]
    if len(found) > 1:
        found.sort(key=terms.place)
    return found


def ordered(values: Sequence[Value], terms: Terms) -> Sequence[Value]:
    """``values`` in the order that `cells` has them."""
    return sorted(values, key=lambda value: terms.place(terms.cell(value))) if len(values) > 1 else values


def named(own: Properties, predicate: str) -> list[str]:
    """The IRIs among the values of ``predicate``."""
    return [value.value for value in own.get(predicate, ()) if isinstance(value, ox.NamedNode)]


def shown(value: object, terms: Terms) -> Cell:
    """``value`` as a cell, a date and a number as the reader's language writes them."""
    cell = terms.cell(value)
    if isinstance(value, ox.Literal):
        if value.datatype.value in _DATES:
            return cell._replace(text=when(value.value), title="")
        if cell.number:
            return cell._replace(text=number(value.value), title="")
    return cell
