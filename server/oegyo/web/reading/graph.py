"""Reading the graph for pages: fixed queries, each beside the page that asks it, with IRIs in the place of ``UNDEF``."""

from __future__ import annotations

import sys
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from oegyo.engine import Finder, Question
from oegyo.errors import ServiceProblem, message
from oegyo.saved import text
from oegyo.saved.inline_data import filled
from oegyo.terms.vocabularies import TYPE
from oegyo.web.reading import rows
from oegyo.web.reading.nodes import by_subject

if TYPE_CHECKING:
    from collections.abc import Iterable

    from oegyo.engine import Engine, Found
    from oegyo.saved.inline_data import Tables
    from oegyo.web.reading.nodes import Nodes
    from oegyo.web.reading.rows import Rows

_TYPE = f" {TYPE} "
_PLACE = "UNDEF"
_PAIR = f"({_PLACE} {_PLACE})"
_REMEMBERED = 100_000  # things whose names are kept in memory, in less than a kilobyte each

_NAMELESS: dict[str, str] = {}

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None
Names = dict[str, dict[str, str]]
"""Labels by IRI and language tag."""


class Graph:
    """The graph behind ``engine``. A fixed query is called by its path below ``oegyo/web``: ``entity/missions``."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._finder = engine if isinstance(engine, Finder) else None
        self._names: Names = {}

    def knows(self, iri: str) -> bool:
        """Whether anything is said of ``iri``."""
        return bool(self._ask(_bound("reading/exists", [iri])).boolean)

    def describe(self, iri: str) -> list[ox.Triple]:
        """What is said of ``iri``, of its evidence and of the passages, in one order every time."""
        return self.triples("reading/describe", [iri])

    def triples(self, name: str, iris: Iterable[str] = ()) -> list[ox.Triple]:
        """The triples that the fixed query ``name`` makes about ``iris``, if it is about any, in one order every time."""
        return _in_order(self._made(_bound(name, iris)))

    def made(self, name: str, tables: Tables, base: str) -> list[ox.Triple]:
        """The triples that the fixed query ``name`` makes of ``tables``, its relative IRIs those of ``base``."""
        return _in_order(self._made(f"BASE {ox.NamedNode(base)}\n{filled(query(name), tables)}"))

    def nodes(self, name: str, iris: Iterable[str] = ()) -> Nodes:
        """The same triples as `triples` by what they are about."""
        return by_subject(self._made(_bound(name, iris)))

    def _made(self, asked: str) -> list[ox.Triple]:
        """The triples that the query ``asked`` makes, some perhaps more than once."""
        if self._finder:
            return self._finder.find(asked).triples
        with rows.sound():
            body = self._engine.ask(Question(asked, graph=rows.GRAPH)).body
            return [quad.triple for quad in ox.parse(body, format=ox.RdfFormat.N_TRIPLES)]

    def listed(self, name: str, term: ox.NamedNode | ox.Literal | None = None) -> list[tuple[Any, ...]]:
        """The rows of the fixed query ``name``, about ``term`` where it is about one."""
        return self._ask(query(name).replace(_PLACE, str(term)) if term else query(name)).rows

    def about(self, name: str, iris: Iterable[str]) -> tuple[tuple[str, ...], list[tuple[Term, ...]]]:
        """The columns and the rows of the fixed query ``name`` about ``iris``."""
        found = self._ask(_bound(name, iris))
        return found.columns, found.rows

    def solutions(self, text: str) -> list[tuple[Any, ...]]:
        """The rows of the query ``text``, which was made here of constants and of IRIs written as terms."""
        return self._ask(text).rows

    def paired(self, name: str, iri: str, predicate: str, offset: int) -> list[tuple[Any, ...]]:
        """The rows of the fixed query ``name`` about ``iri`` and ``predicate``, after the first ``offset``."""
        pair = f"({ox.NamedNode(iri)} {ox.NamedNode(predicate)})"
        return self._ask(query(name).replace(_PAIR, pair).replace("OFFSET 0", f"OFFSET {offset}")).rows

    def labels(self, iris: Iterable[str]) -> Names:
        """The names of ``iris``: for each that has one, the text by language tag."""
        wanted = set(iris)
        if not self._finder:  # what is elsewhere may change
            return self._labels(wanted)
        if unknown := {iri for iri in wanted if iri not in self._names}:
            if len(self._names) > _REMEMBERED:
                self._names, unknown = {}, wanted
            self._names |= dict.fromkeys(unknown, _NAMELESS) | self._labels(unknown)
        return {iri: named for iri in wanted if (named := self._names[iri])}

    def remember_names(self) -> None:
        """Read all names that there are, so that no page has to ask for them; of too many, those that pages ask for."""
        if self._finder and len(found := self.listed("reading/names")) < _REMEMBERED:
            self._names |= _by_tag(found)

    def _labels(self, iris: Iterable[str]) -> Names:
        return _by_tag(self.about("reading/labels", sorted(iris))[1])

    def options(self, iri: str) -> Names:
        """The named things of the class and the family of IRIs that ``iri`` is of, with their names."""
        return _by_language(self.about("reading/options", [iri])[1])

    def choices(self, prologue: str, values: str) -> Names:
        """The named things that the query ``values`` (with ``prologue`` before it) has as ``?option``, with their names."""
        return _by_language(self._answered(f"{prologue}\n{query('reading/choices').replace(_PLACE, values)}").rows)

    def sources(self, records: Iterable[str]) -> dict[str, list[str]]:
        """The sources of each of ``records`` that has any."""
        found: dict[str, list[str]] = {}
        if asked := sorted(set(records)):
            for record, source in sorted(self.about("reading/derived-from", asked)[1], key=str):
                found.setdefault(rows.value(record), []).append(rows.value(source))
        return found

    def _ask(self, asked: str) -> Found | Rows:
        """The whole answer to the query ``asked``, which is made of nothing but our own text and terms."""
        return self._finder.find(asked) if self._finder else self._answered(asked)

    def _answered(self, asked: str) -> Rows:
        """The answer to the query ``asked``, written and read again; raises ServiceProblem for one to another question."""
        found = rows.first(self._engine.ask(Question(asked, rows.SOLUTIONS)), sys.maxsize)
        if found.columns != text.projected(asked):
            detail = message(
                "The endpoint behind this one answered with the columns %(columns)s.",
                columns=", ".join(found.columns) or message("none"),
            )
            raise ServiceProblem(detail, advice=rows.ADVICE)
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
    return files("oegyo.web").joinpath(f"{name}.rq").read_text(encoding="utf-8")


@cache
def is_fixed(name: str) -> bool:
    """Whether there is a fixed query ``name``: a release of another version may ask for one that this has not."""
    return files("oegyo.web").joinpath(f"{name}.rq").is_file()


def _in_order(triples: Iterable[ox.Triple]) -> list[ox.Triple]:
    """Each of ``triples`` once, in the order of their text, and of one subject the type first."""
    return sorted(set(triples), key=lambda triple: str(triple).replace(_TYPE, " \0", 1))


def _bound(name: str, iris: Iterable[str]) -> str:
    """The query ``name`` about ``iris``: each goes in as a term, which the constructor refuses to make of anything else."""
    return query(name).replace(_PLACE, " ".join(str(ox.NamedNode(iri)) for iri in iris))


def _by_tag(found: Iterable[tuple[Any, ...]]) -> Names:
    """The names in rows of a thing and a label; of several in one language, one and the same every time."""
    named: Names = {}
    for entity, label in found:
        own, tag, text = (
            named.setdefault(entity.value, {}),
            sys.intern(getattr(label, "language", None) or ""),
            rows.value(label),
        )
        own[tag] = min(own.get(tag, text), text)
    return named


def _by_language(found: Iterable[tuple[Any, ...]]) -> Names:
    """The names in rows of a thing and a label."""
    named: Names = {}
    for option, label in sorted(found, key=str):
        named.setdefault(option.value, {}).setdefault(label.language or "", label.value)
    return named
