"""A release of the real graph, built once, in both engines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from rdflib import Graph

from oegyo.paths import installed_sources
from oegyo.pipeline import stages

if TYPE_CHECKING:
    from oegyo.release import Release


@pytest.fixture(name="release", scope="session")
def _release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return stages.build(installed_sources(), tmp_path_factory.mktemp("releases"), lambda _: None)


@pytest.fixture(name="oxigraph", scope="session")
def _oxigraph(release: Release) -> ox.Store:
    store = ox.Store()
    store.bulk_load(path=release.graph, format=ox.RdfFormat.N_QUADS)
    return store


@pytest.fixture(name="rdflib_graph", scope="session")
def _rdflib_graph(release: Release) -> Graph:
    """The union of the named graphs, which is what a query without GRAPH is asked of."""
    triples = {quad.triple for quad in ox.parse(path=release.graph, format=ox.RdfFormat.N_QUADS)}
    graph = Graph(bind_namespaces="none")
    return graph.parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES), format="nt")
