"""What points to an entity: counted by property, the first of each listed, and all of one property page by page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from oegyo.terms.labels import local_name
from oegyo.terms.namespaces import TERM
from oegyo.terms.vocabularies import DCTERMS, ORG, PROV, SCHEMA, SKOS
from oegyo.web.entity.facts import SHORTCUTS
from oegyo.web.reading.rows import value

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from oegyo.web.reading.graph import Graph
    from oegyo.web.reading.terms import Cell, Terms

_DERIVED = PROV + "wasDerivedFrom"
_PROPERTIES = {
    TERM + "actor": _("Acts on treaties"),
    TERM + "adoptedBy": _("Documents adopted by it"),
    TERM + "capital": _("Capital of"),
    TERM + "conflictsWith": _("In conflict with"),
    TERM + "contributesTo": _("Contributors today"),
    TERM + "contributor": _("Deployments"),
    TERM + "depositary": _("Treaties kept by it"),
    TERM + "document": _("Votes"),
    TERM + "evidence": _("Record it bears on"),
    TERM + "hasDiplomaticRelationsWith": _("States with diplomatic relations"),
    TERM + "host": _("Missions in it"),
    TERM + "inSource": _("Passages"),
    TERM + "memberOf": _("Members today"),
    TERM + "operation": _("Deployments and numbers"),
    TERM + "organizer": _("Events organised by it"),
    TERM + "participant": _("Took part in"),
    TERM + "partOf": _("Parts"),
    TERM + "party": _("Diplomatic relations"),
    TERM + "partyTo": _("Parties today"),
    TERM + "passage": _("Evidence drawn from it"),
    TERM + "produced": _("Came out of"),
    TERM + "provider": _("Aid given by it"),
    TERM + "recipient": _("Aid received"),
    TERM + "reportedValue": _("Evidence that names it"),
    TERM + "sender": _("Missions sent by it"),
    TERM + "statedBy": _("Policies stated by it"),
    TERM + "subject": _("What is said of it"),
    TERM + "term": _("Presidencies"),
    TERM + "topic": _("On this topic"),
    TERM + "treaty": _("Acts of states"),
    TERM + "voter": _("Votes"),
    DCTERMS + "isPartOf": _("Parts"),
    DCTERMS + "subject": _("On this item"),
    DCTERMS + "type": _("Of this kind"),
    ORG + "member": _("Memberships"),
    ORG + "organization": _("Memberships in it"),
    ORG + "unitOf": _("Organs"),
    SCHEMA + "areaServed": _("Serves it"),
    SCHEMA + "location": _("Located there"),
    SKOS + "inScheme": _("Concepts"),
    _DERIVED: _("Records that rest on it"),
}
"""What a property is called when it is read from its value."""

PAGE = 50
"""Things that a page lists of those that point to an entity by one property."""

_LATER = SHORTCUTS | {TERM + "reportedValue"}
"""Links that are counted only: what they say stands on the page by other ways."""


@dataclass(frozen=True)
class Incoming:
    """The things that point to an entity by one property: ``total`` of them, some in ``values``, all at ``address``."""

    title: str
    key: str
    values: list[Cell]
    total: int


@dataclass(frozen=True)
class Found:
    """How many things point here by each property, and those to list now."""

    totals: Mapping[str, int]
    listed: Mapping[str, list[str]]

    @property
    def mentioned(self) -> set[str]:
        """The IRIs that are named."""
        return {*self.totals, *(iri for iris in self.listed.values() for iri in iris)}


@dataclass(frozen=True)
class Page:
    """One page of the things that point to an entity by one property."""

    name: Cell
    iri: str
    group: Incoming
    first: int
    last: int
    page: int
    pages: int


def find(graph: Graph, iri: str, covered: Collection[str]) -> Found:
    """What points to ``iri``; what ``covered`` properties say is counted and not listed."""
    totals = _totals(graph, iri)
    wanted = {one: total for one, total in totals.items() if one not in _LATER and one not in covered}
    few = [one for one, total in wanted.items() if total <= PAGE]
    listed: dict[str, list[str]] = {}
    for predicate, subject in graph.paired("entity/incoming-few", iri, few) if few else ():
        listed.setdefault(value(predicate), []).append(value(subject))
    return Found(totals, listed | {one: _page(graph, iri, one, 1) for one in wanted if one not in few})


def read(found: Found, terms: Terms) -> list[Incoming]:
    """The groups, those with a list first."""
    groups = [_group(one, found.listed.get(one, []), total, terms) for one, total in found.totals.items()]
    return sorted(groups, key=lambda group: (not group.values, terms.order(group.title)))


def page(graph: Graph, iri: str, key: str, number: int, naming: Any) -> Page | None:
    """Page ``number`` of what points to ``iri`` by the property whose local name is ``key``, or None if there is none."""
    totals = _totals(graph, iri)
    property_ = next((one for one in totals if local_name(one) == key), None)
    pages = -(-totals[property_] // PAGE) if property_ else 0
    if not property_ or not 1 <= number <= pages:
        return None
    listed = _page(graph, iri, property_, number)
    terms: Terms = naming({iri, property_, *listed})
    first = (number - 1) * PAGE + 1
    group = _group(property_, listed, totals[property_], terms)
    return Page(terms.cell(ox.NamedNode(iri)), iri, group, first, first + len(listed) - 1, number, pages)


def _totals(graph: Graph, iri: str) -> dict[str, int]:
    """How many things point to ``iri``, by property."""
    _columns, rows = graph.about("entity/incoming-totals", [iri])
    return {value(predicate): int(value(total)) for predicate, total in sorted(rows, key=str) if predicate}


def _page(graph: Graph, iri: str, predicate: str, number: int) -> list[str]:
    """The things on page ``number`` of those that point to ``iri`` by ``predicate``."""
    return [value(one) for (one,) in graph.paired("entity/incoming", iri, [predicate], (number - 1) * PAGE)]


def _group(property_: str, subjects: list[str], total: int, terms: Terms) -> Incoming:
    title = _PROPERTIES.get(property_)
    words = str(title) if title else gettext("It is the “%(property)s” of", property=terms.name(property_).text)
    return Incoming(words, local_name(property_), [terms.cell(ox.NamedNode(one)) for one in subjects], total)
