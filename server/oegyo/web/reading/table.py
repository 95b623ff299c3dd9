"""Answers as tables that a reader sees, whatever was asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from oegyo.terms.formats import Kind
from oegyo.web.reading.rows import first

if TYPE_CHECKING:
    from collections.abc import Callable

    from oegyo.engine import Answer
    from oegyo.web.reading.terms import Cell, Terms

SHOWN = 1_000
"""Rows that a page shows; the whole answer is a link away."""


@dataclass(frozen=True)
class ResultTable:
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


def result_table(answer: Answer, naming: Callable[[set[str]], Terms]) -> ResultTable:
    """``answer`` as a table; ``naming`` says how to show terms, given the IRIs there."""
    found = first(answer, SHOWN)
    terms = naming(found.iris)
    cells = [[terms.cell(term) for term in row] for row in found.rows]
    return ResultTable(found.columns, cells, found.total, found.boolean, found.kind)
