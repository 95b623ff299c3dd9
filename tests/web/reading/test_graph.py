"""The graph as pages read it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

import oegyo.web
from oegyo.engine import tokens
from oegyo.engine.projection import in_order
from oegyo.engine.worker import StoreEngine
from oegyo.gate.site_worker import Observed, ObservedFinder
from oegyo.web.reading.graph import Graph

if TYPE_CHECKING:
    from oegyo.engine import Finder

FIXED = sorted(Path(oegyo.web.__file__).parent.glob("*/*.rq"))


@pytest.mark.parametrize("path", FIXED, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_fixed_query_asks_for_what_any_engine_finds(path: Path) -> None:
    """It names no graphs to ask over, asks no service and says its columns: nothing has to be put right in it."""
    text = path.read_text(encoding="utf-8").replace("UNDEF", "<https://example.org/>")
    assert tokens.graphs(text) == ([], [])
    assert tokens.open_services(text, {}) == (text, False)
    assert in_order(text) == text


LABELS = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<https://example.org/a> skos:prefLabel "A"@en , "가"@ko ; rdfs:label "A"@en , "also A"@en , "plain" .
<https://example.org/b> skos:notation "b" .
"""
NAMES = {"https://example.org/a": {"en": "A", "ko": "가", "": "plain"}}
ASKED = ["https://example.org/a", "https://example.org/b", "https://example.org/none"]


@pytest.fixture(name="finder")
def _finder() -> Finder:
    store = ox.Store()
    store.load(LABELS.encode(), format=ox.RdfFormat.TURTLE)
    return StoreEngine(store, 10_000, {})


def test_names_are_asked_for_once(finder: Finder) -> None:
    """Those that are not there too; a graph in this process never changes."""
    observed = ObservedFinder(finder)
    graph = Graph(observed)
    assert [graph.labels(ASKED) for _ in range(3)] == [NAMES] * 3
    assert len(observed.asked) == 1


def test_all_names_are_known_beforehand(finder: Finder) -> None:
    """A page asks for none that there is."""
    observed = ObservedFinder(finder)
    graph = Graph(observed)
    graph.remember_names()
    assert [graph.labels(ASKED[:1]) for _ in range(3)] == [NAMES] * 3
    assert len(observed.asked) == 1


def test_names_from_elsewhere_are_asked_for_every_time(finder: Finder) -> None:
    """Whoever keeps that endpoint may change them."""
    observed = Observed(finder)
    graph = Graph(observed)
    graph.remember_names()
    assert [graph.labels(ASKED) for _ in range(3)] == [NAMES] * 3
    assert len(observed.asked) == 3
