"""What points to an entity: counted by property, the first of each listed, and all of one property page by page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from oegyo.terms.labels import local_name, preferred
from oegyo.terms.vocabularies import DQV, SH
from oegyo.web.reading.rows import value
from oegyo.web.reading.words import gettext

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from oegyo.web.reading.graph import Graph
    from oegyo.web.reading.presentation import Presentation
    from oegyo.web.reading.terms import Cell, Terms

PAGE = 50
"""Things that a page lists of those that point to an entity by one property."""

_FIRST = 500  # things that are asked for at once; few entities have as many

# What a validation report says of a thing is no link, nor is what was measured of it, nor how it is shown.
_NO_LINKS = {DQV + "computedOn"} | {
    SH + name for name in ("focusNode", "value", "sourceShape", "resultPath", "datatype", "targetNode")
}


@dataclass(frozen=True)
class Incoming:
    """The things that point to an entity by one property: ``total`` of them, some in ``values``, all at ``address``."""

    title: str
    key: str
    values: list[Cell]
    total: int


@dataclass(frozen=True)
class Pointing:
    """How many things point here by each property, and those to list now."""

    totals: Mapping[str, int]
    listed: Mapping[str, list[str]]

    @property
    def mentioned(self) -> set[str]:
        """The IRIs that are named."""
        return {*self.totals, *(iri for iris in self.listed.values() for iri in iris)}


@dataclass(frozen=True)
class IncomingPage:
    """One page of the things that point to an entity by one property."""

    name: Cell
    group: Incoming
    first: int
    last: int
    page: int
    pages: int


def ask(graph: Graph, iri: str, unlisted: Collection[str]) -> Pointing:
    """What points to ``iri``; what does so by ``unlisted`` properties is counted and not listed."""
    _columns, first = graph.about("entity/incoming-first", [iri])
    if len(first) == _FIRST:
        totals = _totals(graph, iri)
        return Pointing(totals, {one: _page(graph, iri, one, 1) for one in totals if one not in unlisted})
    pointing: dict[str, list[str]] = {}
    for predicate, subject in sorted((value(predicate), value(subject)) for predicate, subject in first):
        if predicate not in _NO_LINKS:
            pointing.setdefault(predicate, []).append(subject)
    totals = {one: len(subjects) for one, subjects in pointing.items()}
    return Pointing(totals, {one: subjects[:PAGE] for one, subjects in pointing.items() if one not in unlisted})


def listed(pointing: Pointing, presentation: Presentation, terms: Terms) -> list[Incoming]:
    """The things that point here by property, those with a list first."""
    groups = [
        _incoming(one, pointing.listed.get(one, []), total, presentation, terms) for one, total in pointing.totals.items()
    ]
    return sorted(groups, key=lambda group: (not group.values, terms.order(group.title)))


def page(
    graph: Graph, iri: str, key: str, number: int, presentation: Presentation, naming: Callable[[set[str]], Terms]
) -> IncomingPage | None:
    """Page ``number`` of what points to ``iri`` by the property whose local name is ``key``, or None if there is none."""
    totals = _totals(graph, iri)
    property_ = next((one for one in totals if local_name(one) == key), None)
    pages = -(-totals[property_] // PAGE) if property_ else 0
    if not property_ or not 1 <= number <= pages:
        return None
    subjects = _page(graph, iri, property_, number)
    terms = naming({iri, property_, *subjects})
    first = (number - 1) * PAGE + 1
    group = _incoming(property_, subjects, totals[property_], presentation, terms)
    return IncomingPage(terms.thing(iri), group, first, first + len(subjects) - 1, number, pages)


def _totals(graph: Graph, iri: str) -> dict[str, int]:
    """How many things point to ``iri``, by property."""
    _columns, rows = graph.about("entity/incoming-totals", [iri])
    found = sorted((value(predicate), int(value(total))) for predicate, total in rows if predicate)
    return {predicate: total for predicate, total in found if predicate not in _NO_LINKS}


def _page(graph: Graph, iri: str, predicate: str, number: int) -> list[str]:
    """The things on page ``number`` of those that point to ``iri`` by ``predicate``."""
    return [value(one) for (one,) in graph.paired("entity/incoming", iri, predicate, (number - 1) * PAGE)]


def _incoming(property_: str, subjects: list[str], total: int, presentation: Presentation, terms: Terms) -> Incoming:
    words = preferred(presentation.inverses.get(property_, {}), terms.language.tag)[0]
    title = words or gettext("It is the “%(property)s” of", property=terms.name(property_).text)
    return Incoming(title, local_name(property_), [terms.thing(one) for one in subjects], total)
