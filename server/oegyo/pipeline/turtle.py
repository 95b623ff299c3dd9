"""Hand-kept Turtle: which files there are, what is in them, and the one layout they are kept in.

The layout is rdflib's ``longturtle`` (https://rdflib.readthedocs.io) with an order of our own: subjects in natural order
(``S-PRST-1997-9`` before ``S-PRST-1997-25``), each record followed by its evidence, type and names before the rest.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from rdflib import RDF, RDFS, SKOS, XSD, BNode, Graph, Literal, URIRef
from rdflib.plugins.serializers.longturtle import LongTurtleSerializer

from oegyo.errors import BuildError
from oegyo.terms.namespaces import TERM, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from rdflib.term import Node

    from oegyo.paths import Sources

PREFIXES = "ontology/prefixes.ttl"
"""The one prefix table: a Turtle file of ``@prefix`` lines."""

# The graph that holds the triples of a file: the first pattern that the file matches decides.
_GRAPHS = (
    ("ontology/concepts/*.ttl", "concepts"),
    ("ontology/shapes/*.ttl", "shapes"),
    ("ontology/alignments/*.ttl", "alignments"),
    ("ontology/presentation/*.ttl", "presentation"),
    ("ontology/*.ttl", "ontology"),
    ("data/sources.ttl", "sources"),
    ("data/sources/*.ttl", "sources"),
    ("data/passages/*.ttl", "sources"),
    ("data/links/*.ttl", "links"),
    ("data/*.ttl", "facts"),
)

_EVIDENCE = URIRef(TERM + "evidence")
_FIRST_PREDICATES = (RDF.type, RDFS.subClassOf, RDFS.subPropertyOf, SKOS.prefLabel, SKOS.altLabel, SKOS.definition)


@dataclass(frozen=True)
class TurtleFile:
    """One source file, parsed: ``name`` as the user knows it, ``graph`` the named graph its triples go to."""

    path: Path
    name: str
    graph: str
    text: str
    triples: tuple[ox.Triple, ...]

    def line_of(self, subject: str, prefixes: dict[str, str]) -> int | None:
        """The line, from 1, where the block of ``subject`` begins; None when it is not written as a block."""
        wanted = {f"<{subject}>", shorten(subject, prefixes)}
        for number, line in enumerate(self.text.splitlines(), start=1):
            if line.split(maxsplit=1)[:1] and line[0] not in " \t#" and line.split(maxsplit=1)[0] in wanted:
                return number
        return None


def turtle_files(sources: Sources) -> list[Path]:
    """Every Turtle file of the sources, the prefix table left out."""
    paths = [*sources.ontology.rglob("*.ttl"), *sources.data.rglob("*.ttl")]
    return sorted(path for path in paths if sources.name(path) != PREFIXES)


def read(path: Path, name: str) -> TurtleFile:
    """The Turtle file at ``path``.

    Raises BuildError, with file and line, when it cannot be read or belongs to no graph.
    """
    graph = next((graph for pattern, graph in _GRAPHS if re.fullmatch(_as_regex(pattern), name)), None)
    if graph is None:
        raise BuildError("parse", [f"{name}: no graph takes a file of this folder; see ontology/STYLE.md"])
    return read_as(path, name, graph)


def read_as(path: Path, name: str, graph: str) -> TurtleFile:
    """The Turtle file at ``path``, its triples meant for the named graph ``graph``.

    Raises BuildError, with file and line, when it is not Turtle in UTF-8.
    """
    try:
        text = path.read_text(encoding="utf-8")
        triples = tuple(quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE))
    except SyntaxError as error:
        raise BuildError("parse", [f"{name}:{error.lineno}: {error.msg}"]) from error
    except UnicodeDecodeError as error:
        raise BuildError("parse", [f"{name}: not UTF-8 at byte {error.start}"]) from error
    except OSError as error:
        raise BuildError("parse", [f"{name}: {error.strerror}"]) from error
    return TurtleFile(path, name, graph, text, triples)


def read_prefixes(path: Path) -> dict[str, str]:
    """The prefix table in the file ``path``: prefix → IRI."""
    parser = ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE)
    for _ in parser:
        raise BuildError("parse", [f"{PREFIXES}: holds @prefix lines only"])
    return dict(parser.prefixes)


def canonical(text: str, name: str, prefixes: dict[str, str]) -> str:
    """``text`` in the one layout.

    Comments at the top of the file stay. Raises BuildError for a comment anywhere else, which the layout cannot keep.
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
    _CanonicalTurtle(tidy).serialize(buffer)  # type: ignore[no-untyped-call] # rdflib's constructor has no annotations
    return title + buffer.getvalue().decode("utf-8").strip() + "\n"


def with_certain_names(triples: Iterable[ox.Triple]) -> set[ox.Triple]:
    """``triples`` with blank nodes named by what they are (https://www.w3.org/TR/rdf-canon/), not by chance."""
    dataset = ox.Dataset(ox.Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return {quad.triple for quad in dataset}


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
        return list(dict.fromkeys(order))

    def sortProperties(self, properties: Mapping[Node, list[Node]]) -> list[Node]:  # noqa: N802 - rdflib calls it so
        for objects in properties.values():
            objects.sort(key=_order)
        first = [predicate for predicate in _FIRST_PREDICATES if predicate in properties]
        return first + sorted(set(properties) - set(first), key=self._short)

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


def _as_regex(pattern: str) -> str:
    return re.escape(pattern).replace(r"\*", "[^/]+")
