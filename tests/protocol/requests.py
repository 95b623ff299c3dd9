"""Requests and what they must be answered: the shape of the tables."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Iterator

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
PROBLEM = "application/problem+json"


@dataclass(frozen=True)
class Expected:
    """Status, headers and body of an answer; of a problem instead of the body its type and detail, and some offers."""

    status: int
    content_type: str | None
    body: str = ""
    problem: tuple[str, str] | None = None
    offers: frozenset[str] = frozenset()
    headers: dict[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Request:
    """One request of the protocol."""

    method: str
    address: str = "/sparql"
    body: bytes = b""
    content_type: str | None = None
    accept: str | None = None
    headers: dict[str, str] = field(default_factory=dict)


Row = tuple[str, Request, Expected]
"""A row of a table: its name, the request, and the answer."""


@dataclass(frozen=True)
class Graphs:
    """The graphs that a request names."""

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """As the protocol has them."""
        default = [("default-graph-uri", iri) for iri in self.default]
        return [*default, *(("named-graph-uri", iri) for iri in self.named)]


NO_GRAPHS = Graphs()


def problem(status: int, slug: str, detail: str) -> Expected:
    """The answer to a request that has none."""
    return Expected(status, PROBLEM, problem=(f"https://w3id.org/oegyo/problem/{slug}", detail))


def ways(query: str, accept: str | None = None, graphs: Graphs = NO_GRAPHS) -> Iterator[tuple[str, Request]]:
    """Each way of asking ``query``: in the address, as a form, as the body, and for the head of the answer alone."""
    graph, asked = urlencode(graphs.parameters), urlencode([("query", query), *graphs.parameters])
    yield "GET", Request("GET", f"/sparql?{asked}", accept=accept)
    yield "HEAD", Request("HEAD", f"/sparql?{asked}", accept=accept)
    yield "form", Request("POST", body=asked.encode(), content_type=FORM, accept=accept)
    yield "direct", Request("POST", f"/sparql?{graph}", query.encode(), QUERY, accept)
    yield (
        "form, graphs in the address",
        Request("POST", f"/sparql?{graph}", urlencode({"query": query}).encode(), FORM, accept),
    )


def of_head(expected: Expected) -> Expected:
    """What HEAD gets where GET gets ``expected``."""
    return replace(expected, body="", problem=None, offers=frozenset())


def beside(query: str, given: str, accept: str | None) -> Iterator[tuple[str, Request]]:
    """Each way of asking ``query`` with encoded parameters ``given`` beside it."""
    asked = f"{urlencode({'query': query})}&{given}"
    yield "GET", Request("GET", f"/sparql?{asked}", accept=accept)
    yield "form", Request("POST", body=asked.encode(), content_type=FORM, accept=accept)
    yield "direct", Request("POST", f"/sparql?{given}", query.encode(), QUERY, accept)
