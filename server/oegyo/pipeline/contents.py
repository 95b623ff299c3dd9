"""What a release is written from: the triples of each graph and of each file that people may take alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from oegyo import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from oegyo.pipeline.parse import TurtleFile
    from oegyo.pipeline.results import ValidationResult
    from oegyo.saved.query import SavedQuery


_WITH_BLANK_NODES = ("shapes", "presentation")
"""The graphs with the lists and paths of SHACL."""


@dataclass(frozen=True)
class Contents:
    """What a release is written from.

    ``graphs`` holds the triples of each named graph by its short name, ``topics`` those of each file that people may take
    alone, ``texts`` the hand-kept Turtle of a topic, ``queries`` the text of each saved query by slug.
    """

    graphs: Mapping[str, set[ox.Triple]]
    topics: Mapping[str, set[ox.Triple]]
    texts: Mapping[str, str]
    queries: Mapping[str, str]
    prefixes: Mapping[str, str]
    warnings: tuple[str, ...]
    version: str
    fingerprint: str


def contents_of(
    files: Iterable[TurtleFile],
    written: Mapping[str, set[ox.Triple]],
    queries: Mapping[str, SavedQuery],
    prefixes: Mapping[str, str],
    warnings: Iterable[ValidationResult],
    fingerprint: str,
) -> Contents:
    """The contents of a release: ``files`` in their graphs, and beside them the graphs that the build has ``written``."""
    graphs = {name: set(triples) for name, triples in written.items()}
    topics: dict[str, set[ox.Triple]] = {name: set() for name in ("ontology", "concepts", *_WITH_BLANK_NODES)}
    topics["quality"] = graphs["description"]
    texts: dict[str, str] = {}
    for file in files:
        graphs.setdefault(file.graph, set()).update(file.triples)
        if file.name.startswith("data/"):
            topic = file.name.removeprefix("data/").removesuffix(".ttl").replace("/", "-")
            topics[topic], texts[topic] = set(file.triples), file.text
        elif file.graph in topics:
            topics[file.graph].update(file.triples)
    for name in _WITH_BLANK_NODES:
        graphs[name] = topics[name] = with_certain_names(graphs[name])
    return Contents(
        graphs=graphs,
        topics=topics,
        texts=texts,
        queries={slug: query.text for slug, query in queries.items()},
        prefixes=prefixes,
        warnings=tuple(f"{warning.focus} {warning.message}" for warning in warnings),
        version=__version__,
        fingerprint=fingerprint,
    )


def with_certain_names(triples: Iterable[ox.Triple]) -> set[ox.Triple]:
    """``triples`` with blank nodes named by what they are (https://www.w3.org/TR/rdf-canon/), not by chance."""
    dataset = ox.Dataset(ox.Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return {quad.triple for quad in dataset}
