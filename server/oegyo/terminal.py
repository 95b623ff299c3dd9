"""Answers on a terminal: a table by default, or any format of the endpoint."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tabulate import tabulate

from oegyo.engine import Question
from oegyo.errors import OegyoError, RequestProblem, message
from oegyo.saved import query
from oegyo.terms import formats
from oegyo.terms.namespaces import shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from oegyo.engine import Engine
    from oegyo.release import Release

TABLE = "table"


def query_text(name: str, parameters: Iterable[str], release: Release) -> str:
    """The text of the query ``name``: a file, ``-`` for standard input, or the slug of a saved query of ``release``.

    ``parameters`` are ``name=value``. Raises OegyoError when there is no such query or parameter.
    """
    values = {}
    for pair in parameters:
        key, equals, value = pair.partition("=")
        if not equals:
            raise RequestProblem(message("%(given)s is not NAME=VALUE.", given=repr(pair)))
        values[key] = value
    if name != "-" and not Path(name).is_file():
        return query.find_query(query.read_queries(release.queries), name).bind(values)
    if values:
        raise OegyoError(message("only a saved query has parameters"))
    text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
    return text.removeprefix(formats.BYTE_ORDER_MARK)


def ask(engine: Engine, text: str, format_name: str, prefixes: Mapping[str, str]) -> bytes:
    """The answer to the query ``text``, as bytes to print.

    Raises OegyoError for a format that does not exist, or a `oegyo.errors.QueryProblem` of the engine.
    """
    if format_name == TABLE:
        answer = engine.ask(Question(text, formats.by_name("json").media_type, formats.by_name("turtle").media_type))
        if answer.media_type == formats.by_name("json").media_type:
            return (_table(json.loads(answer.body), prefixes) + "\n").encode()
        return answer.body
    try:
        chosen = formats.by_name(format_name)
    except KeyError as error:
        names = ", ".join([TABLE, *(entry.name for entry in formats.FORMATS)])
        detail = message("there is no format %(given)s; there are %(names)s", given=repr(format_name), names=names)
        raise OegyoError(detail) from error
    rows = chosen.kind is formats.Kind.SOLUTIONS
    return engine.ask(Question(text, chosen.media_type if rows else None, None if rows else chosen.media_type)).body


def _table(document: dict[str, Any], prefixes: Mapping[str, str]) -> str:
    """A SPARQL JSON document (https://www.w3.org/TR/sparql11-results-json/) as a table with a line that counts the rows."""
    if "boolean" in document:
        return "yes" if document["boolean"] else "no"
    names = document["head"]["vars"]
    bindings = document["results"]["bindings"]
    rows = [[_cell(binding.get(name), prefixes) for name in names] for binding in bindings]
    table = tabulate(rows, headers=names, tablefmt="simple", disable_numparse=True)
    return f"{table}\n\n{len(rows)} row{'' if len(rows) == 1 else 's'}"


def _cell(term: Mapping[str, str] | None, prefixes: Mapping[str, str]) -> str:
    if term is None:
        return ""
    return shorten(term["value"], prefixes) if term["type"] == "uri" else term["value"]
