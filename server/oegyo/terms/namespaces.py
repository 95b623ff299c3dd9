"""The project's own IRIs: the base is written here and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

BASE = "https://w3id.org/oegyo/"
ONTOLOGY = f"{BASE}ontology"
TERM = f"{ONTOLOGY}#"
ID = f"{BASE}id/"
CONCEPT = f"{BASE}concept/"
GRAPH = f"{BASE}graph/"
SHAPE = f"{BASE}shapes#"
PRESENTATION = f"{BASE}presentation#"
CHECK = f"{BASE}check/"
QUERY = f"{BASE}queries/"
QUALITY = f"{BASE}quality#"

GRAPHS = (
    "ontology",
    "concepts",
    "shapes",
    "alignments",
    "presentation",
    "facts",
    "sources",
    "links",
    "derived",
    "report",
    "queries",
    "description",
)
"""Every named graph of a release, by the last part of its IRI; they exist to manage the data, not to carry meaning."""


def graph_iri(name: str) -> str:
    """The IRI of the named graph ``name``, one of `GRAPHS`."""
    if name not in GRAPHS:
        msg = f"no such graph: {name}"
        raise ValueError(msg)
    return GRAPH + name


def shorten(iri: str, prefixes: Mapping[str, str]) -> str:
    """``iri`` as people write it, ``membership:KOR-UN``: by the longest prefix that fits, whole when none does."""
    fits = [(namespace, prefix) for prefix, namespace in prefixes.items() if iri.startswith(namespace)]
    if not fits:
        return iri
    namespace, prefix = max(fits, key=lambda pair: len(pair[0]))
    return f"{prefix}:{iri.removeprefix(namespace)}"
