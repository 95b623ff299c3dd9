"""The graphs a query runs over: those of the request, or else of the query, or else all of them.

A graph that is not there is a mistake, and an empty answer would hide it. One that is named twice counts once; pyoxigraph
would find each of its triples twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from oegyo.engine import tokens
from oegyo.errors import GraphProblem, message

if TYPE_CHECKING:
    from collections.abc import Iterable

    from oegyo.engine.question import Question
    from oegyo.errors import Message

_LISTED = 20

Graphs = tuple[list[ox.NamedNode], list[ox.NamedNode]]
"""The graphs that make up the default graph, and the named ones."""


def dataset(store: ox.Store, question: Question) -> Graphs | None:
    """The graphs of ``store`` that ``question`` names; None when it names none, and means all.

    Raises GraphProblem when one is not there, SyntaxError when the query cannot be read.
    """
    asked = question.dataset
    found = (_read(asked.default, store), _read(asked.named, store)) if asked else _of_query(question.text)
    unknown = [graph for graph in (*found[0], *found[1]) if not store.contains_named_graph(graph)]
    if unknown:
        ox.Store().query(question.text)  # a query that cannot be read is told so first
        raise GraphProblem(message("There is no graph %(graph)s.", graph=str(unknown[0])), advice=_advice(store))
    return found if any(found) else None


def _read(iris: Iterable[str], store: ox.Store) -> list[ox.NamedNode]:
    """The graphs that a request calls ``iris``, each once."""
    graphs = []
    for iri in dict.fromkeys(iris):
        try:
            graphs.append(ox.NamedNode(iri))
        except ValueError as error:
            detail = message("%(iri)s names no graph: it is not an absolute IRI.", iri=repr(iri))
            raise GraphProblem(detail, advice=_advice(store)) from error
    return graphs


def _of_query(text: str) -> Graphs:
    """The graphs that the query names after FROM and after FROM NAMED, each once."""
    prologue = text[: tokens.prologue_end(text)]
    default, named = (_resolve(prologue, written) for written in tokens.graphs(text))
    return default, named


def _resolve(prologue: str, written: list[str]) -> list[ox.NamedNode]:
    """The IRIs ``written`` in a query with this ``prologue``: the engine knows how its prefixes and its base work.

    Raises SyntaxError when it cannot be read.
    """
    if not written:
        return []
    rows = ox.Store().query(f"{prologue}SELECT DISTINCT ?g {{ VALUES ?g {{ {' '.join(written)} }} }}")
    return [row["g"] for row in rows] if isinstance(rows, ox.QuerySolutions) else []


def _advice(store: ox.Store) -> Message:
    """Which graphs there are."""
    graphs = sorted(str(graph) for graph in store.named_graphs())
    if not graphs:
        return message("Nothing here is in a named graph: leave the dataset out.")
    listed = ", ".join(graphs[:_LISTED])
    if len(graphs) <= _LISTED:
        return message("The graphs here are %(graphs)s.", graphs=listed)
    return message("Among the %(count)s graphs here are %(graphs)s.", count=len(graphs), graphs=listed)
