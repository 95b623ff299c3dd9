"""What the quality page shows, put together from what the release says of itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pyoxigraph as ox

from oegyo.namespaces import BASE, QUALITY
from oegyo.web import quality_tables
from oegyo.web.graph import query, type_
from oegyo.web.nodes import by_subject, named
from oegyo.web.terms import Cell, Terms

if TYPE_CHECKING:
    from collections.abc import Iterable

    from oegyo.web.graph import Graph
    from oegyo.web.language import Language
    from oegyo.web.nodes import Properties
    from oegyo.web.quality_tables import Measurement, Nodes, Table
    from oegyo.web.site import Site

SHOWN = 50
"""Records that a list shows; the rest is a query away."""

_VOID = "http://rdfs.org/ns/void#"
_LICENCE = "http://purl.org/dc/terms/license"
_HOMEPAGE = "http://xmlns.com/foaf/0.1/homepage"


@dataclass(frozen=True)
class _List:
    """A list of records: the fixed query that finds them, and the keys of its title and of the heads of its columns."""

    query: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class _Plan:
    """One section: its measures, what its rows are, the key that makes columns instead of rows, and lists of records."""

    name: str
    measures: tuple[str, ...]
    head: str = "class"
    across: str = ""
    lists: tuple[_List, ...] = ()


_PLANS = (
    _Plan("records", ("records",)),
    _Plan("coverage", ("coverage",)),
    _Plan("evidence", ("evidence-mean", "evidence-two", "evidence-none")),
    _Plan("precision", ("precision",), across="datatype"),
    _Plan(
        "disagreements",
        ("disputed", "conflicting"),
        lists=(
            _List("disputes", ("record", "property", "recorded", "reported", "source")),
            _List("conflicts", ("record", "other-record")),
        ),
    ),
    _Plan("open", ("unresolved", "doubtful"), lists=(_List("open-records", ("record", "status")),)),
    _Plan("links", ("linked",), across="target"),
    _Plan("labels", ("labels",), across="language"),
    _Plan("sources", ("source-read", "source-passages", "source-records"), head="source"),
    _Plan("warnings", ("warnings",), head="check"),
)
_LISTS = tuple(one for plan in _PLANS for one in plan.lists)


@dataclass(frozen=True)
class LinkSet:
    """One file of links to another data set, with how many things of each class are linked."""

    anchor: str
    name: Cell
    target_anchor: str
    target: Cell
    licence: Cell
    total: str
    parts: list[tuple[Cell, str]]


@dataclass(frozen=True)
class Listing:
    """The first `SHOWN` of ``total`` records; ``address`` answers with all."""

    title: str
    columns: tuple[str, ...]
    rows: list[list[Cell]]
    total: int
    address: str


@dataclass(frozen=True)
class Section:
    """One section of the page; ``name`` is the key of its heading, ``head`` that of the first column of its table."""

    name: str
    head: str
    table: Table | None
    link_sets: list[LinkSet]
    listings: list[Listing]


def read(graph: Graph, site: Site, language: Language) -> list[Section]:
    """The sections of the page for a reader of ``language``; measures that are in no section have one for themselves."""
    nodes = by_subject(graph.quality())
    found = quality_tables.measurements(nodes)
    listed = {one.query: graph.listed(one.query) for one in _LISTS}
    terms = Terms.of(site, language, graph.labels(_mentioned(nodes, found, listed.values())))
    others = sorted({one.measure for one in found}.difference(*(plan.measures for plan in _PLANS)))
    return [
        Section(
            name=plan.name,
            head=plan.head,
            table=quality_tables.table(plan.measures, plan.across, found, nodes, terms),
            link_sets=_link_sets(nodes, terms) if plan.name == "links" else [],
            listings=[_listing(one, listed[one.query], terms) for one in plan.lists],
        )
        for plan in (*_PLANS, *([_Plan("other", tuple(others))] if others else []))
    ]


def _mentioned(nodes: Nodes, found: Iterable[Measurement], lists: Iterable[list[tuple[object, ...]]]) -> set[str]:
    """The IRIs whose names the page needs."""
    terms: list[object] = [term for one in found for term in one.keys.values()]
    terms += [term for rows in lists for row in rows[:SHOWN] for term in row]
    terms += [term for own in nodes.values() for term in own.get(_VOID + "class", ())]
    measured = {QUALITY + one.anchor for one in found}
    return (nodes.keys() - measured) | {term.value for term in terms if isinstance(term, ox.NamedNode)}


def _link_sets(nodes: Nodes, terms: Terms) -> list[LinkSet]:
    return [_link_set(iri, nodes, terms) for iri in sorted(nodes) if _VOID + "Linkset" in named(nodes[iri], type_.value)]


def _link_set(iri: str, nodes: Nodes, terms: Terms) -> LinkSet:
    own = nodes[iri]
    (target,), (dump,) = named(own, _VOID + "objectsTarget"), named(own, _VOID + "dataDump")
    (homepage,), (licence,) = named(nodes[target], _HOMEPAGE), named(nodes[target], _LICENCE)
    parts = [nodes[part] for part in named(own, _VOID + "classPartition")]
    classes = [(terms.cell(part[_VOID + "class"][0]), _count(part, "entities")) for part in parts]
    return LinkSet(
        anchor=iri.removeprefix(QUALITY),
        name=replace(terms.name(iri), href=f"/{dump.removeprefix(BASE)}"),
        target_anchor=target.removeprefix(QUALITY),
        target=replace(terms.name(target), href=homepage),
        licence=Cell(licence, href=licence),
        total=_count(own, "triples"),
        parts=sorted(classes, key=lambda part: part[0].text.casefold()),
    )


def _listing(one: _List, rows: list[tuple[object, ...]], terms: Terms) -> Listing:
    cells = [[terms.cell(term) for term in row] for row in rows[:SHOWN]]
    return Listing(one.query, one.columns, cells, len(rows), "/sparql?" + urlencode({"query": query(one.query)}))


def _count(own: Properties, name: str) -> str:
    (count,) = (term for term in own[_VOID + name] if isinstance(term, ox.Literal))
    return f"{int(count.value):,}"
