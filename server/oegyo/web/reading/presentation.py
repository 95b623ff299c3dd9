"""How classes and properties are shown, as ``ontology/presentation/`` says it in SHACL and DASH terms.

An engine elsewhere may hold an older release, without that graph. Then nothing is said here: pages show what is known in
the order of names, without tables, and the search finds nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyoxigraph as ox

from oegyo.saved.header import read_yaml
from oegyo.terms.labels import local_name
from oegyo.terms.namespaces import PRESENTATION, QUERY, TERM
from oegyo.terms.vocabularies import CSVW, DASH, PREF_LABEL, RDF, SH, SKOS, TYPE
from oegyo.web.reading.rows import value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from oegyo.web.reading.graph import Graph
    from oegyo.web.reading.nodes import Value

_ANYTHING = PRESENTATION + "Any"
_HEADING = PRESENTATION + "heading"
_KNOWN = PRESENTATION + "known"
"""The group of a property that is in no other."""

_LAST = float("inf")


@dataclass(frozen=True)
class TablePresentation:
    """A table of what points to a thing by any of ``properties``.

    It is made from the fixed query called ``query``, or, where there is none, from the records of ``classes``: a column for
    each of ``columns``, the property by its variable. Its ``picture`` is by role. When it is ``listed_too``, it has only
    some of what points to the thing.
    """

    name: str
    title: Mapping[str, str]
    properties: tuple[str, ...] = ()
    query: str = ""
    classes: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    headings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    picture: Mapping[str, str] = field(default_factory=dict)
    listed_too: bool = False


@dataclass(frozen=True)
class Newest:
    """The newest by ``date`` of the records of ``classes`` that point to a thing by any of ``properties``.

    The saved queries ``questions`` go on from there.
    """

    name: str
    title: Mapping[str, str]
    properties: tuple[str, ...]
    classes: tuple[str, ...]
    date: str
    questions: tuple[str, ...] = ()


@dataclass(frozen=True)
class NodeShape:
    """How the things of a class are shown, or one thing: what stands where, what nowhere, the tables and the words.

    ``places`` has the place of a property, that of its group first; those in ``heading`` stand above the rest.
    ``structured`` is what schema.org calls such a thing, ``structured_properties`` what it calls a property of it.
    """

    places: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    heading: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()
    tables: tuple[TablePresentation, ...] = ()
    newest: tuple[Newest, ...] = ()
    structured: str = ""
    structured_properties: Mapping[str, str] = field(default_factory=dict)

    @property
    def covered(self) -> set[str]:
        """The properties of which a table, or a list of the newest, shows all that points by them."""
        tables = {one for table in self.tables if not table.listed_too for one in table.properties}
        return tables | {one for newest in self.newest for one in newest.properties}


@dataclass(frozen=True)
class Presentation:
    """How everything is shown: by class, by thing, and what holds for ``anything``.

    ``inverses`` says what a property is called when it is read from its value; what points by the properties ``counted`` is
    not listed. ``columns`` are the headings by the variable of the query, ``kinds`` the kinds of thing in a search. A
    property that nobody placed stands among the ``known``, after those that somebody did.
    """

    classes: Mapping[str, NodeShape] = field(default_factory=dict)
    things: Mapping[str, NodeShape] = field(default_factory=dict)
    anything: NodeShape = field(default_factory=NodeShape)
    inverses: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    counted: frozenset[str] = frozenset()
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    kinds: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    known: float = 0

    def of(self, types: Iterable[str]) -> NodeShape:
        """How a thing of the classes ``types`` is shown: as the first of them says that says anything."""
        return next((self.classes[one] for one in types if one in self.classes), NodeShape())

    def place(self, property_: str, shape: NodeShape) -> tuple[float, float]:
        """Where ``property_`` stands on the page of a thing that ``shape`` is for."""
        return shape.places.get(property_) or self.anything.places.get(property_) or (self.known, _LAST)


def read_presentation(graph: Graph) -> Presentation:
    """What ``graph`` says of how things are shown."""
    nodes = _Nodes(graph.triples("reading/presentation"))
    shapes = list(nodes.of_type(SH + "NodeShape"))
    columns = nodes.of_type(CSVW + "Column")
    common = [one for one in nodes.objects(ox.NamedNode(_ANYTHING), SH + "property") if nodes.inverse(one)]
    return Presentation(
        classes=_by_target(nodes, shapes, SH + "targetClass"),
        things=_by_target(nodes, shapes, SH + "targetNode"),
        anything=_shape(nodes, ox.NamedNode(_ANYTHING)),
        inverses={iri: nodes.labels(one, SH + "name") for one in common for iri in nodes.inverse(one)},
        counted=frozenset(iri for one in common if nodes.is_true(one, TERM + "countedOnly") for iri in nodes.inverse(one)),
        columns={nodes.text(one, CSVW + "name"): nodes.labels(one, CSVW + "title") for one in columns},
        kinds={
            nodes.text(one, SKOS + "notation"): nodes.labels(one, PREF_LABEL.value)
            for one in sorted(nodes.of_type(SKOS + "Collection"), key=nodes.order)
        },
        known=nodes.order(ox.NamedNode(_KNOWN)),
    )


class _Nodes:
    """The triples by what they are about, blank nodes too."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self._of: dict[object, dict[str, list[Value]]] = {}
        for triple in triples:
            self._of.setdefault(triple.subject, {}).setdefault(triple.predicate.value, []).append(triple.object)

    def of_type(self, iri: str) -> Iterator[ox.NamedNode]:
        """The nodes of the class ``iri``."""
        wanted = ox.NamedNode(iri)
        return (node for node in self._of if isinstance(node, ox.NamedNode) and wanted in self.objects(node, TYPE.value))

    def objects(self, node: object, predicate: str) -> list[Value]:
        """The values of ``predicate``."""
        return self._of.get(node, {}).get(predicate, [])

    def iris(self, node: object, predicate: str) -> tuple[str, ...]:
        """The IRIs among them."""
        return tuple(one.value for one in self.objects(node, predicate) if isinstance(one, ox.NamedNode))

    def text(self, node: object, predicate: str) -> str:
        """The first value as programs read it; nothing when there is none."""
        return next((value(one) for one in self.objects(node, predicate)), "")

    def labels(self, node: object, predicate: str) -> Mapping[str, str]:
        """The texts by language tag."""
        literals = [one for one in self.objects(node, predicate) if isinstance(one, ox.Literal)]
        return {one.language or "": one.value for one in literals}

    def is_true(self, node: object, predicate: str) -> bool:
        """Whether ``predicate`` says so."""
        return self.text(node, predicate) == "true"

    def order(self, node: object) -> float:
        """What ``sh:order`` says; without it, last."""
        return float(self.text(node, SH + "order") or _LAST)

    def items(self, node: object) -> Iterator[Value]:
        """What is in the RDF list ``node``."""
        while first := self.objects(node, RDF + "first"):
            yield first[0]
            node = next(iter(self.objects(node, RDF + "rest")), None)

    def inverse(self, shape: object) -> tuple[str, ...]:
        """The properties whose inverse is the path of ``shape``, or one of its alternatives."""
        path = next(iter(self.objects(shape, SH + "path")), None)
        lists = self.objects(path, SH + "alternativePath")
        return tuple(
            iri for one in (self.items(lists[0]) if lists else (path,)) for iri in self.iris(one, SH + "inversePath")
        )


def _by_target(nodes: _Nodes, shapes: Iterable[ox.NamedNode], target: str) -> dict[str, NodeShape]:
    return {iri: _shape(nodes, shape) for shape in shapes for iri in nodes.iris(shape, target)}


def _shape(nodes: _Nodes, node: ox.NamedNode) -> NodeShape:
    own = sorted(nodes.objects(node, SH + "property"), key=lambda one: (nodes.order(one), str(one)))
    direct = [(one, iri) for one in own if not _is_table(nodes, one) for iri in nodes.iris(one, SH + "path")]
    hidden = frozenset(iri for one, iri in direct if nodes.is_true(one, DASH + "hidden"))
    heading = frozenset(iri for one, iri in direct if _HEADING in nodes.iris(one, SH + "group"))
    structured = ((iri, nodes.text(one, TERM + "structuredAs")) for one, iri in direct)
    return NodeShape(
        places={iri: (_group(nodes, one), nodes.order(one)) for one, iri in direct},
        heading=heading,
        hidden=hidden,
        tables=tuple(_table(nodes, node, one) for one in own if _is_table(nodes, one)),
        newest=tuple(_newest(nodes, node, one) for one in own if nodes.iris(one, TERM + "newestBy")),
        structured=local_name(nodes.text(node, TERM + "structuredAs")),
        structured_properties={iri: local_name(name) for iri, name in structured if name},
    )


def _is_table(nodes: _Nodes, shape: object) -> bool:
    return DASH + "ValueTableViewer" in nodes.iris(shape, DASH + "viewer")


def _group(nodes: _Nodes, shape: object) -> float:
    """The place of the group that a property is in."""
    return nodes.order(next(iter(nodes.objects(shape, SH + "group")), ox.NamedNode(_KNOWN)))


def _name(owner: ox.NamedNode, shape: Value) -> str:
    """What the table ``shape`` of ``owner`` is called on its page: ``votes`` for ``State-votes``."""
    return value(shape).removeprefix(f"{owner.value}-")


def _table(nodes: _Nodes, owner: ox.NamedNode, node: Value) -> TablePresentation:
    properties, classes = nodes.inverse(node), nodes.iris(node, TERM + "rowClass")
    leading = properties if len(properties) == 1 else ()  # of several, a column says which leads to the thing
    columns = {local_name(iri): iri for one in classes for iri in _columns(nodes, one) if iri not in leading}
    picture = nodes.text(node, TERM + "picture")
    return TablePresentation(
        name=_name(owner, node),
        title=nodes.labels(node, SH + "name"),
        properties=properties,
        query=nodes.text(node, TERM + "tableQuery"),
        classes=classes,
        columns=columns,
        headings={name: _capitalised(nodes.labels(ox.NamedNode(iri), PREF_LABEL.value)) for name, iri in columns.items()},
        picture=read_yaml(picture or ""),
        listed_too=nodes.is_true(node, TERM + "listedToo"),
    )


def _columns(nodes: _Nodes, class_: str) -> Iterator[str]:
    """The properties of the records of ``class_`` that a table has columns for, in their order: those that are placed."""
    shapes = (one for one in nodes.of_type(SH + "NodeShape") if class_ in nodes.iris(one, SH + "targetClass"))
    own = [one for shape in shapes for one in nodes.objects(shape, SH + "property") if not _is_table(nodes, one)]
    for one in sorted((one for one in own if nodes.order(one) < _LAST), key=nodes.order):
        yield from nodes.iris(one, SH + "path")


def _capitalised(labels: Mapping[str, str]) -> dict[str, str]:
    """The names of a property as headings have them."""
    return {tag: text[:1].upper() + text[1:] for tag, text in labels.items()}


def _newest(nodes: _Nodes, owner: ox.NamedNode, node: Value) -> Newest:
    lists = nodes.objects(node, TERM + "questions")
    return Newest(
        name=_name(owner, node),
        title=nodes.labels(node, SH + "name"),
        properties=nodes.inverse(node),
        classes=nodes.iris(node, TERM + "rowClass"),
        date=nodes.text(node, TERM + "newestBy"),
        questions=tuple(value(one).removeprefix(QUERY) for one in (nodes.items(lists[0]) if lists else ())),
    )
