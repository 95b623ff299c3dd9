"""Runs the project's validation over one fixture, stage after stage as a build does."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

import pyoxigraph as ox
from rdflib import RDF, RDFS, SH, Graph, URIRef

from oegyo.pipeline.checks import Check, read_check, validate_checks
from oegyo.pipeline.derive import derive
from oegyo.pipeline.parse import read_prefixes
from oegyo.pipeline.shapes import validate_shapes
from oegyo.terms.namespaces import CHECK, SHAPE, shorten

if TYPE_CHECKING:
    from oegyo.pipeline.results import ValidationResult

HERE = Path(__file__).parent
ONTOLOGY = HERE.parent.parent / "ontology"
BASE = HERE / "base.ttl"
LANGUAGES = URIRef(f"{SHAPE}languages")

Severity = Literal["violation", "warning"]


class Failure(NamedTuple):
    """What fired: a shape or a check, on which property ("-" if on none), for which node; all as prefixed names."""

    shape: str
    path: str
    focus: str


@cache
def prefixes() -> dict[str, str]:
    """The project's prefixes."""
    return read_prefixes(ONTOLOGY / "prefixes.ttl")


def compact(iri: str) -> str:
    """An IRI as people write it."""
    return shorten(iri, prefixes())


def graph_from(*files: Path) -> Graph:
    """Turtle files in one rdflib graph."""
    graph = Graph(bind_namespaces="none")
    for file in files:
        graph.parse(file)
    return graph


@cache
def shapes() -> Graph:
    """All shapes in one graph."""
    files = sorted(ONTOLOGY.glob("shapes/*.ttl"))
    assert files, "no shapes found"
    return graph_from(*files)


@cache
def checks() -> dict[str, Check]:
    """All checks by id."""
    found = [read_check(file) for file in sorted(ONTOLOGY.glob("checks/*.rq"))]
    assert found, "no checks found"
    return {check.iri.removeprefix(CHECK): check for check in found}


@cache
def rules() -> dict[str, Path]:
    """All rules by the name of their file without ``.rq``."""
    files = sorted(ONTOLOGY.glob("rules/*.rq"))
    assert files, "no rules found"
    return {file.stem: file for file in files}


@cache
def skeleton() -> Graph:
    """Of the ontology only what shapes and checks read: its terms, the class tree, and whose properties they are.

    Of the shapes, what they ask of texts in each language.
    """
    ontology = graph_from(ONTOLOGY / "core.ttl", ONTOLOGY / "generated.ttl")
    domain, ontology_prefix = prefixes()["schema"] + "domainIncludes", prefixes()["vann"] + "preferredNamespacePrefix"
    graph = Graph(bind_namespaces="none")
    graph += shapes().triples((None, SH.targetClass, None))
    for shape in shapes().subjects(SH.languageIn, LANGUAGES):
        graph += shapes().triples((shape, None, None))
        graph += shapes().triples((None, SH.property, shape))
    for node in shapes().transitive_objects(LANGUAGES, RDF.rest):
        graph += shapes().triples((node, None, None))
    for predicate in (RDFS.subClassOf, RDFS.isDefinedBy, URIRef(domain), URIRef(ontology_prefix)):
        for triple in ontology.triples((None, predicate, None)):
            graph.add(triple)
    return graph


@cache
def base() -> tuple[Graph, tuple[ox.Quad, ...]]:
    """What every fixture is loaded with, for either engine."""
    graph = skeleton() + graph_from(BASE)
    store = ox.Store()
    store.load(graph.serialize(format="nt", encoding="utf-8"), format=ox.RdfFormat.N_TRIPLES)
    return graph, tuple(store)


def graph_of(*fixtures: Path) -> Graph:
    """The base and the fixtures in rdflib."""
    graph = graph_from(*fixtures)
    graph += base()[0]
    return graph


def store_of(*fixtures: Path) -> ox.Store:
    """The base and the fixtures in Oxigraph."""
    store = ox.Store()
    store.extend(base()[1])
    for fixture in fixtures:
        store.load(path=str(fixture), format=ox.RdfFormat.TURTLE)
    return store


def add_derived(store: ox.Store, *, without: frozenset[str] = frozenset()) -> None:
    """Add what the rules write."""
    written = derive(store, [file for name, file in rules().items() if name not in without])
    store.extend(ox.Quad(*triple) for triples in written.values() for triple in triples)


@cache
def results(fixture: Path) -> tuple[ValidationResult, ...]:
    """All that validation finds in a fixture: as in a build, rules and checks see only data that conforms to the shapes."""
    found = validate_shapes(graph_of(fixture), shapes())
    if all(result.warning for result in found):
        store = store_of(fixture)
        without = re.findall(r"(?m)^# without-rule: (\S+)$", fixture.read_text(encoding="utf-8"))
        add_derived(store, without=frozenset(without))
        found += validate_checks(store, checks().values(), prefixes())
    return tuple(found)


def run(fixture: Path, severity: Severity = "violation") -> set[Failure]:
    """The violations, or the warnings, that fire for a fixture."""
    return {
        Failure(compact(result.source), compact(result.path) if result.path else "-", compact(result.focus))
        for result in results(fixture)
        if result.warning == (severity == "warning")
    }
