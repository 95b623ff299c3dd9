"""Answers as rows of RDF terms: what the engine wrote, read again."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from oegyo.errors import ServiceProblem, Verbatim, message
from oegyo.saved.text import TRIPLE
from oegyo.terms.formats import Kind, by_media_type, by_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oegyo.engine import Answer

SOLUTIONS = by_name("json").media_type
GRAPH = by_name("ntriples").media_type
"""How to ask for an answer that `first` is to read."""

ADVICE = message("Ask again later, or tell the operator of that endpoint.")


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
        detail = message("The endpoint behind this one sent what is no answer to a query: %(error)s.", error=Verbatim(error))
        raise ServiceProblem(detail, advice=ADVICE) from error


def _first(answer: Answer, shown: int) -> Rows:
    if by_media_type(answer.media_type).kind is Kind.GRAPH:
        triples = ox.parse(answer.body, format=ox.RdfFormat.N_TRIPLES)
        found: Iterator[tuple[Any, ...]] = ((quad.subject, quad.predicate, quad.object) for quad in triples)
        return Rows(TRIPLE, rows := list(islice(found, shown)), len(rows) + sum(1 for _ in found), kind=Kind.GRAPH)
    results = ox.parse_query_results(answer.body, format=ox.QueryResultsFormat.JSON)
    if isinstance(results, ox.QueryBoolean):
        return Rows(boolean=bool(results))
    columns = tuple(variable.value for variable in results.variables)
    found = (tuple(solution) for solution in results)
    return Rows(columns, rows := list(islice(found, shown)), len(rows) + sum(1 for _ in found))


def value(term: object) -> str:
    """``term`` as programs read it: the lexical form of a literal, the IRI of a node, nothing for anything else."""
    return term.value if isinstance(term, ox.Literal | ox.NamedNode) else ""
