"""The project's own IRIs."""

from __future__ import annotations

import pytest

from oegyo.terms.namespaces import graph_iri, shorten

PREFIXES = {"oegyo": "https://w3id.org/oegyo/", "state": "https://w3id.org/oegyo/id/state/"}


def test_an_iri_is_shortened_by_the_longest_prefix_that_fits() -> None:
    """An IRI without a prefix stays whole."""
    assert shorten("https://w3id.org/oegyo/id/state/KOR", PREFIXES) == "state:KOR"
    assert shorten("https://w3id.org/oegyo/ontology", PREFIXES) == "oegyo:ontology"
    assert shorten("http://example.org/", PREFIXES) == "http://example.org/"


def test_only_the_graphs_there_are_have_an_iri() -> None:
    """A slip in a graph's name is an error where it is made."""
    assert graph_iri("facts") == "https://w3id.org/oegyo/graph/facts"
    with pytest.raises(ValueError, match="no such graph: fact"):
        graph_iri("fact")
