"""Reading the graph for pages: a few fixed queries, asked of the engine with IRIs in the place of ``UNDEF``."""

from __future__ import annotations

import sys
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from oegyo import rewrite
from oegyo.engine import Question
from oegyo.errors import ServiceProblem
from oegyo.web import tables

if TYPE_CHECKING:
    from collections.abc import Iterable

    from oegyo.engine import Engine
    from oegyo.web.tables import Rows

type_ = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
"""rdf:type, which sorts before every other property of a thing."""

_TYPE = f" {type_} ".encode()
_PLACE = "UNDEF"
_ONE = f"({_PLACE} {_PLACE})"


PAGE = 50
"""Things that a page lists of those that point to an entity by one property."""

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None


class Graph:
    """The graph behind ``engine``."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def knows(self, iri: str) -> bool:
        """Whether anything is said of ``iri``."""
        return bool(self._ask(_bound("exists", [iri])).boolean)

    def describe(self, iri: str) -> list[ox.Triple]:
        """What is said of ``iri``, of its evidence and of the passages, in one order every time."""
        return self._triples(_bound("describe", [iri]))

    def terms(self) -> list[ox.Triple]:
        """What is said of the terms of the ontology and the concept schemes."""
        return self._triples(query("terms"))

    def vocabulary(self) -> list[tuple[ox.Literal, ...]]:
        """Every term, its kind in a word, and one of its labels if it has any."""
        return self._rows(query("completion"))

    def scheme(self, iri: str) -> list[ox.Triple]:
        """What is said of the concept scheme ``iri`` and of its concepts."""
        return self._triples(_bound("scheme", [iri]))

    def quality(self) -> list[ox.Triple]:
        """What the release says of its own quality, and of its link sets."""
        return self._triples(query("quality"))

    def listed(self, name: str, term: ox.NamedNode | ox.Literal | None = None) -> list[tuple[object, ...]]:
        """The rows of the fixed query ``name``, about ``term`` where it is about one."""
        return list(self._rows(query(name).replace(_PLACE, str(term)) if term else query(name)))

    def labels(self, iris: Iterable[str]) -> dict[str, dict[str, str]]:
        """The names of ``iris``: for each that has one, the text by language tag."""
        named: dict[str, dict[str, str]] = {}
        rows = self._rows(_bound("labels", sorted(set(iris))))
        for entity, label in rows:
            own, tag = named.setdefault(entity.value, {}), label.language or ""
            own[tag] = min(own.get(tag, label.value), label.value)
        return named

    def options(self, iri: str) -> dict[str, dict[str, str]]:
        """The named things of the class and the family of IRIs that ``iri`` is of, with their names."""
        named: dict[str, dict[str, str]] = {}
        for option, label in sorted(self._rows(_bound("options", [iri])), key=str):
            named.setdefault(option.value, {}).setdefault(label.language or "", label.value)
        return named

    def choices(self, prologue: str, values: str) -> dict[str, dict[str, str]]:
        """The named things that the query ``values`` (with ``prologue`` before it) has as ``?option``, with their names."""
        named: dict[str, dict[str, str]] = {}
        for option, label in sorted(self._rows(f"{prologue}\n{query('choices').replace(_PLACE, values)}"), key=str):
            named.setdefault(option.value, {}).setdefault(label.language or "", label.value)
        return named

    def sources(self, records: Iterable[str]) -> dict[str, list[str]]:
        """The sources of each of ``records`` that has any."""
        found: dict[str, list[str]] = {}
        if asked := sorted(set(records)):
            for record, source in sorted(self._rows(_bound("derived-from", asked)), key=str):
                found.setdefault(record.value, []).append(source.value)
        return found

    def page(self, iri: str) -> list[ox.Triple]:
        """As `describe`, with the addresses of the sources."""
        return self._triples(_bound("page", [iri]))

    def about(self, name: str, iris: Iterable[str]) -> tuple[tuple[str, ...], list[tuple[Term, ...]]]:
        """The columns and the rows of the fixed query ``name`` about ``iris``."""
        found = self._ask(_bound(name, iris))
        return found.columns, found.rows

    def incoming_totals(self, iri: str) -> dict[str, int]:
        """How many things point to ``iri``, by property."""
        rows = self._rows(_bound("incoming-totals", [iri]))
        return {predicate.value: int(total.value) for predicate, total in sorted(rows, key=str) if predicate}

    def incoming(self, iri: str, predicate: str, page: int = 1) -> list[str]:
        """The things on one page of those that point to ``iri`` by ``predicate``."""
        text = _paired("incoming", iri, [predicate]).replace("OFFSET 0", f"OFFSET {(page - 1) * PAGE}")
        return [subject.value for (subject,) in self._rows(text)]

    def incoming_few(self, iri: str, predicates: Iterable[str]) -> dict[str, list[str]]:
        """All things that point to ``iri`` by any of ``predicates``, of which there are few."""
        found: dict[str, list[str]] = {}
        for predicate, subject in self._rows(_paired("incoming-few", iri, predicates)):
            found.setdefault(predicate.value, []).append(subject.value)
        return found

    def _rows(self, text: str) -> list[tuple[Any, ...]]:
        return self._ask(text).rows

    def _triples(self, text: str) -> list[ox.Triple]:
        answer = self._engine.ask(Question(text, graph=tables.GRAPH))
        lines = sorted(set(answer.body.splitlines()), key=_order)
        with tables.sound():
            return [quad.triple for quad in ox.parse(b"\n".join(lines), format=ox.RdfFormat.N_TRIPLES)]

    def _ask(self, text: str) -> Rows:
        """The whole answer to ``text``; raises ServiceProblem when it is to another question."""
        found = tables.first(self._engine.ask(Question(text, tables.SOLUTIONS)), sys.maxsize)
        if found.columns != rewrite.columns(text):
            msg = f"The endpoint behind this one answered with the columns {', '.join(found.columns) or 'none'}."
            raise ServiceProblem(msg, advice=tables.ADVICE)
        return found


def serialize(triples: Iterable[ox.Triple], media_type: str, prefixes: dict[str, str]) -> bytes:
    """``triples`` written as ``media_type``, with those of ``prefixes`` that are used."""
    listed = list(triples)
    iris = {term.value for triple in listed for term in triple if isinstance(term, ox.NamedNode)}
    iris |= {triple.object.datatype.value for triple in listed if isinstance(triple.object, ox.Literal)}
    used = {name: namespace for name, namespace in prefixes.items() if any(iri.startswith(namespace) for iri in iris)}
    return ox.serialize(listed, format=ox.RdfFormat.from_media_type(media_type), prefixes=used) or b""


@cache
def query(name: str) -> str:
    """The text of the fixed query ``name``."""
    return files("oegyo.web").joinpath("queries", f"{name}.rq").read_text(encoding="utf-8")


def example(language: str) -> str:
    """A query to start from, which asks for names in ``language``."""
    return query("states").replace('"en"', f'"{language}"')


def _order(line: bytes) -> bytes:
    """What a line of N-Triples is sorted by: the subject, the type first."""
    return line.replace(_TYPE, b" \0", 1)


def _bound(name: str, iris: Iterable[str]) -> str:
    """The query ``name`` about ``iris``: each goes in as a term, which the constructor refuses to make of anything else."""
    return query(name).replace(_PLACE, " ".join(str(ox.NamedNode(iri)) for iri in iris))


def _paired(name: str, iri: str, predicates: Iterable[str]) -> str:
    """The query ``name`` about ``iri`` and each of ``predicates``."""
    pairs = (f"({ox.NamedNode(iri)} {ox.NamedNode(predicate)})" for predicate in predicates)
    return query(name).replace(_ONE, " ".join(pairs))
