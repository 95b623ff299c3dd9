"""The timeline of everything: the dates of each year, counted, and those of one year, a page at a time."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from oegyo.errors import RequestProblem, message
from oegyo.web.explore import known
from oegyo.web.explore.pages import Years, by_size
from oegyo.web.explore.spans import count
from oegyo.web.http.addresses import address
from oegyo.web.reading.rows import value

if TYPE_CHECKING:
    from oegyo.web.explore.pages import Reader
    from oegyo.web.explore.spans import CountTable
    from oegyo.web.reading.terms import Cell, Terms

_PAGE = "explore.timeline"

SHOWN = 100
"""Dates of one year that a page of the timeline lists."""


@dataclass(frozen=True)
class Entry:
    """One date of the timeline: of what, and what it says."""

    date: str
    kind: Cell
    thing: Cell
    sort: Cell


@dataclass(frozen=True)
class Timeline:
    """The dates of every year, counted; and those of one year, a page at a time."""

    years: Years
    terms: Terms
    table: CountTable
    entries: list[Entry]
    total: int
    number: int
    pages: list[str]


def read_timeline(reader: Reader, year: str, number: str) -> Timeline:
    """Every date there is, by year and class; and those of ``year``, of which the page ``number`` is shown."""
    table = count(Counter(reader.site.once(known.read_years)), by_size, lambda day: address(_PAGE, year=day))
    rows = [tuple(map(value, row)) for row in reader.graph.listed("explore/year", ox.Literal(year))] if year else []
    pages = range(1, max(1, -(-len(rows) // SHOWN)) + 1)
    current = _page_number(number, len(pages))
    shown = rows[(current - 1) * SHOWN : current * SHOWN]
    terms = reader.terms([*table.columns, *(iri for row in shown for iri in row[1:])])
    years = [row.key for row in table.rows]
    return Timeline(
        years=Years.of(_PAGE, year, (years[0], years[-1]) if years else ("", "")),
        terms=terms,
        table=table,
        entries=[
            Entry(date, terms.name(class_), terms.linked(thing), terms.name(sort)) for date, class_, thing, sort in shown
        ],
        total=len(rows),
        number=current,
        pages=[address(_PAGE, year=year, page=str(one)) for one in pages],
    )


def _page_number(given: str, pages: int) -> int:
    """The page that ``given`` asks for; raises RequestProblem when there is none."""
    if not given:
        return 1
    if not (given.isascii() and given.isdigit() and 1 <= int(given) <= pages):
        raise RequestProblem(
            message("There is no page “%(given)s”.", given=given),
            advice=message("Give a number from 1 to %(pages)s.", pages=pages),
        )
    return int(given)
