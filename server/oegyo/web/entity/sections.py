"""The tables of a page: the records that point at an entity, as the presentation of its class has them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from oegyo.saved import text
from oegyo.terms.labels import local_name, preferred
from oegyo.web.entity import queries
from oegyo.web.entity.facts import DISPUTES
from oegyo.web.entity.queries import RECORD
from oegyo.web.reading.graph import is_fixed, query
from oegyo.web.reading.nodes import shown
from oegyo.web.reading.rows import value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from oegyo.web.reading.graph import Graph, Term
    from oegyo.web.reading.presentation import Presentation, TablePresentation
    from oegyo.web.reading.terms import Cell, Terms

SHOWN = 250
"""Rows that a table has; whatever points at the entity is listed in pages of its own."""

SHARED = "shared"
"""The column with the membership of Korea in the same organization, which is for the page and not for its reader."""

_UNSHOWN = {RECORD, SHARED}
_LIMIT = re.compile(r"^LIMIT \d+$", re.MULTILINE)


@dataclass(frozen=True)
class Standing:
    """How a record stands: its status, the sources that speak of it, and those of them that dispute it."""

    status: str = ""
    sources: frozenset[str] = frozenset()
    against: frozenset[str] = frozenset()


class Item(NamedTuple):
    """One value in a table: as it is shown, and as programs read it."""

    cell: Cell
    raw: str


@dataclass(frozen=True)
class RecordRow:
    """One row: the values under each column, with its record, the record's address and how it stands."""

    values: Mapping[str, list[Item]]
    record: str
    link: Cell | None
    standing: Standing

    def raw(self, column: str) -> str:
        """The first value under ``column`` as programs read it, empty when there is none."""
        return next((item.raw for item in self.values.get(column, ())), "")


@dataclass(frozen=True)
class RecordTable:
    """A table of the page: ``headings`` by the column, and ``picture``, what it can be drawn as, by the roles of columns.

    ``total`` counts the rows that are not shown too, which are listed by the property ``key``.
    """

    name: str
    title: str
    headings: Mapping[str, str]
    rows: list[RecordRow]
    total: int
    picture: Mapping[str, str]
    key: str = ""

    @property
    def linked(self) -> bool:
        """Whether its rows have records to link to."""
        return any(row.link for row in self.rows)


@dataclass(frozen=True)
class TableSolutions:
    """The answer to the query of a table: its columns, and its values by row and column."""

    table: TablePresentation
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

    @property
    def is_part(self) -> bool:
        """Whether its query answers with the first rows only."""
        return bool(self.table.query) and bool(_LIMIT.search(query(_path(self.table))))


def ask(graph: Graph, iri: str, tables: Iterable[TablePresentation], pointing: Mapping[str, int]) -> list[TableSolutions]:
    """What the queries of ``tables`` answer about ``iri``, those with no answer, or with no query here, left out.

    Where nothing is ``pointing`` to it by the properties of a table, there is nothing to ask.
    """
    filled = [table for table in tables if not table.properties or pointing.keys() & set(table.properties)]
    asked = [table for table in filled if not table.query or is_fixed(_path(table))]
    answered = [_solutions(table, *_answer(graph, iri, table)) for table in asked]
    return [one for one in answered if one.rows]


def _answer(graph: Graph, iri: str, table: TablePresentation) -> tuple[Sequence[str], Sequence[Sequence[Term]]]:
    """The columns and the rows of ``table``."""
    if table.query:
        return graph.about(_path(table), [iri])
    made = queries.records(table, iri)
    return text.projected(made), graph.solutions(made)


def _path(table: TablePresentation) -> str:
    """Where the fixed query of ``table`` is."""
    return f"entity/{table.query}"


def _solutions(table: TablePresentation, columns: Sequence[str], rows: Iterable[Sequence[Term]]) -> TableSolutions:
    """The rows of an answer, those of one record made one: it may have two places, and the answer then two rows."""
    merged: dict[Term | int, dict[str, list[Term]]] = {}
    for place, row in enumerate(rows):
        by_column = dict(zip(columns, row, strict=True))
        known = merged.setdefault(by_column.get(RECORD) or place, {column: [] for column in columns})
        for column, term in by_column.items():
            if term is not None and term not in known[column]:
                known[column].append(term)
    return TableSolutions(table, columns, list(merged.values()))


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


def record_table(
    answered: TableSolutions,
    totals: Mapping[str, int],
    standing: Mapping[str, Standing],
    presentation: Presentation,
    terms: Terms,
) -> RecordTable:
    """The table that ``answered`` makes; a column without a value is left out.

    ``totals`` says how many things point to the entity by each property.
    """
    table, tag = answered.table, terms.language.tag
    columns = [name for name in answered.columns if name not in _UNSHOWN and any(row[name] for row in answered.rows)]
    named = {name: presentation.columns.get(name) or table.headings.get(name, {}) for name in columns}
    total, key = len(answered.rows), ""
    if answered.is_part:
        (covered,) = table.properties
        total, key = totals.get(covered, total), local_name(covered)
    return RecordTable(
        name=table.name,
        title=preferred(table.title, tag, table.name)[0],
        headings={name: preferred(labels, tag, name)[0] for name, labels in named.items()},
        rows=[_row(row, standing, terms) for row in answered.rows[:SHOWN]],
        total=total,
        picture=table.picture,
        key=key,
    )


def _row(row: Mapping[str, list[Term]], standing: Mapping[str, Standing], terms: Terms) -> RecordRow:
    record = next((value(term) for term in row.get(RECORD, ())), "")
    return RecordRow(
        values={
            name: [Item(shown(term, terms), value(term)) for term in found] for name, found in row.items() if name != RECORD
        },
        record=record,
        link=terms.thing(record) if record else None,
        standing=standing.get(record, Standing()),
    )
