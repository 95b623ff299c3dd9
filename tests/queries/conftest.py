"""The release of the real graph, in both engines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from rdflib import Graph

if TYPE_CHECKING:
    from oegyo.release import Release


@pytest.fixture(name="release", scope="session")
def _release(published: Release) -> Release:
    return published


@pytest.fixture(name="oxigraph", scope="session")
def _oxigraph(release: Release) -> ox.Store:
    store = ox.Store()
    store.bulk_load(path=release.graph, format=ox.RdfFormat.N_QUADS)
    return store


@pytest.fixture(name="rdflib_graph", scope="session")
def _rdflib_graph(release: Release) -> Graph:
    """The union of the named graphs, which is what a query without GRAPH is asked of; in the quickest of rdflib's stores."""
    triples = {quad.triple for quad in ox.parse(path=release.graph, format=ox.RdfFormat.N_QUADS)}
    graph = Graph("SimpleMemory", bind_namespaces="none")
    return graph.parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES), format="nt")
