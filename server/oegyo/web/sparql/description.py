"""What the endpoint is and can do, as RDF: https://www.w3.org/TR/sparql11-service-description/."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from oegyo.terms.formats import ANSWERS
from oegyo.terms.namespaces import graph_iri
from oegyo.terms.vocabularies import SD, TYPE, VOID, XSD
from oegyo.web.reading.graph import serialize

if TYPE_CHECKING:
    from collections.abc import Mapping

_PREFIXES = {
    "sd": SD,
    "void": VOID,
    "format": "http://www.w3.org/ns/formats/",
    "xsd": XSD,
}


def write(address: str, triples: Mapping[str, int], media_type: str) -> bytes:
    """The description of the endpoint at ``address``, whose named graphs hold ``triples``, written as ``media_type``."""
    return serialize(_describe(ox.NamedNode(address), triples), media_type, _PREFIXES)


def _describe(service: ox.NamedNode, triples: Mapping[str, int]) -> list[ox.Triple]:
    dataset, default = ox.NamedNode(f"{service.value}#dataset"), ox.NamedNode(f"{service.value}#default-graph")
    described = [
        ox.Triple(service, TYPE, _sd("Service")),
        ox.Triple(service, _sd("endpoint"), service),
        ox.Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Query")),
        ox.Triple(service, _sd("feature"), _sd("UnionDefaultGraph")),
        *(ox.Triple(service, _sd("resultFormat"), name) for name in _result_formats()),
        ox.Triple(service, _sd("defaultDataset"), dataset),
        ox.Triple(dataset, TYPE, _sd("Dataset")),
        ox.Triple(dataset, _sd("defaultGraph"), default),
        ox.Triple(default, TYPE, _sd("Graph")),
    ]
    if triples:
        described.append(ox.Triple(default, _void("triples"), _integer(sum(triples.values()))))
    for name, count in triples.items():
        if count:  # a graph that holds nothing is not there to be asked
            described += _named_graph(dataset, name, count)
    return described


def _named_graph(dataset: ox.NamedNode, name: str, count: int) -> list[ox.Triple]:
    named = ox.NamedNode(f"{dataset.value}-{name}")
    return [
        ox.Triple(dataset, _sd("namedGraph"), named),
        ox.Triple(named, TYPE, _sd("NamedGraph")),
        ox.Triple(named, _sd("name"), ox.NamedNode(graph_iri(name))),
        ox.Triple(named, _sd("graph"), content := ox.NamedNode(f"{named.value}-content")),
        ox.Triple(content, TYPE, _sd("Graph")),
        ox.Triple(content, _void("triples"), _integer(count)),
    ]


def _result_formats() -> list[ox.NamedNode]:
    return [ox.NamedNode(_PREFIXES["format"] + entry.described) for entry in ANSWERS]


def _sd(name: str) -> ox.NamedNode:
    return ox.NamedNode(_PREFIXES["sd"] + name)


def _void(name: str) -> ox.NamedNode:
    return ox.NamedNode(_PREFIXES["void"] + name)


def _integer(number: int) -> ox.Literal:
    return ox.Literal(str(number), datatype=ox.NamedNode(XSD + "integer"))
