"""The tables of a page: the records that point at an entity, by the kind of the entity."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from flask_babel import lazy_gettext as _

from oegyo.terms.labels import local_name
from oegyo.terms.namespaces import TERM
from oegyo.terms.vocabularies import ORG
from oegyo.web.entity.facts import DISPUTES
from oegyo.web.reading.nodes import shown
from oegyo.web.reading.rows import value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from oegyo.web.reading.graph import Graph, Term
    from oegyo.web.reading.terms import Cell, Terms

SHOWN = 250
"""Rows that a table has; whatever points at the entity is listed in pages of its own."""

RECORD = "record"
"""The column that names the record a row is made from."""

HEADS = {
    "about": _("Record"),
    "action": _("Action"),
    "actor": _("State"),
    "asOf": _("As of"),
    "category": _("Category"),
    "choice": _("Vote"),
    "city": _("City"),
    "contributor": _("Sent by"),
    "date": _("Date"),
    "document": _("Document"),
    "host": _("Sent to"),
    "inForce": _("In force from"),
    "koreaChoice": _("Korea's vote"),
    "koreaSince": _("Korea since"),
    "latitude": _("Latitude"),
    "longitude": _("Longitude"),
    "maxValue": _("At most"),
    "measure": _("What is counted"),
    "member": _("Member"),
    "minValue": _("At least"),
    "organization": _("Organization"),
    "outcome": _("Outcome"),
    "partner": _("Partner"),
    "passage": _("Passage"),
    "place": _("Place"),
    "property": _("Fact"),
    "records": _("Records"),
    "reported": _("Value given"),
    "role": _("Role"),
    "says": _("What it says"),
    "section": _("Section"),
    "seen": _("Seen"),
    "sender": _("Sent by"),
    "since": _("Since"),
    "stance": _("Stance"),
    "subject": _("Concerning"),
    "topic": _("Agenda item"),
    "type": _("Kind"),
    "unit": _("Unit"),
    "until": _("Until"),
    "value": _("Number"),
    "voter": _("State"),
}
"""The head of each column, by the variable of the query."""


@dataclass(frozen=True)
class Plan:
    """A table: the ``query`` it is made from, its ``title``, and the properties whose incoming links it shows.

    ``picture`` is what the table can be drawn as, by the roles of its columns; ``hidden`` columns are not shown. When it
    is ``paged``, its query answers with the first of what the property it covers leads to.
    """

    query: str
    title: Any
    covers: Sequence[str] = ()
    picture: Mapping[str, str] = field(default_factory=dict)
    hidden: Sequence[str] = ()
    paged: bool = False


def _own(*names: str) -> tuple[str, ...]:
    return tuple(TERM + name for name in names)


_NUMBERS = _("Numbers by date")
_COUNTS = Plan("counts", _NUMBERS)
_PERSONNEL = Plan("counts", _NUMBERS, picture={"type": "line", "x": "asOf", "y": "value", "series": "category"})
_MISSIONS = Plan("missions", _("Missions"), _own("sender", "host"))
_CAME_OUT = Plan("came-out", _("Documents that came out of it"))
RELATIONS = Plan("relations", _("Diplomatic relations"), _own("party"))
MISSIONS = Plan("missions", _("Missions in both directions"), _own("sender", "host"))
MEMBERSHIPS = Plan("memberships", _("Memberships"), (ORG + "member",), hidden=("korea",))
VOTES = Plan("votes-beside-korea", _("Votes in the Security Council"), _own("voter"))
PLACES = Plan(
    "places", _("Places on the map"), picture={"type": "map", "label": "place", "lat": "latitude", "lon": "longitude"}
)
PLANS: Mapping[str, Sequence[Plan]] = {
    "State": (RELATIONS, MISSIONS, MEMBERSHIPS, VOTES, PLACES),
    "Organization": (
        Plan("members", _("Members"), (ORG + "organization",)),
        _MISSIONS,
        _COUNTS,
        PLACES,
    ),
    "Place": (PLACES,),
    "Treaty": (Plan("acts", _("Acts of states"), _own("treaty")),),
    "Document": (Plan("votes-on", _("Votes"), _own("document")),),
    "Operation": (Plan("deployments", _("Deployments"), _own("operation")), _PERSONNEL, PLACES),
    "DiplomaticMission": (PLACES,),
    "Presidency": (_CAME_OUT,),
    "Event": (_CAME_OUT, _COUNTS),
    "Passage": (Plan("rests-on-passage", _("What rests on it"), _own("passage")),),
    "Source": (Plan("passages", _("Passages"), _own("inSource"), hidden=("section",), paged=True),),
}
"""The tables of the page of each class of things."""


@dataclass(frozen=True)
class Standing:
    """How a record stands: its status, the sources that speak of it, and those of them that dispute it."""

    status: str = ""
    sources: frozenset[str] = frozenset()
    against: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Item:
    """One value in a table: as it is shown, and as programs read it."""

    cell: Cell
    raw: str


@dataclass(frozen=True)
class Row:
    """One row: the values under each column, with its record, the record's address and how it stands."""

    values: Mapping[str, list[Item]]
    record: str
    link: Cell | None
    standing: Standing

    def raw(self, column: str) -> str:
        """The first value under ``column`` as programs read it, empty when there is none."""
        return next((item.raw for item in self.values.get(column, ())), "")


@dataclass(frozen=True)
class Section:
    """A table of the page; ``total`` counts the rows that are not shown too, which are listed by the property ``key``."""

    plan: Plan
    columns: list[str]
    rows: list[Row]
    total: int
    key: str = ""

    @property
    def name(self) -> str:
        """What the section is called in the page."""
        return self.plan.query

    @property
    def linked(self) -> bool:
        """Whether its rows have records to link to."""
        return any(row.link for row in self.rows)


@dataclass(frozen=True)
class Found:
    """The answer to the query of a plan: its columns, and its values by row and column."""

    plan: Plan
    columns: Sequence[str]
    rows: list[dict[str, list[Term]]]

    @property
    def terms(self) -> list[Term]:
        """Every term that the table shows; a record is only linked to."""
        return [term for row in self.rows[:SHOWN] for name, terms in row.items() if name != RECORD for term in terms]

    @property
    def records(self) -> list[str]:
        """The records that the rows are made from."""
        return [value(term) for row in self.rows[:SHOWN] for term in row.get(RECORD, ())]


def find(graph: Graph, iri: str, plans: Iterable[Plan]) -> list[Found]:
    """What the queries of ``plans`` answer about ``iri``, those with no answer left out."""
    found = [_found(plan, *graph.about(f"entity/{plan.query}", [iri])) for plan in plans]
    return [one for one in found if one.rows]


def _found(plan: Plan, columns: Sequence[str], rows: Iterable[Sequence[Term]]) -> Found:
    """The rows of an answer, those of one record made one: it may have two places, and the answer then two rows."""
    merged: dict[Term | int, dict[str, list[Term]]] = {}
    for place, row in enumerate(rows):
        by_column = dict(zip(columns, row, strict=True))
        known = merged.setdefault(by_column.get(RECORD) or place, {column: [] for column in columns})
        for column, term in by_column.items():
            if term is not None and term not in known[column]:
                known[column].append(term)
    return Found(plan, columns, list(merged.values()))


def standings(graph: Graph, records: Iterable[str]) -> dict[str, Standing]:
    """How each of ``records`` stands."""
    _columns, rows = graph.about("entity/standings", sorted(set(records)))
    by_record: dict[str, list[Sequence[Term]]] = {}
    for row in rows:
        by_record.setdefault(value(row[0]), []).append(row[1:])
    return {record: _standing(own) for record, own in by_record.items()}


def _standing(rows: Sequence[Sequence[Term]]) -> Standing:
    status = next((value(row[0]) for row in rows if row[0]), "")
    sources = {value(row[2]) for row in rows if row[2]}
    against = {value(row[2]) for row in rows if row[2] and value(row[1]) == DISPUTES}
    return Standing(status, frozenset(sources), frozenset(against))


def read(found: Found, totals: Mapping[str, int], standing: Mapping[str, Standing], terms: Terms) -> Section:
    """The section that ``found`` makes; a column without a value is left out.

    ``totals`` says how many things point to the entity by each property.
    """
    columns = [name for name in found.columns if name != RECORD and any(row[name] for row in found.rows)]
    rows = [_row(row, standing, terms) for row in found.rows[:SHOWN]]
    columns = [name for name in columns if name not in found.plan.hidden]
    if found.plan.paged:
        (covered,) = found.plan.covers
        return Section(found.plan, columns, rows, totals.get(covered, len(rows)), local_name(covered))
    return Section(found.plan, columns, rows, len(found.rows))


def _row(row: Mapping[str, list[Term]], standing: Mapping[str, Standing], terms: Terms) -> Row:
    record = next((value(term) for term in row.get(RECORD, ())), "")
    return Row(
        values={name: [Item(shown(term, terms), value(term)) for term in values] for name, values in row.items()},
        record=record,
        link=terms.cell(ox.NamedNode(record)) if record else None,
        standing=standing.get(record, Standing()),
    )
