"""What the page of one entity shows, put together from what is said of it and from the records that point to it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from oegyo.terms import targets
from oegyo.terms.namespaces import TERM
from oegyo.terms.vocabularies import PREF_LABEL, SKOS, TYPE
from oegyo.web.entity import briefing, facts, incoming, overview, sections, structured
from oegyo.web.entity.facts import NOTE, STATUS
from oegyo.web.reading.nodes import cells, mentioned, named
from oegyo.web.reading.presentation import NodeShape, read_presentation
from oegyo.web.reading.terms import Cell, Terms

if TYPE_CHECKING:
    from collections.abc import Mapping

    from oegyo.web.entity.briefing import GlanceLine, Moment
    from oegyo.web.entity.facts import Evidence, PropertyValues
    from oegyo.web.entity.incoming import Incoming
    from oegyo.web.entity.overview import NewestRecords
    from oegyo.web.entity.sections import RecordTable, Standing
    from oegyo.web.http.language import Language
    from oegyo.web.reading.graph import Graph
    from oegyo.web.reading.nodes import Nodes, Properties
    from oegyo.web.reading.presentation import Presentation
    from oegyo.web.reading.site import Site

_STATE = TERM + "State"


@dataclass(frozen=True)
class Briefing:
    """What only the page of a country has."""

    glance: list[GlanceLine]
    timeline: list[Moment]
    differing: str
    sources: list[tuple[Cell, int]]


@dataclass(frozen=True)
class EntityPage:
    """The page of the entity ``iri``."""

    iri: str
    heading: Cell
    names: list[Cell]
    others: list[Cell]
    codes: list[Cell]
    types: list[Cell]
    status: list[Cell]
    notes: list[Cell]
    properties: list[PropertyValues]
    evidence: list[Evidence]
    tables: list[RecordTable]
    incoming: list[Incoming]
    elsewhere: list[Cell]
    structured: dict[str, Any]
    briefing: Briefing | None = None
    newest: list[NewestRecords] = field(default_factory=list)
    status_names: Mapping[str, Cell] = field(default_factory=dict)


@dataclass(frozen=True)
class _Asked:
    """What the graph answers about an entity that is shown as ``shape`` says, before anything has a name."""

    nodes: Nodes
    shape: NodeShape
    is_state: bool
    answered: list[sections.TableSolutions]
    standing: Mapping[str, Standing]
    pointing: incoming.Pointing
    newest: overview.NewestSolutions

    @property
    def mentioned(self) -> set[str]:
        """The IRIs that the page names."""
        named_ = mentioned(self.nodes, self.shape.hidden)
        named_ |= {term.value for one in self.answered for term in one.terms if isinstance(term, ox.NamedNode)}
        named_ |= {one.status for one in self.standing.values() if one.status}
        if self.is_state:  # whose timeline names the records, and whose sources are listed
            named_ |= {source for one in self.standing.values() for source in one.sources}
            named_ |= {record for one in self.answered for record in one.records}
        return named_ | self.pointing.mentioned | self.newest.records


def read_page(iri: str, graph: Graph, site: Site, language: Language) -> EntityPage | None:
    """The page of ``iri``, or None when nothing is said of it."""
    nodes = graph.nodes("entity/page", [iri])
    if iri not in nodes:
        return None
    own, presentation = nodes[iri], site.once(read_presentation)
    instead = presentation.things.get(iri, NodeShape())
    asked = _ask(iri, nodes, instead, presentation, graph)
    terms = site.terms(language, graph.labels(asked.mentioned))
    tables = {
        one.table.name: sections.record_table(one, asked.pointing.totals, asked.standing, presentation, terms)
        for one in asked.answered
    }
    heading = terms.name(iri)
    properties, evidence = facts.known(own, nodes, presentation, asked.shape, terms)
    return EntityPage(
        iri=iri,
        heading=heading,
        names=[cell for cell in cells(own.get(PREF_LABEL.value, ()), terms) if cell.lang != heading.lang],
        others=_others(own, terms),
        codes=cells(own.get(SKOS + "notation", ()), terms),
        types=cells(own.get(TYPE.value, ()), terms),
        status=cells(own.get(STATUS, ()), terms),
        notes=cells(own.get(NOTE, ()), terms),
        properties=properties,
        evidence=evidence,
        tables=list(tables.values()),
        incoming=incoming.listed(asked.pointing, presentation, terms),
        elsewhere=[_elsewhere(one, terms) for one in named(own, SKOS + "exactMatch")],
        structured=structured.describe(iri, own, terms.names.get(iri, {}), asked.shape),
        briefing=_briefing(iri, own, tables, asked.standing, terms) if asked.is_state and not instead.newest else None,
        newest=overview.shown(asked.newest, instead.newest, site.queries, terms),
        status_names={one.status: terms.name(one.status) for one in asked.standing.values() if one.status},
    )


def _ask(iri: str, nodes: Nodes, instead: NodeShape, presentation: Presentation, graph: Graph) -> _Asked:
    """What points to ``iri``, as its class would have it; where there is too much for tables, ``instead`` has the newest."""
    types = named(nodes[iri], TYPE.value)
    shape = presentation.of(types)
    pointing = incoming.ask(graph, iri, shape.covered | instead.covered | presentation.counted)
    answered = [] if instead.newest else sections.ask(graph, iri, shape.tables, pointing.totals)
    records = [record for one in answered for record in one.records]
    return _Asked(
        nodes=nodes,
        shape=shape,
        is_state=_STATE in types,
        answered=answered,
        standing=sections.standings(graph, records) if records else {},
        pointing=pointing,
        newest=overview.ask(graph, iri, instead.newest),
    )


def _others(own: Properties, terms: Terms) -> list[Cell]:
    """The other names, each once though several languages may share it."""
    return list({cell.text: cell for cell in reversed(cells(own.get(SKOS + "altLabel", ()), terms))}.values())[::-1]


def _elsewhere(iri: str, terms: Terms) -> Cell:
    """A link to the same thing in another data set, by the name of the data set."""
    if target := targets.of(iri):
        return Cell(f"{target.short} {target.identifier(iri)}", terms.address(iri), title=iri)
    return terms.thing(iri)


def _briefing(
    iri: str, own: Properties, tables: Mapping[str, RecordTable], standing: Mapping[str, Standing], terms: Terms
) -> Briefing:
    votes = tables.get(briefing.VOTES)
    counted = Counter(source for one in standing.values() for source in one.sources)
    used = [(terms.thing(source), number) for source, number in counted.items()]
    return Briefing(
        glance=briefing.glance(iri, own, tables, terms),
        timeline=briefing.timeline(tables.values()),
        differing=briefing.differing(votes) if votes else "",
        sources=sorted(used, key=lambda pair: (-pair[1], terms.order(pair[0].text))),
    )
