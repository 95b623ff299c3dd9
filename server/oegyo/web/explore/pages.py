"""What the pages that explore the graph show, put together from the rows of a query each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from oegyo.terms import labels
from oegyo.web.explore import known, spans
from oegyo.web.explore.spans import CountTable, Span, by_name, count
from oegyo.web.http.addresses import address

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from oegyo.saved.query import SavedQuery
    from oegyo.web.http.language import Language
    from oegyo.web.reading.graph import Graph
    from oegyo.web.reading.site import Site
    from oegyo.web.reading.terms import Cell, Terms


@dataclass(frozen=True)
class Reader:
    """Who reads: the language, and where the pages and their names come from."""

    graph: Graph
    site: Site
    language: Language

    def terms(self, iris: Iterable[str]) -> Terms:
        """How to show ``iris`` to the reader."""
        return self.site.terms(self.language, self.graph.labels(iri for iri in iris if iri))

    def question(self, slug: str, **values: str) -> str | None:
        """The address of a saved query; None where the release has none of that name."""
        return address("questions.page", values, slug=slug) if slug in self.site.queries else None

    def questions(self, *slugs: str) -> list[SavedQuery]:
        """Those of the saved queries that the release has."""
        return [self.site.queries[slug] for slug in slugs if slug in self.site.queries]


@dataclass(frozen=True)
class Years:
    """The year that was ``asked`` for, if any, the ``first`` and the ``last`` there is, and how to ask for others."""

    asked: str
    first: str
    last: str
    whole: str
    earlier: str
    later: str

    @classmethod
    def of(cls, page: str, asked: str, known: tuple[str, str]) -> Years:
        """The years of the ``page``, of which the data speaks from the first to the last of ``known``."""
        first, last = known
        near = int(asked) if asked else 0
        return cls(
            asked=asked,
            first=first,
            last=last,
            whole=address(page),
            earlier=address(page, year=str(near - 1)) if first < asked else "",
            later=address(page, year=str(near + 1)) if asked and asked < last else "",
        )


@dataclass(frozen=True)
class SpanRow:
    """One row: a span, and the things that it names, as cells."""

    span: Span
    thing: Cell
    of: Mapping[str, Cell | None]
    places: list[Cell]

    @classmethod
    def of_span(cls, span: Span, terms: Terms) -> SpanRow:
        """The row of ``span``."""
        named = {name: terms.linked(iri) if iri else None for name, iri in span.of.items()}
        return cls(span, terms.linked(span.thing), named, [terms.linked(iri) for iri in span.places])


@dataclass(frozen=True)
class ExplorePage:
    """One page: the years it speaks of, its ``tables`` of counts and its ``lists`` by name, and how to name keys.

    ``numbers`` are told in its sentences, ``questions`` are saved queries to go on with, ``marked`` things stand out.
    """

    years: Years
    terms: Terms
    tables: Mapping[str, CountTable]
    lists: Mapping[str, list[SpanRow]]
    numbers: Mapping[str, int]
    questions: list[SavedQuery]
    marked: frozenset[str] = frozenset()


def index(reader: Reader) -> Mapping[str, int]:
    """How much there is to see on each page."""
    return reader.site.once(known.read_numbers)


def relations(reader: Reader, year: str) -> ExplorePage:
    """Diplomatic relations: opened in which decade and region, and with whom as they stood in a year."""
    found = reader.site.once(known.read_relations)
    standing = [span for span in found if not year or span.stood(year)]
    terms = reader.terms(iri for span in found for iri in span.named)
    regions = [(span.since, span.of["region"]) for span in found]

    def decade(row: str) -> str | None:
        return reader.question("relations-opened-between-two-dates", **{"from": f"{row}-01-01", "to": f"{row[:3]}9-12-31"})

    return ExplorePage(
        years=Years.of("explore.relations", year, spans.years(found)),
        terms=terms,
        tables={
            "decades": count(Counter((since[:3] + "0", region) for since, region in regions), _named(terms), decade),
            "years": count(Counter((since[:4], region) for since, region in regions), _named(terms)),
        },
        lists={"relations": [SpanRow.of_span(span, terms) for span in standing]},
        numbers={"all": len(found), "ended": sum(bool(span.until) for span in found)},
        questions=reader.questions("relations-opened-by-year-and-region", "relations-broken-off"),
    )


def missions(reader: Reader, year: str) -> ExplorePage:
    """Missions that Korea sends and receives: how many of which kind in which region, and where."""
    sides = reader.site.once(known.read_missions)
    found = [span for listed in sides.values() for span in listed]
    shown = {
        side: [span for span in listed if (span.stood(year) if year else not span.until)] for side, listed in sides.items()
    }
    terms = reader.terms(iri for span in found for iri in span.named)
    return ExplorePage(
        years=Years.of("explore.missions", year, spans.years(found)),
        terms=terms,
        tables={
            side: count(Counter((span.of["region"], span.of["kind"]) for span in listed), by_size)
            for side, listed in shown.items()
        },
        lists={side: [SpanRow.of_span(span, terms) for span in listed] for side, listed in shown.items()},
        numbers={
            "all": len(found),
            "dated": sum(bool(span.since) for span in found),
            "ended": sum(bool(span.until) for span in found),
        },
        questions=reader.questions("missions-by-kind", "missions-on-a-map", "missions-in-both-directions"),
    )


def peacekeeping(reader: Reader, year: str) -> ExplorePage:
    """Operations, and Korea's deployments to them: when and where."""
    there = reader.site.once(known.read_peacekeeping)
    operations, deployments = there.operations, there.deployments
    joined = {span.of["operation"] for span in deployments.values()}
    everything = [*operations.values(), *deployments.values()]
    terms = reader.terms(iri for span in everything for iri in span.named)
    shown = {
        name: [span for span in listed.values() if not year or span.stood(year)]
        for name, listed in (("deployments", deployments), ("operations", operations))
    }
    return ExplorePage(
        years=Years.of("explore.peacekeeping", year, spans.years(everything)),
        terms=terms,
        tables={},
        lists={name: [SpanRow.of_span(span, terms) for span in listed] for name, listed in shown.items()},
        numbers={
            "deployments": len(deployments),
            "operations": len(operations),
            "joined": len(joined & operations.keys()),
            "undated": sum(not span.since for span in deployments.values()),
        },
        marked=frozenset(joined),
        questions=reader.questions("deployments-in-order", "peacekeepers-over-time", "operations-in-order"),
    )


def _named(terms: Terms) -> spans.Order:
    """Columns by their names."""
    return lambda sums: by_name(sums, terms)


def by_size(sums: Counter[str]) -> list[str]:
    """Columns by their sums, the largest first."""
    return sorted(sums, key=lambda key: (-sums[key], labels.local_name(key)))
