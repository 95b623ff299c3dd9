"""The page of a thing with too many records for tables: what the graph holds of it, the newest of each kind first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from oegyo.terms.labels import preferred
from oegyo.web.entity import queries
from oegyo.web.reading.local import when
from oegyo.web.reading.rows import value

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from oegyo.saved.query import SavedQuery
    from oegyo.web.reading.graph import Graph
    from oegyo.web.reading.presentation import Newest
    from oegyo.web.reading.terms import Cell, Terms


@dataclass(frozen=True)
class NewestRecords:
    """Records of one kind: how many, the newest with their dates, and the saved queries that go on from here."""

    name: str
    title: str
    total: int
    newest: list[tuple[Cell, str]]
    questions: list[tuple[str, Mapping[str, str]]]


@dataclass(frozen=True)
class NewestSolutions:
    """What the queries answer, before the records have names."""

    totals: Mapping[str, int]
    newest: Sequence[tuple[str, Any, str]]

    @property
    def records(self) -> set[str]:
        """The records that are named."""
        return {value(record) for _name, record, _date in self.newest}


def ask(graph: Graph, iri: str, lists: Sequence[Newest]) -> NewestSolutions:
    """How many records of ``iri`` each of ``lists`` has, and the newest of them."""
    if not lists:
        return NewestSolutions({}, ())
    return NewestSolutions(
        {value(name): int(value(total)) for name, total in graph.solutions(queries.totals(lists, iri)) if name},
        [(value(name), record, value(date)) for name, record, date in graph.solutions(queries.newest(lists, iri))],
    )


def shown(
    answered: NewestSolutions, lists: Sequence[Newest], saved: Mapping[str, SavedQuery], terms: Terms
) -> list[NewestRecords]:
    """Those of ``lists`` that have records."""
    return [
        NewestRecords(
            name=one.name,
            title=preferred(one.title, terms.language.tag, one.name)[0],
            total=answered.totals[one.name],
            newest=[(terms.cell(record), when(date)) for name, record, date in answered.newest if name == one.name],
            questions=[(slug, saved[slug].summary) for slug in one.questions if slug in saved],
        )
        for one in lists
        if answered.totals.get(one.name)
    ]
