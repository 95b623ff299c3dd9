"""What lasts from one date to another, as the pages that explore the graph show it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from oegyo.errors import RequestProblem, message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from oegyo.web.reading.terms import Terms

Order: TypeAlias = "Callable[[Counter[str]], list[str]]"
"""Puts the columns of a table, given with their sums, in order."""

_YEAR = re.compile(r"[12]\d{3}", re.ASCII)


@dataclass
class Span:
    """A ``thing`` that lasts from ``since`` to ``until``, dates as they are written, empty when no source says.

    ``of`` holds what else a row says of it, by name; ``places`` are where it is, ``point`` the first of
    them that is on a map, and ``capital`` that of the first state.
    """

    thing: str
    since: str = ""
    until: str = ""
    seen: str = ""
    of: Mapping[str, str] = field(default_factory=dict)
    places: list[str] = field(default_factory=list)
    point: tuple[str, str] | None = None
    capital: tuple[str, str] | None = None

    @property
    def named(self) -> tuple[str, ...]:
        """The things in it, empty where there is none."""
        return (self.thing, *self.of.values(), *self.places)

    @property
    def begin(self) -> str:
        """The first day, month or year it was there: when it began, or where no source says so, when one saw it."""
        return self.since or self.seen

    def stood(self, year: str) -> bool:
        """Whether it had begun by the end of ``year`` and not ended."""
        return bool(self.begin) and self.begin[:4] <= year and not (self.until and self.until[:4] <= year)


@dataclass(frozen=True)
class CountRow:
    """The counts of one row of a `CountTable`, named by the ``key``; ``address`` leads to what was counted."""

    key: str
    counts: list[int]
    total: int
    address: str | None


@dataclass(frozen=True)
class CountTable:
    """How many there are by row and by column, with the sums of both."""

    columns: list[str]
    rows: list[CountRow]
    totals: list[int]
    total: int


def count(
    counts: Counter[tuple[str, str]],
    columns: Order,
    address: Callable[[str], str | None] = lambda _: None,
) -> CountTable:
    """The table of ``counts`` by row and column; ``columns`` puts the columns, given with their sums, in order."""
    across: Counter[str] = Counter()
    down: Counter[str] = Counter()
    for (row, column), number in counts.items():
        across[row] += number
        down[column] += number
    order = columns(down)
    rows = [
        CountRow(row, [counts[row, one] for one in order], across[row], address(row))
        for row in sorted(across, key=lambda row: (not row, row))
    ]
    return CountTable(order, rows, [down[one] for one in order], counts.total())


def read_year(given: str) -> str:
    """The year that an address asks for; empty when it asks for none.

    Raises RequestProblem when it is no year.
    """
    if given and not _YEAR.fullmatch(given):
        raise RequestProblem(
            message("“%(given)s” is not a year.", given=given),
            advice=message("Give a year in four digits, such as 1991, or leave it out."),
        )
    return given


def years(spans: Iterable[Span]) -> tuple[str, str]:
    """The first and the last year that ``spans`` speak of; empty when they speak of none."""
    found = sorted(date[:4] for span in spans for date in (span.since, span.until) if date)
    return (found[0], found[-1]) if found else ("", "")


def by_name(keys: Iterable[str], terms: Terms) -> list[str]:
    """``keys`` in the order of their names, those without one last."""
    return sorted(set(keys), key=lambda key: (not key, terms.order(terms.name(key).text)))
