"""What benchmarks ask of the graph."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import quote

from benchmarks.local_server import RESULTS, Unmeasured, address_of
from benchmarks.wrk import UNIQUE

if TYPE_CHECKING:
    from benchmarks.local_server import Server

BASE = "https://w3id.org/oegyo/"
STATES = f"SELECT ?state {{ ?state a <{BASE}ontology#State> }} ORDER BY ?state LIMIT 20"
LOOKUP = f"SELECT ?p ?o {{ <{BASE}id/state/KOR> ?p ?o }} LIMIT 10"
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
SORTED = f"""SELECT ?state ?name {{
  ?state a <{BASE}ontology#State> ; <http://www.w3.org/2004/02/skos/core#prefLabel> ?name FILTER(LANG(?name) = "ko")
}} ORDER BY ?name LIMIT 20"""
_MEMBERSHIPS = f"""PREFIX oegyo: <{BASE}ontology#>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?name ?since {{{{
  ?membership org:member <{{}}> ; org:organization ?organization ; oegyo:startDate ?since .
  ?organization skos:prefLabel ?name FILTER(LANG(?name) = "en")
}}}} ORDER BY ?since"""
_NAMES = f"""SELECT ?name {{
  ?state a <{BASE}ontology#State> ; <http://www.w3.org/2004/02/skos/core#prefLabel> ?name
}} ORDER BY ?name LIMIT 300"""


def unique(query: str) -> str:
    """The address that asks ``query``, with a comment that makes it another query every time."""
    return address_of(f"{query} # {UNIQUE}")


def joins(server: Server) -> list[str]:
    """The addresses that ask for the memberships of some states, with a comment that makes each another query every time."""
    return [unique(_MEMBERSHIPS.format(state)) for state in _values(server, STATES)]


def pages(server: Server) -> list[str]:
    """The addresses of the pages of some states."""
    return [f"/{state.removeprefix(BASE)}.html" for state in _values(server, STATES)]


def words(server: Server) -> list[str]:
    """Names to search for, in three languages, as an address has them."""
    return [quote(name) for name in _values(server, _NAMES)]


def _values(server: Server, query: str) -> list[str]:
    status, _, body = server.fetch(address_of(query), 60, Accept=RESULTS)
    if status != 200:
        raise Unmeasured(f"{query} is answered with {status}")
    return [term["value"] for solution in json.loads(body)["results"]["bindings"] for term in solution.values()]
