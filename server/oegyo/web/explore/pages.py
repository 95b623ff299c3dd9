"""What the pages that explore the graph show, put together from the rows of a query each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from oegyo.terms import labels
from oegyo.web.explore import spans
from oegyo.web.explore.spans import CountTable, Span, by_name, count
from oegyo.web.http.addresses import address
from oegyo.web.reading.rows import value

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
        places = [cell for iri in span.places if (cell := spans.cell(iri, terms))]
        named = {name: spans.cell(iri, terms) for name, iri in span.of.items()}
        return cls(span, spans.linked(span.thing, terms), named, places)


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
    return {value(what): int(value(number)) for what, number in reader.graph.listed("explore/numbers")}


def relations(reader: Reader, year: str) -> ExplorePage:
    """Diplomatic relations: opened in which decade and region, and with whom as they stood in a year."""
    rows = [tuple(map(value, row)) for row in reader.graph.listed("explore/relations")]
    found = _distinct(
        Span(relation, since, until, of={"country": country, "region": region})
        for relation, country, since, until, region in rows
    )
    standing = [span for span in found if not year or span.stood(year)]
    terms = reader.terms(iri for row in rows for iri in (row[0], row[1], row[4]))
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
    rows = [tuple(map(value, row)) for row in reader.graph.listed("explore/missions")]
    found = _distinct(
        Span(
            mission,
            since,
            until,
            seen,
            of={"partner": partner, "kind": kind, "region": region, "abroad": abroad},
            places=[city] if city else [],
            point=(latitude, longitude) if latitude and longitude else None,
        )
        for mission, abroad, partner, kind, city, latitude, longitude, since, until, seen, region in rows
    )
    shown = [span for span in found if (span.stood(year) if year else not span.until)]
    terms = reader.terms(iri for row in rows for iri in (row[0], row[2], row[3], row[4], row[10]))
    sides: dict[str, list[Span]] = {"abroad": [], "here": []}
    for span in shown:
        sides["abroad" if span.of["abroad"] == "true" else "here"].append(span)
    return ExplorePage(
        years=Years.of("explore.missions", year, spans.years(found)),
        terms=terms,
        tables={
            side: count(Counter((span.of["region"], span.of["kind"]) for span in listed), by_size)
            for side, listed in sides.items()
        },
        lists={side: [SpanRow.of_span(span, terms) for span in listed] for side, listed in sides.items()},
        numbers={
            "all": len(found),
            "dated": sum(bool(span.since) for span in found),
            "ended": sum(bool(span.until) for span in found),
        },
        questions=reader.questions("missions-by-kind", "missions-on-a-map", "missions-in-both-directions"),
    )


def peacekeeping(reader: Reader, year: str) -> ExplorePage:
    """Operations, and Korea's deployments to them: when and where."""
    operations, deployments = _gathered(tuple(map(value, row)) for row in reader.graph.listed("explore/peacekeeping"))
    for span in (*deployments.values(), *operations.values()):  # without coordinates, it is where its operation is
        span.point = span.point or operations.get(span.of["operation"], span).point or span.capital
    joined = {span.of["operation"] for span in deployments.values()}
    everything = [*operations.values(), *deployments.values()]
    terms = reader.terms(iri for span in everything for iri in (span.thing, *span.of.values(), *span.places))
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


def _distinct(found: Iterable[Span]) -> list[Span]:
    """``found`` without what comes again, as a thing in two cities or regions does."""
    return list({span.thing: span for span in reversed(list(found))}.values())[::-1]


def _gathered(rows: Iterable[tuple[str, ...]]) -> tuple[dict[str, Span], dict[str, Span]]:
    """The operations and the deployments of ``rows``, each with all its places."""
    operations: dict[str, Span] = {}
    deployments: dict[str, Span] = {}
    for thing, operation, since, until, place, *coordinates in rows:
        group = operations if thing == operation else deployments
        span = group.setdefault(thing, Span(thing, since, until, of={"operation": operation}))
        if place and place not in span.places:
            span.places.append(place)
        latitude, longitude, capital_latitude, capital_longitude = coordinates
        if latitude and longitude and not span.point:
            span.point = (latitude, longitude)
        if capital_latitude and capital_longitude and not span.capital:
            span.capital = (capital_latitude, capital_longitude)
    return operations, deployments


def _named(terms: Terms) -> spans.Order:
    """Columns by their names."""
    return lambda sums: by_name(sums, terms)


def by_size(sums: Counter[str]) -> list[str]:
    """Columns by their sums, the largest first."""
    return sorted(sums, key=lambda key: (-sums[key], labels.local_name(key)))
