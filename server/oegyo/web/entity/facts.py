"""What is known of one thing, property by property, and the sources of each value beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from oegyo.terms.namespaces import CONCEPT, TERM
from oegyo.terms.vocabularies import RDFS, SCHEMA, SKOS
from oegyo.web.reading.nodes import cells, named, ordered, shown
from oegyo.web.reading.words import gettext

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from oegyo.web.reading.nodes import Properties, Value
    from oegyo.web.reading.presentation import NodeShape, Presentation
    from oegyo.web.reading.terms import Cell, Terms

NOTE = SKOS + "editorialNote"
STATUS = TERM + "status"
DISPUTES = CONCEPT + "stance/disputes"
EVIDENCE = TERM + "evidence"

_POSITION = re.compile(r"char=(\d+),(\d+)")


@dataclass(frozen=True)
class Evidence:
    """One piece of evidence: what its passage says, how that bears on the value, and where it stands.

    ``reported`` is the value as the source gives it, where it is not the one of the record.
    """

    stance: Cell | None
    against: bool
    reported: list[Cell]
    paraphrase: list[Cell]
    notes: list[Cell]
    source: Cell | None
    web: str | None
    place: list[Cell]
    passage: Cell | None


@dataclass(frozen=True)
class AcceptedValue:
    """A value, with the evidence on it."""

    value: Cell
    evidence: list[Evidence]


@dataclass(frozen=True)
class PropertyValues:
    """The values of one property; ``others`` is evidence on the property that is on none of the values by itself."""

    name: Cell
    values: list[AcceptedValue]
    others: list[Evidence]


@dataclass(frozen=True)
class _Reported:
    """A piece of evidence with the property it is on, and the values that it reports."""

    property: str
    values: Sequence[Value]
    evidence: Evidence


def known(
    own: Properties, nodes: Mapping[str, Properties], presentation: Presentation, shape: NodeShape, terms: Terms
) -> tuple[list[PropertyValues], list[Evidence]]:
    """The properties of a thing with their evidence, in the order of ``shape``, and the evidence on the thing as a whole."""
    reported = [_reported(iri, own, nodes, terms) for iri in named(own, EVIDENCE)]
    reported.sort(key=lambda one: (not one.evidence.against, terms.order(_source(one.evidence))))
    elsewhere = presentation.anything.heading | presentation.anything.hidden | {EVIDENCE}
    hidden = elsewhere | shape.heading | shape.hidden
    spoken = {one.property for one in reported if one.property} - elsewhere
    properties = [
        _property_values(iri, own.get(iri, ()), [one for one in reported if one.property == iri], terms)
        for iri in sorted((own.keys() | spoken) - hidden, key=lambda iri: _place(iri, presentation, shape, terms))
    ]
    listed = spoken - hidden
    return properties, [one.evidence for one in reported if one.property not in listed]


def _source(evidence: Evidence) -> str:
    return evidence.source.text if evidence.source else ""


def _place(iri: str, presentation: Presentation, shape: NodeShape, terms: Terms) -> tuple[object, ...]:
    return (*presentation.place(iri, shape), terms.order(terms.name(iri).text))


def _property_values(iri: str, values: Sequence[Value], reported: Sequence[_Reported], terms: Terms) -> PropertyValues:
    """The values of the property ``iri``; of several values, each has the evidence that gives it."""
    listed = ordered(values, terms)
    name = _property(iri, terms)
    if len(listed) == 1:
        return PropertyValues(name, [AcceptedValue(shown(listed[0], terms), [one.evidence for one in reported])], [])
    accepted = [
        AcceptedValue(shown(value, terms), [one.evidence for one in reported if value in one.values]) for value in listed
    ]
    others = [one.evidence for one in reported if not set(one.values) & set(values)]
    return PropertyValues(name, accepted, others)


def _property(iri: str, terms: Terms) -> Cell:
    """The name of a property, linked to its definition when that is here."""
    href = terms.address(iri)
    return terms.name(iri)._replace(href=href if href and href.startswith("/") else None)


def _reported(iri: str, own: Properties, nodes: Mapping[str, Properties], terms: Terms) -> _Reported:
    evidence = nodes.get(iri, {})
    property_ = next(iter(named(evidence, TERM + "onProperty")), "")
    reported = evidence.get(TERM + "reportedValue", ())
    passages = named(evidence, TERM + "passage")
    passage = nodes.get(passages[0], {}) if passages else {}
    sources = named(passage, TERM + "inSource")
    addresses = [*named(passage, SCHEMA + "url"), *named(nodes.get(sources[0], {}) if sources else {}, SCHEMA + "url")]
    stances = evidence.get(TERM + "stance", ())
    shown_evidence = Evidence(
        stance=next(iter(cells(stances, terms)), None),
        against=ox.NamedNode(DISPUTES) in stances,
        reported=[shown(value, terms) for value in reported if value not in own.get(property_, ())],
        paraphrase=cells(passage.get(RDFS + "comment", ()), terms),
        notes=cells(evidence.get(NOTE, ()), terms),
        source=terms.thing(sources[0]) if sources else None,
        web=next((address for address in addresses if address.startswith(("http://", "https://"))), None),
        place=[
            *(cell._replace(lang="en") for cell in cells(passage.get(TERM + "section", ()), terms)),  # our own words
            *(_position(cell) for cell in cells(passage.get(TERM + "position", ()), terms)),
        ],
        passage=terms.thing(passages[0]) if passages else None,
    )
    return _Reported(property_, reported, shown_evidence)


def _position(cell: Cell) -> Cell:
    """Where a passage begins and ends, in words."""
    found = _POSITION.fullmatch(cell.text)
    if not found:
        return cell
    words = gettext("characters %(first)s to %(last)s", first=found[1], last=found[2])
    return type(cell)(words)
