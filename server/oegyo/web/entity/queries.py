"""The queries for tables that nobody wrote a query for: made of what ``ontology/presentation/`` says of them.

IRIs go in as terms, which the constructor refuses to make of anything else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from oegyo.terms.namespaces import TERM

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from oegyo.web.reading.presentation import Newest, TablePresentation

RECORD = "record"
"""The variable of the record that a row is made from."""

_NEWEST = 6
_EARLIEST = ox.NamedNode(TERM + "earliest")


def records(table: TablePresentation, iri: str) -> str:
    """The records that point to ``iri`` as ``table`` has them, a variable for each of its columns, in the order of dates."""
    values = (f"OPTIONAL {{ ?{RECORD} {ox.NamedNode(property_)} ?{name} }}" for name, property_ in table.columns.items())
    return (
        f"SELECT DISTINCT {' '.join(f'?{name}' for name in table.columns)} ?{RECORD} WHERE {{ {_record(table, iri)} "
        f"{' '.join(values)} OPTIONAL {{ ?{RECORD} {_EARLIEST} ?first }} }} ORDER BY STR(?first) STR(?{RECORD})"
    )


def totals(lists: Iterable[Newest], iri: str) -> str:
    """How many records each of ``lists`` has of those that point to ``iri``, by its name."""
    parts = (f"{{ {_record(one, iri)} BIND ({_text(one.name)} AS ?name) }}" for one in lists)
    return f"SELECT ?name (COUNT(DISTINCT ?{RECORD}) AS ?total) WHERE {{ {' UNION '.join(parts)} }} GROUP BY ?name"


def newest(lists: Iterable[Newest], iri: str) -> str:
    """The newest records of each of ``lists`` among those that point to ``iri``, by its name, with their dates."""
    return f"SELECT ?name ?{RECORD} ?date WHERE {{ {' UNION '.join(_newest(one, iri) for one in lists)} }}"


def _newest(one: Newest, iri: str) -> str:
    return (
        f"{{ SELECT DISTINCT ({_text(one.name)} AS ?name) ?{RECORD} ?date WHERE {{ {_record(one, iri)} "
        f"OPTIONAL {{ ?{RECORD} {ox.NamedNode(one.date)} ?date }} }} "
        f"ORDER BY DESC(STR(?date)) STR(?{RECORD}) LIMIT {_NEWEST} }}"
    )


def _record(one: TablePresentation | Newest, iri: str) -> str:
    """The pattern of the records: what points to ``iri`` by one of the properties, and is of one of the classes.

    Neither stands in VALUES, which an engine may look at before the rest.
    """
    path = "|".join(str(ox.NamedNode(property_)) for property_ in one.properties)
    return f"?{RECORD} {path} {ox.NamedNode(iri)} . {_of(one.classes)}"


def _of(classes: Sequence[str]) -> str:
    """The pattern of a record of one of ``classes``, or of any where none is given."""
    listed = [str(ox.NamedNode(class_)) for class_ in classes]
    if len(listed) == 1:
        return f"?{RECORD} a {listed[0]} ."
    return f"?{RECORD} a ?class . FILTER (?class IN ({', '.join(listed)}))" if listed else ""


def _text(name: str) -> str:
    return str(ox.Literal(name))
