"""What is known of one thing, property by property, and the sources of each value beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pyoxigraph as ox
from flask_babel import gettext

from oegyo.terms.namespaces import CONCEPT, TERM
from oegyo.terms.vocabularies import DCTERMS, ORG, PROV, RDFS, SCHEMA, SKOS, TYPE
from oegyo.web.reading.nodes import cells, named, ordered, shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from oegyo.web.reading.nodes import Properties, Value
    from oegyo.web.reading.terms import Cell, Terms

NOTE = SKOS + "editorialNote"
STATUS = TERM + "status"
DISPUTES = CONCEPT + "stance/disputes"
SHORTCUTS = {TERM + name for name in ("hasDiplomaticRelationsWith", "memberOf", "partyTo", "contributesTo")}
"""What the rules derive from records: of a state the records themselves are shown."""

_SHOWN_ELSEWHERE = {
    TYPE.value,
    STATUS,
    NOTE,
    TERM + "evidence",
    TERM + "earliest",
    TERM + "latest",
    RDFS + "label",
    SKOS + "prefLabel",
    SKOS + "altLabel",
    SKOS + "notation",
    SKOS + "exactMatch",
}
_DATES = ("startDate", "endDate")
_KIND = (DCTERMS + "type",)
_PLACE = (SCHEMA + "location",)
_COORDINATES = (SCHEMA + "latitude", SCHEMA + "longitude")
_VALUE = ("value", "minValue", "maxValue", "qualifier", "unit", "currency")
_MEMBER = (ORG + "member", ORG + "organization", ORG + "role", *_DATES)
_ADOPTED = ("symbol", "draftSymbol", "documentType", "adoptedBy", "adoptedOn", "outcome", "entryIntoForce", "depositary")
_ORDER: Mapping[str, Sequence[str]] = {
    "State": (*_KIND, *_PLACE, "capital", *_DATES),
    "Organization": (*_KIND, *_DATES, *_PLACE, ORG + "unitOf", SCHEMA + "areaServed", "host", "memberOf"),
    "Place": (*_KIND, *_PLACE, *_COORDINATES),
    "Treaty": (*_ADOPTED, DCTERMS + "title"),
    "Document": (*_ADOPTED, DCTERMS + "subject", "topic", DCTERMS + "title", DCTERMS + "isPartOf"),
    "Operation": (*_DATES, *_PLACE),
    "DiplomaticMission": ("sender", "host", "missionType", *_PLACE, *_DATES, "asOf", "asOfBasis", SCHEMA + "areaServed"),
    "DiplomaticRelation": ("party", *_DATES),
    "Membership": _MEMBER,
    "CouncilTerm": _MEMBER,
    "Presidency": ("term", "month", "produced"),
    "Event": (*_KIND, *_DATES, *_PLACE, "organizer", "participant", "produced", "topic"),
    "TreatyAction": ("actor", "action", "treaty", "date", "entryIntoForce"),
    "Deployment": ("contributor", "operation", *_DATES, *_PLACE),
    "Vote": ("voter", "choice", "document", "date"),
    "Count": ("subject", "measure", "category", "operation", *_VALUE, "asOf", "asOfBasis", "partOf"),
    "AidFlow": ("provider", "recipient", "participant", "sector", "category", *_VALUE, "period"),
    "Statement": ("text", "subject", *_KIND, "topic", "asOf", "asOfBasis"),
    "PolicyStatement": ("text", "statedBy", "subject", *_KIND, "topic", "asOf", "asOfBasis"),
    "Evidence": ("stance", "onProperty", "reportedValue", "passage"),
    "Passage": (RDFS + "comment", "inSource", "section", "position", SCHEMA + "url"),
    "Source": (DCTERMS + "title", DCTERMS + "publisher", SCHEMA + "url", "retrieved", DCTERMS + "language"),
    "Concept": (SKOS + "definition", SKOS + "inScheme"),
    "ConceptScheme": (SKOS + "definition",),
}
"""The properties of each class in the order of interest; any other follows by name, and where it came from comes last."""

_FIRST = TERM + "conflictsWith"  # whatever is said below, another record says otherwise
_LAST = {PROV + "wasDerivedFrom", DCTERMS + "rights", DCTERMS + "license"}
_POSITION = re.compile(r"char=(\d+),(\d+)")


@dataclass(frozen=True)
class Voice:
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
class Fact:
    """A value, with the evidence on it."""

    value: Cell
    voices: list[Voice]


@dataclass(frozen=True)
class Group:
    """The values of one property; ``others`` is evidence on the property that is on none of the values by itself."""

    name: Cell
    facts: list[Fact]
    others: list[Voice]


@dataclass(frozen=True)
class Evidence:
    """One node of evidence before it is put into words."""

    property: str
    reported: Sequence[Value]
    voice: Voice


def class_of(own: Properties) -> str:
    """The class that says what the page of a thing shows: the local name of the first of its types that is known here."""
    types = (iri.removeprefix(TERM).removeprefix(SKOS) for iri in named(own, TYPE.value))
    return next((name for name in types if name in _ORDER), "")


def read(own: Properties, nodes: Mapping[str, Properties], terms: Terms) -> tuple[list[Group], list[Voice]]:
    """The properties of a thing with their evidence, and the evidence on the thing as a whole."""
    evidence = [_evidence(iri, own, nodes, terms) for iri in named(own, TERM + "evidence")]
    evidence.sort(key=lambda one: (not one.voice.against, terms.order(one.voice.source.text if one.voice.source else "")))
    spoken = {one.property for one in evidence if one.property} - _SHOWN_ELSEWHERE
    kind = class_of(own)
    hidden = _SHOWN_ELSEWHERE | (SHORTCUTS if kind == "State" else set())
    groups = [
        _group(iri, own.get(iri, ()), [one for one in evidence if one.property == iri], terms)
        for iri in sorted((own.keys() | spoken) - hidden, key=lambda iri: _rank(iri, kind, terms))
    ]
    listed = {iri for iri in spoken if iri not in hidden}
    return groups, [one.voice for one in evidence if one.property not in listed]


def _rank(iri: str, kind: str, terms: Terms) -> tuple[bool, int, tuple[object, ...]]:
    order = [name if ":" in name else TERM + name for name in _ORDER.get(kind, ())]
    place = order.index(iri) if iri in order else len(order)
    return iri in _LAST, -1 if iri == _FIRST else place, terms.order(terms.name(iri).text)


def _group(iri: str, values: Sequence[Value], evidence: Sequence[Evidence], terms: Terms) -> Group:
    """The values of the property ``iri``; of several values, each has the evidence that gives it."""
    listed = ordered(values, terms)
    name = _property(iri, terms)
    if len(listed) == 1:
        return Group(name, [Fact(shown(listed[0], terms), [one.voice for one in evidence])], [])
    facts = [Fact(shown(value, terms), [one.voice for one in evidence if value in one.reported]) for value in listed]
    others = [one.voice for one in evidence if not set(one.reported) & set(values)]
    return Group(name, facts, others)


def _property(iri: str, terms: Terms) -> Cell:
    """The name of a property, linked to its definition when that is here."""
    href = terms.address(iri)
    return replace(terms.name(iri), href=href if href and href.startswith("/") else None)


def _evidence(iri: str, own: Properties, nodes: Mapping[str, Properties], terms: Terms) -> Evidence:
    evidence = nodes.get(iri, {})
    property_ = next(iter(named(evidence, TERM + "onProperty")), "")
    reported = evidence.get(TERM + "reportedValue", ())
    passages = named(evidence, TERM + "passage")
    passage = nodes.get(passages[0], {}) if passages else {}
    sources = named(passage, TERM + "inSource")
    addresses = [*named(passage, SCHEMA + "url"), *named(nodes.get(sources[0], {}) if sources else {}, SCHEMA + "url")]
    stances = evidence.get(TERM + "stance", ())
    voice = Voice(
        stance=next(iter(cells(stances, terms)), None),
        against=ox.NamedNode(DISPUTES) in stances,
        reported=[shown(value, terms) for value in reported if value not in own.get(property_, ())],
        paraphrase=cells(passage.get(RDFS + "comment", ()), terms),
        notes=cells(evidence.get(NOTE, ()), terms),
        source=terms.cell(ox.NamedNode(sources[0])) if sources else None,
        web=next((address for address in addresses if address.startswith(("http://", "https://"))), None),
        place=[
            *(replace(cell, lang="en") for cell in cells(passage.get(TERM + "section", ()), terms)),  # our own words
            *(_position(cell) for cell in cells(passage.get(TERM + "position", ()), terms)),
        ],
        passage=terms.cell(ox.NamedNode(passages[0])) if passages else None,
    )
    return Evidence(property_, reported, voice)


def _position(cell: Cell) -> Cell:
    """Where a passage begins and ends, in words."""
    found = _POSITION.fullmatch(cell.text)
    if not found:
        return cell
    words = gettext("characters %(first)s to %(last)s", first=found[1], last=found[2])
    return type(cell)(words)
