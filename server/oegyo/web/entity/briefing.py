"""A country at a glance: what the tables of its page come to, and the same in the order of time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from oegyo.terms.namespaces import CONCEPT, ID, TERM
from oegyo.terms.vocabularies import DCTERMS, SCHEMA
from oegyo.web.entity.sections import SHARED
from oegyo.web.reading.nodes import cells
from oegyo.web.reading.terms import Cell
from oegyo.web.reading.words import gettext, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from oegyo.web.entity.sections import RecordRow, RecordTable
    from oegyo.web.reading.nodes import Properties
    from oegyo.web.reading.terms import Terms

KOREA = ID + "state/KOR"
"""The state whose foreign relations the graph is about."""

RELATIONS, MISSIONS, MEMBERSHIPS, VOTES = "relations", "missions", "memberships", "votes-beside-korea"
"""The tables of a state, by their names, that are said again in a few lines."""

_UN = ID + "organization/UN"
_EMBASSY = CONCEPT + "mission-type/embassy"
_SPANS = (("since", "until"), ("startDate", "endDate"), ("date", "date"))
"""The columns in which something begins and ends; what has one date is over on that day."""


@dataclass(frozen=True)
class GlanceLine:
    """One line at a glance: what it is about, and what there is to say."""

    head: str
    values: list[Cell]


@dataclass(frozen=True)
class Moment:
    """Something with a date: ``since`` and ``until`` as they are read and as programs read them."""

    what: Cell
    kind: str
    since: tuple[str, str]
    until: tuple[str, str]


def glance(iri: str, own: Properties, tables: Mapping[str, RecordTable], terms: Terms) -> list[GlanceLine]:
    """The country ``iri`` in a few lines; a line with nothing to say is left out."""
    missions, memberships = _rows(tables, MISSIONS), _rows(tables, MEMBERSHIPS)
    shared = [row for row in memberships if row.raw(SHARED) and not row.raw("until")]
    un = [row for row in memberships if row.raw("organization") == _UN]
    lines = [
        GlanceLine(gettext("Diplomatic relations"), _relations(_rows(tables, RELATIONS))),
        GlanceLine(gettext("Korea's embassy there"), _embassies(missions, KOREA, iri)),
        GlanceLine(gettext("Its embassy in Korea"), _embassies(missions, iri, KOREA)),
        GlanceLine(gettext("Organizations shared with Korea"), [Cell(str(len(shared)))] if memberships else []),
        GlanceLine(
            gettext("Member of the United Nations since"),
            [_linked(row, cell) for row in un for cell in _cells(row, "since")],
        ),
        GlanceLine(gettext("Capital"), cells(own.get(TERM + "capital", ()), terms)),
        GlanceLine(gettext("Region"), cells(own.get(SCHEMA + "location", ()), terms)),
        GlanceLine(gettext("Kind"), cells(own.get(DCTERMS + "type", ()), terms)),
    ]
    return [line for line in lines if line.values]


def differing(votes: RecordTable) -> str:
    """In how many of the ``votes`` of a state it and Korea chose differently."""
    both = [row for row in votes.rows if row.raw("koreaChoice")]
    number = sum(row.raw("choice") != row.raw("koreaChoice") for row in both)
    recorded = ngettext("%(num)s vote is recorded.", "%(num)s votes are recorded.", len(votes.rows))
    otherwise = ngettext("In %(num)s Korea chose otherwise.", "In %(num)s Korea chose otherwise.", number)
    return f"{recorded} {otherwise}"


def timeline(tables: Iterable[RecordTable]) -> list[Moment]:
    """What the rows of ``tables`` date, in order."""
    moments = [
        Moment(_what(row), table.title, _date(row, begins), _date(row, ends))
        for table in tables
        for row in table.rows
        for begins, ends in _SPANS
        if row.raw(begins)
    ]
    return sorted(moments, key=lambda moment: (moment.since[0], moment.until[0], moment.what.text))


def _rows(tables: Mapping[str, RecordTable], name: str) -> Sequence[RecordRow]:
    return tables[name].rows if name in tables else ()


def _cells(row: RecordRow, column: str) -> list[Cell]:
    return [item.cell for item in row.values.get(column, ())]


def _linked(row: RecordRow, cell: Cell) -> Cell:
    """``cell`` with a link to the record it is from."""
    return cell._replace(href=row.link.href if row.link else None)


def _date(row: RecordRow, column: str) -> tuple[str, str]:
    return row.raw(column), next((cell.text for cell in _cells(row, column)), "")


def _what(row: RecordRow) -> Cell:
    """The record of a row by its name."""
    return row.link or Cell("")


def _relations(rows: Sequence[RecordRow]) -> list[Cell]:
    """Since when, and the spans before that."""
    found = []
    for row in rows:
        since, until = _date(row, "since")[1], _date(row, "until")[1]
        if until:
            text = gettext("from %(since)s to %(until)s", since=since, until=until)
        elif len(rows) > 1:
            text = gettext("taken up again: since %(since)s", since=since)
        else:
            text = gettext("since %(since)s", since=since)
        found.append(Cell(text, row.link.href if row.link else None))
    if not rows or all(row.raw("until") for row in rows):
        found.append(Cell(gettext("none today on record")))
    return found


def _embassies(rows: Iterable[RecordRow], sender: str, host: str) -> list[Cell]:
    """The cities of the embassies of ``sender`` in ``host``."""
    found = [
        row
        for row in rows
        if (row.raw("sender"), row.raw("host"), row.raw("type"), row.raw("until")) == (sender, host, _EMBASSY, "")
    ]
    named = [cell for row in found for cell in _cells(row, "city") or _cells(row, "type")]
    return named or [Cell(gettext("none on record"))]
