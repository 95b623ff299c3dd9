"""The sources, read: which files there are, the graph that each goes to, and their triples."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import pyoxigraph as ox
from rdflib import Graph

from oegyo.errors import BuildError
from oegyo.terms.namespaces import graph_iri, shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from oegyo.paths import Sources

Say: TypeAlias = "Callable[[str], None]"
"""Where a stage says what it is doing, a line at a time."""

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


DATA_GRAPHS = ("ontology", "concepts", "alignments", "facts", "sources", "links")
"""The graphs that the shapes look at."""


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


def graph_of(name: str) -> str:
    """The graph that the triples of the file ``name`` go to; raises BuildError when it belongs to none."""
    for pattern, graph in _GRAPHS:
        if re.fullmatch(_as_regex(pattern), name):
            return graph
    raise BuildError("parse", [f"{name}: no graph takes a file of this folder; see ontology/STYLE.md"])


def read_turtle(path: Path, name: str, graph: str) -> TurtleFile:
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


def prefixes_of(sources: Sources) -> dict[str, str]:
    """The prefix table of ``sources``; raises BuildError when there is none, or it holds more."""
    path = sources.ontology / "prefixes.ttl"
    if not path.is_file():
        raise BuildError("parse", [f"{path}: there is no prefix table; is this a folder of Oegyo's sources?"])
    return read_prefixes(path)


def parse(sources: Sources, extra: Iterable[Path], say: Say) -> list[TurtleFile]:
    """Every Turtle file of ``sources``, and ``extra`` ones as facts; a file that is both counts as the extra one.

    Raises BuildError, with file and line, for a file that is not Turtle, and for a graph that no file goes to.
    """
    beside = [path.resolve() for path in extra]
    paths = [path for path in turtle_files(sources) if path.resolve() not in beside]
    files = []
    for path in [*paths, *beside]:
        name = sources.name(path)
        file = read_turtle(path, name, "facts" if path in beside else graph_of(name))
        say(f"parse: {file.name} ({len(file.triples):,} triples)")
        files.append(file)
    empty = {*DATA_GRAPHS, "shapes", "presentation"} - {file.graph for file in files}
    if empty:
        raise BuildError("parse", [f"no file was found for the graph {name}" for name in sorted(empty)])
    return files


def load(files: Iterable[TurtleFile]) -> ox.Store:
    """A store in memory with the triples of ``files``, each in its graph."""
    store = ox.Store()
    for file in files:
        extend(store, file.graph, file.triples)
    return store


def extend(store: ox.Store, name: str, triples: Iterable[ox.Triple]) -> None:
    """Put ``triples`` into the graph ``name`` of ``store``."""
    graph = ox.NamedNode(graph_iri(name))
    store.extend(ox.Quad(triple.subject, triple.predicate, triple.object, graph) for triple in triples)


def as_rdflib(files: Iterable[TurtleFile], graphs: Iterable[str]) -> Graph:
    """The triples of those of ``files`` that go to ``graphs``, for what rdflib does."""
    graph = Graph(bind_namespaces="none")
    for file in files:
        if file.graph in graphs:
            graph.parse(data=file.text, format="turtle")
    return graph


def _as_regex(pattern: str) -> str:
    return re.escape(pattern).replace(r"\*", "[^/]+")
