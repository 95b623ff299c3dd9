"""Answers as tables, for pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

import pyoxigraph as ox

from oegyo.formats import Kind, by_media_type, by_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from oegyo.engine import Answer
    from oegyo.web.terms import Cell, Terms

SHOWN = 1_000
"""Rows that a page shows; the whole answer is a link away."""

SOLUTIONS = by_name("json").media_type
GRAPH = by_name("ntriples").media_type
"""How to ask for an answer that `read` is to read."""

_TRIPLE = ("subject", "predicate", "object")


@dataclass(frozen=True)
class Table:
    """The first `SHOWN` of ``total`` rows, or the ``boolean`` of ASK."""

    columns: tuple[str, ...] = ()
    rows: list[list[Cell]] = field(default_factory=list)
    total: int = 0
    boolean: bool | None = None
    kind: Kind = Kind.SOLUTIONS


def read(answer: Answer, naming: Callable[[set[str]], Terms]) -> Table:
    """``answer``, written as `SOLUTIONS` or `GRAPH`, as a table; ``naming`` says how to show terms, given the IRIs there."""
    if by_media_type(answer.media_type).kind is Kind.GRAPH:
        triples = ox.parse(answer.body, format=ox.RdfFormat.N_TRIPLES)
        rows = ((quad.subject, quad.predicate, quad.object) for quad in triples)
        return Table(_TRIPLE, *_first(rows, naming), kind=Kind.GRAPH)
    results = ox.parse_query_results(answer.body, format=ox.QueryResultsFormat.JSON)
    if isinstance(results, ox.QueryBoolean):
        return Table(boolean=bool(results))
    columns = tuple(variable.value for variable in results.variables)
    return Table(columns, *_first((tuple(solution) for solution in results), naming))


def _first(rows: Iterator[tuple[object, ...]], naming: Callable[[set[str]], Terms]) -> tuple[list[list[Cell]], int]:
    """The rows to show, and how many there are."""
    shown = list(islice(rows, SHOWN))
    terms = naming({term.value for row in shown for term in row if isinstance(term, ox.NamedNode)})
    return [[terms.cell(term) for term in row] for row in shown], len(shown) + sum(1 for _ in rows)
