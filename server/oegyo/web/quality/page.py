"""What the quality page shows, put together from what the release says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox
from flask_babel import lazy_gettext as _  # the name by which messages are found

from oegyo.terms.namespaces import QUALITY
from oegyo.terms.vocabularies import DCTERMS, FOAF, TYPE, VOID
from oegyo.web.http import addresses
from oegyo.web.quality import tables
from oegyo.web.reading.graph import query
from oegyo.web.reading.local import number
from oegyo.web.reading.nodes import named, shown
from oegyo.web.reading.terms import Cell, Terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from flask_babel import LazyString

    from oegyo.web.http.language import Language
    from oegyo.web.quality.tables import Gathered, Measurement, MeasureTable
    from oegyo.web.reading.graph import Graph
    from oegyo.web.reading.nodes import Nodes, Properties
    from oegyo.web.reading.site import Site

SHOWN = 50
"""Records that a list shows; the rest is a query away."""

_LICENCE = DCTERMS + "license"
_CLASS = _("class")
_HOMEPAGE = FOAF + "homepage"


@dataclass(frozen=True)
class _List:
    """A list of records: the fixed query that finds them, its title, and the heads of its columns."""

    query: str
    title: LazyString
    columns: tuple[LazyString, ...]


@dataclass(frozen=True)
class _Plan:
    """One section: its measures, what its rows are, the key that makes columns instead of rows, and lists of records."""

    name: str
    title: LazyString
    measures: tuple[str, ...]
    head: LazyString = _CLASS
    across: str = ""
    lists: tuple[_List, ...] = ()


_PLANS = (
    _Plan("records", _("What there is"), ("records",)),
    _Plan("coverage", _("Coverage of properties"), ("coverage",)),
    _Plan("evidence", _("Evidence"), ("evidence-mean", "evidence-two", "evidence-none")),
    _Plan("precision", _("Precision of dates"), ("precision",), across="datatype"),
    _Plan(
        "disagreements",
        _("Where sources disagree"),
        ("disputed", "conflicting"),
        lists=(
            _List(
                "quality/disputes",
                _("What a source says instead"),
                (_("record"), _("property"), _("in the record"), _("in the source"), _("source")),
            ),
            _List("quality/conflicts", _("Records in conflict with each other"), (_("record"), _("other record"))),
        ),
    ),
    _Plan(
        "open",
        _("Unresolved and doubtful"),
        ("unresolved", "doubtful"),
        lists=(_List("quality/open-records", _("Records that are unresolved or doubtful"), (_("record"), _("status"))),),
    ),
    _Plan("links", _("Links to other data"), ("linked",), across="target"),
    _Plan("labels", _("Names in three languages"), ("labels",), across="language"),
    _Plan(
        "sources",
        _("Sources and when they were read"),
        ("source-read", "source-passages", "source-records"),
        head=_("source"),
    ),
    _Plan("warnings", _("Warnings that stand"), ("warnings",), head=_("check")),
)
_LISTS = tuple(one for plan in _PLANS for one in plan.lists)


@dataclass(frozen=True)
class LinkSet:
    """One file of links to another data set, with how many things of each class are linked."""

    anchor: str
    name: Cell
    target: Cell
    licence: Cell
    total: str
    parts: list[tuple[Cell, str]]


@dataclass(frozen=True)
class Listing:
    """The first `SHOWN` of ``total`` records; ``address`` answers with all."""

    title: LazyString
    columns: tuple[LazyString, ...]
    rows: list[list[Cell]]
    total: int
    address: str


@dataclass(frozen=True)
class Section:
    """One section of the page; ``head`` is that of the first column of its table."""

    name: str
    title: LazyString
    head: LazyString
    table: MeasureTable | None
    link_sets: list[LinkSet]
    listings: list[Listing]


@dataclass(frozen=True)
class Measured:
    """What the release says of its own quality, by section, the rows of each list, and the names in every language."""

    nodes: Nodes
    sections: list[tuple[_Plan, Gathered]]
    listed: Mapping[str, list[tuple[object, ...]]]
    names: Mapping[str, Mapping[str, str]]


def read_measured(graph: Graph) -> Measured:
    """All that the page says in any language, asked of ``graph``."""
    nodes = graph.nodes("quality/quality")
    found = tables.measurements(nodes)
    listed = {one.query: graph.listed(one.query) for one in _LISTS}
    sections = [(plan, tables.gather(plan.measures, plan.across, found)) for plan in _plans(found)]
    return Measured(nodes, sections, listed, graph.labels(_mentioned(nodes, found, listed.values())))


def quality_sections(known: Measured, site: Site, language: Language) -> list[Section]:
    """The sections of the page for a reader of ``language``."""
    terms = site.terms(language, known.names)
    return [
        Section(
            name=plan.name,
            title=plan.title,
            head=plan.head,
            table=tables.table(gathered, known.nodes, terms),
            link_sets=_link_sets(known.nodes, terms) if plan.name == "links" else [],
            listings=[_listing(one, known.listed[one.query], terms) for one in plan.lists],
        )
        for plan, gathered in known.sections
    ]


def _plans(found: Iterable[Measurement]) -> list[_Plan]:
    """All sections; measures that are in none have one for themselves."""
    others = sorted({one.measure for one in found}.difference(*(plan.measures for plan in _PLANS)))
    return [*_PLANS, *([_Plan("other", _("Other measures"), tuple(others))] if others else [])]


def _mentioned(nodes: Nodes, found: Iterable[Measurement], lists: Iterable[list[tuple[object, ...]]]) -> set[str]:
    """The IRIs whose names the page needs."""
    terms: list[object] = [term for one in found for term in one.keys.values()]
    terms += [term for rows in lists for row in rows[:SHOWN] for term in row]
    terms += [term for own in nodes.values() for term in own.get(VOID + "class", ())]
    measured = {QUALITY + one.anchor for one in found}
    return (nodes.keys() - measured) | {term.value for term in terms if isinstance(term, ox.NamedNode)}


def _link_sets(nodes: Nodes, terms: Terms) -> list[LinkSet]:
    return [_link_set(iri, nodes, terms) for iri in sorted(nodes) if VOID + "Linkset" in named(nodes[iri], TYPE.value)]


def _link_set(iri: str, nodes: Nodes, terms: Terms) -> LinkSet:
    own = nodes[iri]
    (target,), (dump,) = named(own, VOID + "objectsTarget"), named(own, VOID + "dataDump")
    (homepage,), (licence,) = named(nodes[target], _HOMEPAGE), named(nodes[target], _LICENCE)
    parts = [nodes[part] for part in named(own, VOID + "classPartition")]
    classes = [(terms.cell(part[VOID + "class"][0]), _count(part, "entities")) for part in parts]
    return LinkSet(
        anchor=iri.removeprefix(QUALITY),
        name=terms.name(iri)._replace(href=addresses.local(dump)),
        target=terms.name(target)._replace(href=homepage),
        licence=Cell(licence, href=licence),
        total=_count(own, "triples"),
        parts=sorted(classes, key=lambda part: terms.order(part[0].text)),
    )


def _listing(one: _List, rows: list[tuple[object, ...]], terms: Terms) -> Listing:
    cells = [[shown(term, terms) for term in row] for row in rows[:SHOWN]]
    return Listing(one.title, one.columns, cells, len(rows), addresses.path("sparql.endpoint", query=query(one.query)))


def _count(own: Properties, name: str) -> str:
    (count,) = (term for term in own[VOID + name] if isinstance(term, ox.Literal))
    return number(count.value)
