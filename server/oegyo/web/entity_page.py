"""What the page of one entity shows, put together from its triples."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from oegyo.labels import LANGUAGES
from oegyo.namespaces import TERM
from oegyo.web.graph import type_
from oegyo.web.terms import Terms

if TYPE_CHECKING:
    from collections.abc import Iterable

    from oegyo.web.graph import Graph
    from oegyo.web.language import Language
    from oegyo.web.site import Site
    from oegyo.web.terms import Cell

_SKOS = "http://www.w3.org/2004/02/skos/core#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_LABEL = _SKOS + "prefLabel"
_EVIDENCE = TERM + "evidence"
_SHOWN_ELSEWHERE = {type_.value, _LABEL, _RDFS + "label", _EVIDENCE}
_POSITION = re.compile(r"char=(\d+),(\d+)")

Value = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Properties = Mapping[str, Sequence[Value]]
"""What is said of one node: values by property."""


@dataclass(frozen=True)
class Group:
    """The values of one property; ``total`` counts those that are not listed too."""

    name: Cell
    values: list[Cell]
    total: int


@dataclass(frozen=True)
class EvidenceView:
    """One passage that bears on the record: what it says, of which property, and where it stands."""

    passage: Cell | None
    stance: list[Cell]
    on: list[Cell]
    reported: list[Cell]
    paraphrase: list[Cell]
    notes: list[Cell]
    source: list[Cell]
    place: str


@dataclass(frozen=True)
class EntityPage:
    """The page of the entity ``iri``."""

    iri: str
    heading: Cell
    names: list[Cell]
    types: list[Cell]
    properties: list[Group]
    evidence: list[EvidenceView]
    incoming: list[Group]


def read(iri: str, graph: Graph, site: Site, language: Language) -> EntityPage | None:
    """The page of ``iri``, or None when nothing is said of it."""
    triples = graph.describe(iri)
    nodes = by_subject(triples)
    if iri not in nodes:
        return None
    incoming = graph.incoming(iri)
    mentioned = {term.value for triple in triples for term in triple if isinstance(term, ox.NamedNode)}
    mentioned |= {name for group in incoming for name in (group.property, *group.subjects)}
    terms = Terms.of(site, language, graph.labels(mentioned))
    own = nodes[iri]
    heading = terms.name(iri)
    return EntityPage(
        iri=iri,
        heading=heading,
        names=[cell for cell in cells(own.get(_LABEL, ()), terms) if cell.lang != heading.lang],
        types=cells(own.get(type_.value, ()), terms),
        properties=_groups(own, terms),
        evidence=[_evidence(one, nodes, terms) for one in named(own, _EVIDENCE)],
        incoming=sorted(
            (
                Group(terms.name(group.property), cells(map(ox.NamedNode, group.subjects), terms), group.total)
                for group in incoming
            ),
            key=lambda group: group.name.text.casefold(),
        ),
    )


def by_subject(triples: Iterable[ox.Triple]) -> Mapping[str, Properties]:
    """``triples`` by subject and property."""
    nodes: dict[str, dict[str, list[Value]]] = {}
    for triple in triples:
        if isinstance(triple.subject, ox.NamedNode):
            own = nodes.setdefault(triple.subject.value, {})
            own.setdefault(triple.predicate.value, []).append(triple.object)
    return nodes


def cells(values: Iterable[object], terms: Terms) -> list[Cell]:
    """``values`` as cells, those in the reader's language first, then by the order of languages and by text."""
    order = {tag: rank for rank, tag in enumerate(dict.fromkeys((terms.language.tag, *LANGUAGES)))}
    return sorted((terms.cell(value) for value in values), key=lambda cell: (order.get(cell.lang, 9), cell.text))


def named(own: Properties, predicate: str) -> list[str]:
    """The IRIs among the values of ``predicate``."""
    return [value.value for value in own.get(predicate, ()) if isinstance(value, ox.NamedNode)]


def _groups(own: Properties, terms: Terms) -> list[Group]:
    names = sorted((terms.name(iri).text.casefold(), iri) for iri in own if iri not in _SHOWN_ELSEWHERE)
    return [Group(terms.name(iri), cells(own[iri], terms), len(own[iri])) for _, iri in names]


def _evidence(iri: str, nodes: Mapping[str, Properties], terms: Terms) -> EvidenceView:
    evidence = nodes.get(iri, {})
    passages = named(evidence, TERM + "passage")
    passage = nodes.get(passages[0], {}) if passages else {}
    return EvidenceView(
        passage=terms.cell(ox.NamedNode(passages[0])) if passages else None,
        stance=cells(evidence.get(TERM + "stance", ()), terms),
        on=cells(evidence.get(TERM + "onProperty", ()), terms),
        reported=cells(evidence.get(TERM + "reportedValue", ()), terms),
        paraphrase=cells(passage.get(_RDFS + "comment", ()), terms),
        notes=cells(evidence.get(_SKOS + "editorialNote", ()), terms),
        source=cells(passage.get(TERM + "inSource", ()), terms),
        place=_place(passage),
    )


def _place(passage: Properties) -> str:
    """Where the passage stands in its source, in words."""
    values = [value for name in ("section", "position") for value in passage.get(TERM + name, ())]
    return "; ".join(_POSITION.sub(r"characters \1 to \2", value.value) for value in values if isinstance(value, ox.Literal))
