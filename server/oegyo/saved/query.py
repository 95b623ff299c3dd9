"""Saved queries: one question per ``.rq`` file, its header in YAML behind ``#+``, its parameters as typed RDF terms.

A parameter ``name`` stands in the text as ``VALUES ?name { term }`` with its default, so the file runs as it is in any
SPARQL 1.1 engine. To ask for another value, the value is read as its type, made an RDF term, and the term takes the
default's place in that data block: nothing a user writes reaches the query but as one term. (pyoxigraph's own
substitutions reach no variable that is not projected, and no ASK or CONSTRUCT; remote endpoints have none.)

The header follows grlc (https://grlc.io): ``summary``, ``description``, ``tags``; with ``-ko``, ``-vi`` beside each text.
What only pages use is ``picture`` (see `oegyo.saved.picture`), ``entities`` (column of names → the variable of what is
named, for links) and ``record`` (the variable of what each row is about, for its evidence).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import yaml

from oegyo.errors import NotFoundProblem, OegyoError, RequestProblem, Verbatim, message
from oegyo.saved.header import by_language, read_header
from oegyo.saved.picture import read_picture
from oegyo.saved.text import projected, query_form, takes_projected, where_pattern
from oegyo.terms.labels import LANGUAGES
from oegyo.terms.namespaces import CONCEPT, ID, TERM
from oegyo.terms.vocabularies import XSD

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from oegyo.errors import Message
    from oegyo.saved.picture import Picture

_SLUG = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
_SURROGATE = re.compile("[\ud800-\udfff]")
_TYPE = re.compile(r"date|gYear|gYearMonth|integer|string|language|term|(id|concept)/[a-z][a-z-]*")
_NUMBERS = {
    "date": r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])",
    "gYearMonth": r"\d{4}-(0[1-9]|1[0-2])",
    "gYear": r"\d{4}",
    "integer": r"-?(0|[1-9]\d*)",
}


@dataclass(frozen=True)
class Parameter:
    """One parameter of a saved query.

    ``type`` is ``date``, ``gYear``, ``gYearMonth``, ``integer``, ``string``, ``language``, ``id/<type>``,
    ``concept/<scheme>`` or ``term`` (a class or property of the ontology); ``default`` is what the text holds, as a user
    would write it.
    """

    name: str
    type: str
    labels: dict[str, str]
    default: str

    def term(self, value: str) -> ox.NamedNode | ox.Literal:
        """``value``, as a user writes it, as an RDF term.

        Raises RequestProblem when it is not a value of the parameter's type.
        """
        value = value.strip()
        if self.type in _NUMBERS:
            if re.fullmatch(_NUMBERS[self.type], value, re.ASCII) and (self.type != "date" or _is_day(value)):
                return ox.Literal(value, datatype=ox.NamedNode(XSD + self.type))
        elif self.type == "string":
            if not _SURROGATE.search(value):
                return ox.Literal(value)
        elif self.type == "language":
            if value in LANGUAGES:
                return ox.Literal(value)
        elif _SLUG.fullmatch(slug := value.removeprefix(self._base)):
            return ox.NamedNode(self._base + slug)
        raise RequestProblem(
            message("%(value)s is not a value for the parameter %(name)s.", value=repr(value), name=self.name),
            advice=message("Give %(hint)s.", hint=self.hint),
        )

    def short(self, term: ox.NamedNode | ox.Literal) -> str:
        """``term`` as a user would write it: the last part of its IRI, or the text of a literal."""
        return term.value.removeprefix(self._base) if isinstance(term, ox.NamedNode) else term.value

    @property
    def _base(self) -> str:
        """The IRI that values of the type begin with."""
        family, _, name = self.type.partition("/")
        return {"id": f"{ID}{name}/", "concept": f"{CONCEPT}{name}/"}.get(family, TERM)

    @property
    def hint(self) -> Message:
        """What may be written for the parameter, in words."""
        words = {
            "date": message("a date such as 2021-07-31"),
            "gYear": message("a year such as 1991"),
            "gYearMonth": message("a month such as 1997-05"),
            "integer": message("a whole number"),
            "string": message("any text"),
            "language": message("one of %(names)s", names=", ".join(LANGUAGES)),
        }
        return words.get(self.type) or message(
            "the IRI or the last part of the IRI of one of %(type)s, such as %(example)s",
            type=self.type,
            example=self.default,
        )


@dataclass(frozen=True)
class SavedQuery:
    """One saved query; ``summary`` is the question itself, ``description`` how to read the answer, by language tag."""

    slug: str
    summary: dict[str, str]
    description: dict[str, str]
    tags: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    text: str
    """The whole file, header included."""
    picture: Picture | None = None
    entities: dict[str, str] = field(default_factory=dict)
    """The variable of what is named, by the column that holds its name."""
    record: str = ""
    """The variable of what each row is about; empty when the header says none."""

    @property
    def form(self) -> str:
        """The query form: SELECT, ASK, CONSTRUCT or DESCRIBE."""
        return query_form(self.text)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the answer, in their order; ASK has none."""
        return projected(self.text)

    @property
    def nodes(self) -> list[str]:
        """The variables of `entities` and `record` that are not columns themselves."""
        return [name for name in dict.fromkeys([*self.entities.values(), self.record]) if name and name not in self.columns]

    def bind(self, values: Mapping[str, str]) -> str:
        """The text with ``values`` (parameter name → what the user wrote) as terms in place of the defaults.

        Raises RequestProblem for a parameter the query does not have, or a value that is not of its type.
        """
        known = {parameter.name: parameter for parameter in self.parameters}
        text = self.text
        for name, value in values.items():
            if name not in known:
                raise RequestProblem(
                    message("This query has no parameter %(name)s.", name=repr(name)),
                    advice=message("Its parameters: %(names)s.", names=", ".join(known) or message("none")),
                )
            text = _with_term(text, name, str(known[name].term(value)))
        return text


def _is_day(value: str) -> bool:
    """Whether the calendar has the day ``value``, written YYYY-MM-DD."""
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _with_term(text: str, name: str, term: str) -> str:
    """``text`` with ``term`` in the place of the default of the parameter ``name``."""
    return _data_block(name).sub(lambda block: f"{block[1]} {term} {block[3]}", text)


def _data_block(name: str) -> re.Pattern[str]:
    """The line ``VALUES ?name { term }`` of a query text."""
    return re.compile(rf"^(\s*VALUES\s+\?{re.escape(name)}\s*\{{)\s*(\S.*?)\s*(\}}\s*)$", re.MULTILINE)


def read_query(path: Path) -> SavedQuery:
    """The saved query in the file ``path``.

    Raises OegyoError, naming the file, when its header or a parameter is not as it should be.
    """
    text = path.read_text(encoding="utf-8")
    try:
        return _query(path.stem, read_header(text), text)
    except (yaml.YAMLError, AttributeError, KeyError, TypeError, ValueError, SyntaxError, RequestProblem) as error:
        what = message("the header lacks %(key)s", key=str(error)) if isinstance(error, KeyError) else Verbatim(error)
        raise OegyoError(message("%(file)s: %(what)s", file=path.name, what=what)) from error


def read_queries(folder: Path) -> dict[str, SavedQuery]:
    """Every saved query of ``folder``, by slug, in the order of their slugs."""
    return {path.stem: read_query(path) for path in sorted(folder.glob("*.rq"))}


def find_query(queries: Mapping[str, SavedQuery], slug: str) -> SavedQuery:
    """The saved query called ``slug``.

    Raises NotFoundProblem, naming near ones, when there is none.
    """
    if slug in queries:
        return queries[slug]
    raise NotFoundProblem(
        message("There is no saved query called %(name)s.", name=repr(slug)),
        advice=message("See /queries/ for all of them."),
    )


def _query(slug: str, header: dict[str, Any], text: str) -> SavedQuery:
    declared = header.get("parameters") or {}
    if not isinstance(header["tags"], list):
        msg = "tags is not a list"
        raise TypeError(msg)
    query = SavedQuery(
        slug=slug,
        summary=by_language(header, "summary"),
        description=by_language(header, "description"),
        tags=tuple(header["tags"]),
        parameters=tuple(_parameter(name, entry, text) for name, entry in declared.items()),
        text=text,
        entities=dict(header.get("entities") or {}),
        record=header.get("record", ""),
    )
    _check_nodes(query)
    return replace(query, picture=read_picture(header["picture"], query.columns)) if "picture" in header else query


def _check_nodes(query: SavedQuery) -> None:
    """Raise ValueError when `entities` and `record` name what is not there to be shown."""
    if strange := sorted(set(query.entities) - set(query.columns)):
        msg = f"entities names the column {', '.join(strange)}, and the answer has {', '.join(query.columns) or 'none'}"
        raise ValueError(msg)
    body = where_pattern(query.text)[1] if query.nodes else ""
    if missing := [name for name in query.nodes if not re.search(rf"\?{re.escape(name)}\b", body)]:
        msg = f"entities and record name the variable {', '.join(missing)}, which the query does not have"
        raise ValueError(msg)
    if query.nodes and not takes_projected(query.text):
        msg = f"a column more would make other rows, so entities and record may name columns only: {', '.join(query.nodes)}"
        raise ValueError(msg)


def _parameter(name: str, entry: dict[str, Any], text: str) -> Parameter:
    blocks = _data_block(name).findall(text)
    if len(blocks) != 1:
        msg = f"the parameter {name} needs one line 'VALUES ?{name} {{ default }}', and there are {len(blocks)}"
        raise ValueError(msg)
    term = _read_term(blocks[0][1], text)
    if not _TYPE.fullmatch(entry["type"]):
        msg = f"there is no type of parameter {entry['type']!r}"
        raise ValueError(msg)
    parameter = Parameter(name, entry["type"], by_language(entry, "label"), term.value)
    if parameter.term(term.value) != term:
        msg = f"the default of {name} in the text, {blocks[0][1]}, is not of the type {parameter.type}"
        raise ValueError(msg)
    return replace(parameter, default=parameter.short(term))


def _read_term(term: str, text: str) -> ox.NamedNode | ox.Literal:
    """The RDF term written as ``term`` in a query: Turtle shares SPARQL's terms and its PREFIX lines."""
    prologue = "\n".join(re.findall(r"^\s*PREFIX\s.*$", text, re.MULTILINE | re.IGNORECASE))
    (triple,) = ox.parse(f"{prologue}\n<x:s> <x:p> {term} .".encode(), format=ox.RdfFormat.TURTLE)
    if not isinstance(triple.object, ox.NamedNode | ox.Literal):
        msg = f"{term} is not one term"
        raise TypeError(msg)
    return triple.object
