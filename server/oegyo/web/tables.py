"""Answers as tables, for pages."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from oegyo import rewrite
from oegyo.errors import ServiceProblem
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


ADVICE = "Ask again later, or tell the operator of that endpoint."


@dataclass(frozen=True)
class Rows:
    """The first of ``total`` rows as RDF terms (None where there is none), or the ``boolean`` of ASK."""

    columns: tuple[str, ...] = ()
    rows: list[tuple[Any, ...]] = field(default_factory=list)
    total: int = 0
    boolean: bool | None = None
    kind: Kind = Kind.SOLUTIONS

    @property
    def iris(self) -> set[str]:
        """The IRIs there."""
        return {term.value for row in self.rows for term in row if isinstance(term, ox.NamedNode)}


@dataclass(frozen=True)
class Table:
    """The first `SHOWN` of ``total`` rows as a reader sees them, or the ``boolean`` of ASK."""

    columns: tuple[str, ...] = ()
    rows: list[list[Cell]] = field(default_factory=list)
    total: int = 0
    boolean: bool | None = None
    kind: Kind = Kind.SOLUTIONS

    @property
    def is_graph(self) -> bool:
        """Whether the rows are triples, and not solutions that may be called the same."""
        return self.kind is Kind.GRAPH


def first(answer: Answer, shown: int) -> Rows:
    """The first rows of ``answer``, written as `SOLUTIONS` or `GRAPH`, as many as are ``shown``.

    Raises ServiceProblem when it is not written as it says: an endpoint elsewhere may send anything.
    """
    with sound():
        return _first(answer, shown)


@contextmanager
def sound() -> Iterator[None]:
    """Raise ServiceProblem for an answer that cannot be read."""
    try:
        yield
    except SyntaxError as error:
        msg = f"The endpoint behind this one sent what is no answer to a query: {error}."
        raise ServiceProblem(msg, advice=ADVICE) from error


def _first(answer: Answer, shown: int) -> Rows:
    if by_media_type(answer.media_type).kind is Kind.GRAPH:
        triples = ox.parse(answer.body, format=ox.RdfFormat.N_TRIPLES)
        found: Iterator[tuple[Any, ...]] = ((quad.subject, quad.predicate, quad.object) for quad in triples)
        return Rows(rewrite.TRIPLE, rows := list(islice(found, shown)), len(rows) + sum(1 for _ in found), kind=Kind.GRAPH)
    results = ox.parse_query_results(answer.body, format=ox.QueryResultsFormat.JSON)
    if isinstance(results, ox.QueryBoolean):
        return Rows(boolean=bool(results))
    columns = tuple(variable.value for variable in results.variables)
    found = (tuple(solution) for solution in results)
    return Rows(columns, rows := list(islice(found, shown)), len(rows) + sum(1 for _ in found))


def read(answer: Answer, naming: Callable[[set[str]], Terms]) -> Table:
    """``answer`` as a table; ``naming`` says how to show terms, given the IRIs there."""
    found = first(answer, SHOWN)
    terms = naming(found.iris)
    cells = [[terms.cell(term) for term in row] for row in found.rows]
    return Table(found.columns, cells, found.total, found.boolean, found.kind)
