"""The answer to a saved query as its page shows it: named columns, local dates and numbers, links, and the evidence."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import pyoxigraph as ox

from oegyo.terms.formats import Kind
from oegyo.terms.namespaces import ID
from oegyo.terms.vocabularies import XSD
from oegyo.web.questions import columns
from oegyo.web.questions.columns import ShownValue
from oegyo.web.reading import local, nodes, presentation
from oegyo.web.reading.rows import first
from oegyo.web.reading.words import gettext

if TYPE_CHECKING:
    from oegyo.engine import Answer
    from oegyo.saved.query import SavedQuery
    from oegyo.web.http.language import Language
    from oegyo.web.questions.columns import Column
    from oegyo.web.reading.rows import Rows
    from oegyo.web.reading.site import Site
    from oegyo.web.reading.terms import Cell, Terms

SHOWN = 500
"""Rows that a page shows, and its picture draws; the file has them all."""

EVIDENCE = "#facts"
"""Where the page of a record has what is known, each value with its evidence."""

# What STR makes of a date, in a query that takes the first of several; four digits alone may be anything.
_DATE_TEXT = re.compile(r"\d{4}-\d\d(-\d\d)?")


@dataclass(frozen=True)
class AnswerRow:
    """The values of one row, and where the evidence of what it is about stands, if that is known."""

    values: list[ShownValue]
    evidence: str | None = None


@dataclass(frozen=True)
class AnswerTable:
    """The first `SHOWN` of ``total`` rows, or the ``boolean`` of ASK; ``sources`` with the number of rows from each."""

    columns: list[Column] = field(default_factory=list)
    rows: list[AnswerRow] = field(default_factory=list)
    total: int = 0
    boolean: bool | None = None
    kind: Kind = Kind.SOLUTIONS
    sources: list[tuple[Cell, int]] = field(default_factory=list)

    @cached_property
    def has_evidence(self) -> bool:
        """Whether any row says where its evidence stands."""
        return any(row.evidence for row in self.rows)


def answer_table(answer: Answer, query: SavedQuery, site: Site, language: Language) -> AnswerTable:
    """``answer`` to ``query``, asked with its nodes as columns, for a reader of ``language``."""
    found = first(answer, SHOWN)
    own = len(found.columns) - len(query.nodes) if found.kind is Kind.SOLUTIONS else len(found.columns)
    records = _records(found, query)
    sources = site.graph.sources(filter(None, records))
    used = Counter(source for record in records for source in sources.get(record or "", ()))
    terms = site.terms(language, site.graph.labels(found.iris | used.keys()))
    headings = site.once(presentation.read_presentation).columns
    entities = {found.columns.index(name): found.columns.index(node) for name, node in query.entities.items()}
    named = set(entities.values())
    rows = [
        AnswerRow(
            [
                _linked(_shown(term, terms, short=place in named), row, entities.get(place), terms)
                for place, term in enumerate(row[:own])
            ],
            _evidence(record, terms) if record in sources else None,
        )
        for row, record in zip(found.rows, records, strict=True)
    ]
    listed = sorted(used.items(), key=lambda item: (-item[1], terms.order(terms.name(item[0]).text)))
    return AnswerTable(
        [
            columns.column(name, [row.values[place] for row in rows], found.kind, headings, language.tag)
            for place, name in enumerate(found.columns[:own])
        ],
        rows,
        found.total,
        found.boolean,
        found.kind,
        [(terms.cell(ox.NamedNode(source)), count) for source, count in listed],
    )


def _records(found: Rows, query: SavedQuery) -> list[str | None]:
    """The IRI of what each row is about, None where the query does not say."""
    if query.record not in found.columns:
        return [None] * len(found.rows)
    place = found.columns.index(query.record)
    about = (row[place] for row in found.rows)
    return [term.value if isinstance(term, ox.NamedNode) and term.value.startswith(ID) else None for term in about]


def _shown(term: object, terms: Terms, *, short: bool) -> ShownValue:
    """``term`` as on any page, a date that a query made a text too; ``short`` when its name stands beside it."""
    cell = nodes.shown(term, terms)
    if isinstance(term, ox.NamedNode):
        return ShownValue(cell._replace(text=terms.short(term.value), lang="") if short else cell, term.value)
    if not isinstance(term, ox.Literal):
        return ShownValue(cell, cell.text)
    datatype = term.datatype.value
    if datatype == f"{XSD}string" and _DATE_TEXT.fullmatch(term.value):
        cell = cell._replace(text=local.when(term.value))
    elif datatype == f"{XSD}boolean":
        cell = cell._replace(text=gettext("yes") if term.value == "true" else gettext("no"), title="")
    return ShownValue(cell, term.value)


def _linked(shown: ShownValue, row: tuple[object, ...], place: int | None, terms: Terms) -> ShownValue:
    """``shown`` as a link to what it names, which the column at ``place`` has."""
    node = None if place is None else row[place]
    if not isinstance(node, ox.NamedNode) or not shown.cell.text:
        return shown
    return ShownValue(shown.cell._replace(href=terms.address(node.value), title=node.value), shown.value)


def _evidence(record: str | None, terms: Terms) -> str | None:
    address = terms.address(record) if record else None
    return f"{address}{EVIDENCE}" if address else None
