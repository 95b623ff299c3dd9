"""The one layout that hand-kept Turtle is in.

It is rdflib's ``longturtle`` (https://rdflib.readthedocs.io) with an order of our own: subjects in natural order
(``S-PRST-1997-9`` before ``S-PRST-1997-25``), each record followed by its evidence, type and names before the rest.
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any

from rdflib import RDF, RDFS, SKOS, XSD, BNode, Graph, Literal, URIRef
from rdflib.plugins.serializers.longturtle import LongTurtleSerializer

from oegyo.errors import BuildError
from oegyo.terms.namespaces import TERM

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rdflib.term import Node

_EVIDENCE = URIRef(TERM + "evidence")
_FIRST_PREDICATES = (RDF.type, RDFS.subClassOf, RDFS.subPropertyOf, SKOS.prefLabel, SKOS.altLabel, SKOS.definition)


def canonical(text: str, name: str, prefixes: dict[str, str]) -> str:
    """``text`` in the one layout.

    Comments at the top of the file stay. Raises BuildError for a comment anywhere else, and for a blank node that is not the
    value of one thing alone, which the layout cannot keep.
    """
    title, lost = _comments(text)
    if lost:
        raise BuildError("format", [f"{name}:{line}: a comment here would be lost; write rdfs:comment" for line in lost])
    graph = Graph(bind_namespaces="none")
    graph.parse(data=text, format="turtle")
    tidy = Graph(bind_namespaces="none")
    for prefix, namespace in prefixes.items():
        tidy.bind(prefix, namespace)
    for triple in graph:
        tidy.add(triple)
    buffer = BytesIO()
    turtle = _CanonicalTurtle(tidy)  # type: ignore[no-untyped-call] # rdflib's constructor has no annotations
    turtle.serialize(buffer)
    if left := turtle.left():
        said = ", ".join(sorted(left))
        raise BuildError(
            "format", [f"{name}: a blank node that many or none refer to would be lost ({said}); give it an IRI"]
        )
    return title + buffer.getvalue().decode("utf-8").strip() + "\n"


def natural(text: str) -> list[tuple[int, int | str]]:
    """A sort key that puts 9 before 25."""
    return [(0, int(part)) if part.isdecimal() else (1, part) for part in re.split(r"(\d+)", text) if part]


class _CanonicalTurtle(LongTurtleSerializer):
    """``longturtle`` in our order."""

    def orderSubjects(self) -> list[Node]:  # noqa: N802 - rdflib calls the method by this name
        subjects = {node for node in self.store.subjects() if not isinstance(node, BNode)}
        evidence = {node for node in self.store.objects(None, _EVIDENCE) if node in subjects}
        order: list[Node] = []
        for record in sorted(subjects - evidence, key=_order):
            order += [record, *sorted(evidence.intersection(self.store.objects(record, _EVIDENCE)), key=_order)]
        order += sorted(subjects, key=_order)  # evidence that is of evidence, or of itself
        return list(dict.fromkeys(order))

    def sortProperties(self, properties: Mapping[Node, list[Node]]) -> list[Node]:  # noqa: N802 - rdflib calls it so
        for objects in properties.values():
            objects.sort(key=_order)
        first = [predicate for predicate in _FIRST_PREDICATES if predicate in properties]
        return first + sorted(set(properties) - set(first), key=self._short)

    def left(self) -> set[str]:
        """The properties of the nodes that were not written."""
        return {self._short(predicate) for node, predicate in self.store.subject_predicates() if not self.isDone(node)}

    def label(self, node: Node, position: int) -> str:
        # rdflib would write 37 as 37.0, which the engine would answer as 37: the lint's canonical form has no ".0".
        if isinstance(node, Literal) and node.datatype == XSD.decimal and "." not in node:
            return f'"{node}"^^{self._short(XSD.decimal)}'
        return str(super().label(node, position))  # type: ignore[no-untyped-call] # rdflib's serializer has no annotations

    def _short(self, node: Node) -> str:
        """``node`` as a prefixed name; whole when no prefix fits."""
        return str(self.get_pname(node) or node)  # type: ignore[no-untyped-call] # rdflib's serializer has no annotations


def _order(node: Node) -> tuple[Any, ...]:
    """IRIs before literals, literals by language, each in natural order."""
    if isinstance(node, Literal):
        return (1, node.language or "", natural(str(node)), str(node.datatype or ""))
    return (0, "", natural(str(node)), "")


def _comments(text: str) -> tuple[str, list[int]]:
    """The comment lines at the top of ``text``, and the line numbers of every other comment."""
    title = re.match(r"(?:#[^\n]*\n)*", text)
    top = title[0] if title else ""
    body = text[len(top) :]
    first = top.count("\n") + 1
    lost = [first + body.count("\n", 0, start) for start in _comment_starts(body)]
    return top + ("\n" if top else ""), lost


def _comment_starts(text: str) -> Iterator[int]:
    """Where a comment begins in Turtle: a ``#`` outside IRIs and strings."""
    tokens = re.compile(
        r'"{3}(?:[^"\\]|\\.|"{1,2}(?!"))*"{3}|"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\'|<[^>\s]*>|(?P<comment>#[^\n]*)',
        re.DOTALL,
    )
    return (match.start() for match in tokens.finditer(text) if match["comment"])
