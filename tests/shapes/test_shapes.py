"""Every shape and every check accepts good data and rejects bad data, and nothing but what it should reject."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from rdflib import OWL, RDF, RDFS, SH, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.plugins.sparql import prepareQuery

from shapes import runner
from shapes.runner import HERE, ONTOLOGY, Failure, Severity, checks, compact, run

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from rdflib.plugins.sparql.sparql import Query

VALID = sorted(HERE.glob("valid/*.ttl"))
INVALID = sorted(HERE.glob("invalid/*.ttl"))


def partner(invalid: Path) -> Path:
    """The valid file of an invalid one: the longest valid name that its own begins with."""
    found = [valid for valid in VALID if invalid.stem.startswith(f"{valid.stem}-")]
    assert found, f"{invalid.name} has no partner in valid/"
    return max(found, key=lambda valid: len(valid.stem))


def expected(fixture: Path, severity: Severity) -> set[Failure]:
    """What the head of an invalid file says must fire."""
    word = {"violation": "expect", "warning": "expect-warning"}[severity]
    lines = re.findall(rf"(?m)^# {word}: (\S+) (\S+) (\S+)$", fixture.read_text(encoding="utf-8"))
    return {Failure(*line) for line in lines}


def all_expected(fixture: Path) -> set[Failure]:
    """All that must fire, violation or warning."""
    return expected(fixture, "violation") | expected(fixture, "warning")


@cache
def classes_in(fixture: Path) -> frozenset[tuple[str, str]]:
    """Which node is of which class in a file, as prefixed names."""
    rdf_type = ox.NamedNode(str(RDF.type))
    quads = ox.parse(path=str(fixture), format=ox.RdfFormat.TURTLE)
    return frozenset(
        (compact(quad.subject.value), compact(quad.object.value))
        for quad in quads
        if quad.predicate == rdf_type and isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode)
    )


def by_stem(path: Path) -> str:
    """The id of a parametrised test."""
    return path.stem


def test_fixtures_are_found() -> None:
    """A glob that finds nothing tests nothing."""
    assert len(VALID) >= 30
    assert len(INVALID) >= 150


def test_the_base_conforms() -> None:
    """What every fixture is loaded with is itself without fault."""
    assert run(runner.BASE) == set()
    assert run(runner.BASE, "warning") == set()


@pytest.mark.parametrize("fixture", VALID, ids=by_stem)
def test_good_data_passes(fixture: Path) -> None:
    """Good data fires nothing, not even a warning."""
    assert run(fixture) == set()
    assert run(fixture, "warning") == set()


@pytest.mark.parametrize("fixture", INVALID, ids=by_stem)
def test_bad_data_fires_what_it_must_and_no_more(fixture: Path) -> None:
    """Bad data fires exactly what the head of its file says."""
    assert all_expected(fixture), "the file does not say what must fire"
    assert run(fixture) == expected(fixture, "violation")
    assert run(fixture, "warning") == expected(fixture, "warning")


def test_every_valid_file_has_invalid_partners() -> None:
    """Files come in pairs: good data, and the same with one mistake."""
    assert {partner(invalid) for invalid in INVALID} == set(VALID)


@pytest.mark.parametrize("fixture", INVALID, ids=by_stem)
def test_the_valid_partner_has_what_the_invalid_file_breaks(fixture: Path) -> None:
    """The good data of a pair exercises what the bad data breaks: the node at fault, or one of its class."""
    good = classes_in(runner.BASE) | classes_in(partner(fixture))
    bad = classes_in(runner.BASE) | classes_in(fixture)
    sound = {term for pair in good for term in pair}
    for failure in all_expected(fixture):
        kinds = {kind for node, kind in bad if node == failure.focus}
        assert sound & ({failure.focus} | kinds), f"no {failure.focus} in {partner(fixture).name}, and none like it"


def node_shapes() -> Iterable[URIRef]:
    """All node shapes."""
    return sorted(shape for shape in runner.shapes().subjects(RDF.type, SH.NodeShape) if isinstance(shape, URIRef))


def subclasses(classes: Iterable[URIRef]) -> set[URIRef]:
    """The classes and all below them."""
    tree = runner.skeleton()
    found = {below for one in classes for below in tree.transitive_subjects(RDFS.subClassOf, one)}
    return {below for below in found if isinstance(below, URIRef)}


def targets(shape: URIRef) -> list[URIRef]:
    """The classes a node shape looks at."""
    return [one for one in runner.shapes().objects(shape, SH.targetClass) if isinstance(one, URIRef)]


@pytest.mark.parametrize("shape", node_shapes(), ids=lambda shape: compact(str(shape)))
def test_every_node_shape_is_fired_and_exercised(shape: URIRef) -> None:
    """An invalid file fires the node shape, or a property shape of it, on a node of its class; a valid file has one."""
    graph = runner.shapes()
    own = {compact(str(part)) for part in (shape, *graph.objects(shape, SH.property))}
    classes = {compact(str(one)) for one in subclasses(targets(shape))}
    firing = [
        fixture
        for fixture in INVALID
        if {failure.focus for failure in expected(fixture, "violation") if failure.shape in own}
        & {node for node, kind in classes_in(fixture) if kind in classes}
    ]
    assert firing, "no invalid file fires it"
    sound = {kind for fixture in firing for _, kind in classes_in(partner(fixture))}
    assert sound & classes, "no valid file has its class"


@pytest.mark.parametrize("name", checks())
def test_every_check_is_fired(name: str) -> None:
    """For each check an invalid file fires it; the valid file beside it has what it breaks (see above)."""
    severity: Severity = "warning" if checks()[name].warning else "violation"
    assert f"check:{name}" in {failure.shape for fixture in INVALID for failure in expected(fixture, severity)}


def test_check_ids_are_unique_and_begin_their_files() -> None:
    """An id names one check, and the name of its file begins with the number in it."""
    files = sorted(ONTOLOGY.glob("checks/*.rq"))
    assert len(files) == len(checks())
    for file, name in zip(files, checks(), strict=True):
        assert file.name.startswith(f"{name.partition('-')[0].lower()}-")


@pytest.mark.parametrize("name", checks())
def test_a_check_is_well_formed(name: str) -> None:
    """A check selects ?focusNode, orders its rows by it, and its message names only variables it selects."""
    check = checks()[name]
    select = re.search(r"SELECT (?:DISTINCT )?((?:\?\w+ )+)WHERE", check.file.text)
    assert select
    variables = select[1].split()
    assert variables[0] == "?focusNode"
    assert {f"?{name}" for name in re.findall(r"\{(\w+)\}", check.message)} <= set(variables)
    assert re.search(r"\nORDER BY \?focusNode", check.file.text)
    assert not re.search(r"\b(GRAPH|SERVICE|FROM)\b", check.file.text)


def plain(term: object) -> str:
    """A term as both engines write it."""
    text = str(term.n3()) if hasattr(term, "n3") else str(term)
    text = re.sub(r"@[\w-]+$", lambda tag: tag[0].lower(), text)
    return re.sub(r'"?\^\^<http://www.w3.org/2001/XMLSchema#(?:string|integer|decimal|boolean)>', "", text).strip('"')


@cache
def prepared(name: str) -> Query:
    """A check as rdflib reads it; its parser is slow, so once is enough."""
    return prepareQuery(checks()[name].file.text)


def rdflib_rows(graph: Graph, name: str) -> list[dict[str, str]]:
    """The rows of a check in rdflib."""
    return [{str(variable): plain(term) for variable, term in row.items()} for row in graph.query(prepared(name)).bindings]


def oxigraph_rows(store: ox.Store, name: str) -> list[dict[str, str]]:
    """The rows of a check in Oxigraph, unbound variables left out."""
    solutions = store.query(checks()[name].file.text)
    assert isinstance(solutions, ox.QuerySolutions)
    variables = [variable.value for variable in solutions.variables]
    return [{variable: plain(row[variable]) for variable in variables if row[variable] is not None} for row in solutions]


@cache
def both_engines(*fixtures: Path) -> tuple[Graph, ox.Store]:
    """The fixtures in rdflib and in Oxigraph."""
    return runner.graph_of(*fixtures), runner.store_of(*fixtures)


def in_order(rows: list[dict[str, str]]) -> list[list[tuple[str, str]]]:
    """Rows in an order of their own, to compare two lists of them."""
    return sorted(sorted(row.items()) for row in rows)


@pytest.mark.parametrize("name", checks())
def test_a_check_says_the_same_in_rdflib(name: str) -> None:
    """Both engines, rdflib and Oxigraph, find the same rows, in each fixture of the check and in all good data at once."""
    mine = [file for file in INVALID if any(failure.shape == f"check:{name}" for failure in all_expected(file))]
    for fixtures in (*((file,) for file in mine), *((partner(file),) for file in mine), tuple(VALID)):
        graph, store = both_engines(*fixtures)
        assert in_order(rdflib_rows(graph, name)) == in_order(oxigraph_rows(store, name))


def test_shapes_have_names() -> None:
    """Every shape is an IRI, so that a failure can be named; the only blank nodes are lists."""
    graph = runner.shapes()
    assert all(graph.value(node, RDF.rest) is not None for node in graph.subjects() if isinstance(node, BNode))
    for shape in set(graph.subjects(RDF.type, SH.PropertyShape)):
        for predicate in (SH.path, SH.name, SH.message):
            assert len(list(graph.objects(shape, predicate))) == 1, f"{shape} needs one {predicate}"
    for shape in node_shapes():
        assert len(list(graph.objects(shape, SH.message))) == 1
        assert list(graph.objects(shape, SH.property))
    for message in (*graph.objects(None, SH.message), *graph.objects(None, SH.name)):
        assert isinstance(message, Literal)
        assert message.language == "en"


def test_every_property_shape_is_used() -> None:
    """A property shape that no node shape has looks at nothing."""
    graph = runner.shapes()
    assert set(graph.subjects(RDF.type, SH.PropertyShape)) == set(graph.objects(None, SH.property))


def test_every_class_has_one_node_shape() -> None:
    """Each class of the ontology is looked at by exactly one node shape."""
    graph = runner.shapes()
    core = Graph(bind_namespaces="none").parse(ONTOLOGY / "core.ttl")
    classes = {one for one in core.subjects(RDF.type, OWL.Class) if isinstance(one, URIRef)}
    assert classes
    for one in classes:
        assert len(list(graph.subjects(SH.targetClass, one))) == 1, f"{one} needs exactly one node shape"


def test_every_property_of_a_class_is_in_its_shape() -> None:
    """What the ontology lets a class carry (schema:domainIncludes), the shape of the class looks at."""
    graph = runner.shapes()
    domain = URIRef(f"{runner.prefixes()['schema']}domainIncludes")
    core = Graph(bind_namespaces="none").parse(ONTOLOGY / "core.ttl")
    pairs = list(core.subject_objects(domain))
    assert pairs
    for term, one in pairs:
        shape = graph.value(None, SH.targetClass, one)
        paths = {graph.value(part, SH.path) for part in graph.objects(shape, SH.property)}
        assert term in paths, f"{shape} does not look at {term}"


def test_closed_shapes_let_pass_what_the_build_writes() -> None:
    """A closed shape accepts the names, bounds and sources that the rules add, so that a download conforms too."""
    graph = runner.shapes()
    closed = list(graph.subjects(SH.closed, Literal(True)))
    assert len(closed) == 7
    written = {"rdf:type", "rdfs:label", "prov:wasDerivedFrom", "oegyo:earliest", "oegyo:latest"}
    for shape in closed:
        ignored = Collection(graph, graph.value(shape, SH.ignoredProperties))  # type: ignore[arg-type] # a shape found by this property has it
        assert written <= {compact(str(item)) for item in ignored}


def test_every_shape_is_fired() -> None:
    """Each node shape with something of its own to say, and each property shape, is fired by an invalid file."""
    graph = runner.shapes()
    speaking = set(graph.subjects(SH.path)) | {shape for shape in node_shapes() if graph.value(shape, SH.pattern)}
    fired = {failure.shape for fixture in INVALID for failure in all_expected(fixture)}
    assert {compact(str(shape)) for shape in speaking} <= fired
