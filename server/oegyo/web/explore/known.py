"""What the graph knows of all that has a date: the same for every reader and every year, and so read once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from oegyo.web.explore.spans import Span
from oegyo.web.reading.rows import value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from oegyo.web.reading.graph import Graph


@dataclass(frozen=True)
class Peacekeeping:
    """The operations, and Korea's deployments to them, by IRI."""

    operations: Mapping[str, Span]
    deployments: Mapping[str, Span]


def read_numbers(graph: Graph) -> dict[str, int]:
    """How much there is to see on each page."""
    return {value(what): int(value(number)) for what, number in graph.listed("explore/numbers")}


def read_years(graph: Graph) -> dict[tuple[str, str], int]:
    """How many dates there are by year and class."""
    return {(value(day), value(class_)): int(value(total)) for class_, day, total in graph.listed("explore/years")}


def read_relations(graph: Graph) -> list[Span]:
    """Diplomatic relations, by country and region."""
    return _distinct(
        Span(relation, since, until, of={"country": country, "region": region})
        for relation, country, since, until, region in _texts(graph, "explore/relations")
    )


def read_missions(graph: Graph) -> dict[str, list[Span]]:
    """Missions that Korea sends (``abroad``) and receives (``here``), by partner, kind and region."""
    sides: dict[str, list[Span]] = {"abroad": [], "here": []}
    for mission, abroad, partner, kind, city, latitude, longitude, since, until, seen, region in _texts(
        graph, "explore/missions"
    ):
        span = Span(
            mission,
            since,
            until,
            seen,
            of={"partner": partner, "kind": kind, "region": region},
            places=[city] if city else [],
            point=(latitude, longitude) if latitude and longitude else None,
        )
        sides["abroad" if abroad == "true" else "here"].append(span)
    return {side: _distinct(found) for side, found in sides.items()}


def read_peacekeeping(graph: Graph) -> Peacekeeping:
    """Operations and deployments; one without coordinates is where its operation is, or else its state."""
    operations, deployments = _gathered(_texts(graph, "explore/peacekeeping"))
    for span in (*deployments.values(), *operations.values()):
        span.point = span.point or operations.get(span.of["operation"], span).point or span.capital
    return Peacekeeping(operations, deployments)


def _texts(graph: Graph, name: str) -> Iterable[tuple[str, ...]]:
    return (tuple(map(value, row)) for row in graph.listed(name))


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


READ = (read_numbers, read_years, read_relations, read_missions, read_peacekeeping)
"""All that is read."""
