"""The SPARQL 1.1 Protocol, query side (https://www.w3.org/TR/sparql11-protocol/#query-operation), over plain data.

A request is read once: by the gate, which hands on what it read, or here where there is no gate.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from werkzeug.datastructures import MIMEAccept
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.http import parse_accept_header, parse_options_header

from oegyo.engine import Dataset, Question
from oegyo.errors import (
    AddressProblem,
    ForbiddenProblem,
    MediaTypeProblem,
    QueryProblem,
    RequestProblem,
    TooLongProblem,
    message,
)
from oegyo.terms.formats import ANSWERS, BYTE_ORDER_MARK, HTML, called
from oegyo.web.http import parameters
from oegyo.web.http.negotiate import Wanted, names_a_format, negotiate_header

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict
    from werkzeug.wrappers import Request

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"

READ = "oegyo.operation"
"""Where the environment of a request has the `Operation` that was read of it, or the QueryProblem."""

FORMAT = ("format", "output", "results", "Accept")
"""The parameters that ask for a format: of Virtuoso and Blazegraph, Fuseki, rasqal, and RDF4J. SPARQLWrapper sends three."""

PARAMETERS = ("query", "update", "default-graph-uri", "named-graph-uri", *FORMAT)
"""What is read of an address or a form."""

PERCENT_ENCODED = message("Send the text of the query as query=…, percent-encoded.")


_ANY = "SELECT * WHERE { ?s ?p ?o } LIMIT 10"
_PLUS = re.compile(r"\b \b")  # as ``application/sparql-results+json`` arrives from who did not encode the plus sign


@dataclass(frozen=True)
class Operation:
    """A query, or None for a request without one; its parameters ask for ``formats``, the first before all."""

    query: str | None
    dataset: Dataset
    formats: tuple[str, ...] = ()


def of(request: Request, limit: int) -> Operation:
    """The operation that ``request`` asks for; raises what `operation` does."""
    read: Operation | QueryProblem | None = request.environ.get(READ)
    if isinstance(read, QueryProblem):
        raise read
    if read is not None:
        return read
    body = _body(request) if request.method == "POST" else b""
    return operation(request.method, request.query_string, request.headers.get("Content-Type", ""), body, limit)


def operation(method: str, query_string: bytes, content_type: str, body: bytes | None, limit: int) -> Operation:
    """The operation of a request, in an address and a body of at most ``limit`` bytes each; None stands for a longer body.

    Raises AddressProblem, RequestProblem, MediaTypeProblem, TooLongProblem or ForbiddenProblem.
    """
    if len(query_string) > limit:
        raise AddressProblem(message("An address may have %(size)s bytes.", size=limit))
    given = parameters.decode(query_string)
    queries = given.getlist("query")
    if method == "POST":
        media_type = _media_type(content_type)
        if body is None or len(body) > limit:
            raise TooLongProblem(message("A request may have %(size)s bytes.", size=limit))
        if media_type == FORM:
            given.update(form := parameters.decode(body))
            queries += form.getlist("query")
        else:
            queries.append(_direct(body))
    if "update" in given:
        raise _no_update()
    if len(queries) > 1:
        raise RequestProblem(
            message("The request holds %(count)s queries.", count=len(queries)),
            advice=message("Send one query in a request."),
        )
    if method == "POST" and not queries:
        raise RequestProblem(message("The form has no query parameter."), advice=PERCENT_ENCODED)
    query = queries[0].removeprefix(BYTE_ORDER_MARK) if queries else None
    if query is not None and not query.strip():
        raise RequestProblem(message("The query is empty."), advice=message("Write one (such as %(query)s).", query=_ANY))
    dataset = Dataset(_said(given, "default-graph-uri"), _said(given, "named-graph-uri"))
    return Operation(query, dataset, _said(given, *FORMAT))


def wanted(asked: Operation, accept: str) -> Wanted:
    """How to answer what is ``asked``: as its parameters say, and where they say nothing, as its Accept header does.

    So do Virtuoso, Fuseki, Blazegraph and RDF4J: a parameter is written by somebody, while many a header is the default of a
    library (``application/json, text/plain, */*``) or of a browser. SPARQLWrapper sends the same in both.

    What the parameter does not settle is settled by a header that names a format: the other kind of answer (``format=csv``
    says nothing of triples), and all of it where the parameter means something else here (``results=10``). Raises
    RequestProblem when there is no such format and no such header either.
    """
    found = negotiate_header(accept)
    if not asked.formats:
        return found
    says = not found.html and names_a_format(parse_accept_header(accept, MIMEAccept))
    for name in asked.formats:
        if named := _named(name):
            return named.before(found) if says else named
    if says:
        return found
    raise RequestProblem(
        message("There is no format called %(name)s.", name=repr(asked.formats[0])),
        advice=message("Formats: html, %(names)s.", names=", ".join(entry.name for entry in ANSWERS)),
    )


def _said(given: MultiDict[str, str], *names: str) -> tuple[str, ...]:
    """The values that are ``given`` to parameters of those ``names``; an empty one, as forms send it, is none."""
    return tuple(value for name in names for value in given.getlist(name) if value.strip())


def _named(name: str) -> Wanted | None:
    """What a client wants that asks for the format ``name``, which may be a media type; None when there is none."""
    name = _PLUS.sub("+", name.strip().lower())
    if entries := called(name):
        return Wanted.only(*entries)
    found = negotiate_header(HTML if name == "html" else name) if name == "html" or "/" in name else None
    return found if found and (found.html or found.solutions or found.graph) else None


def question(query: str, asked: Operation, as_wanted: Wanted) -> Question:
    """What to ask the engine for a program; raises NoFormatProblem when it could read no answer."""
    return Question(query, *as_wanted.media_types(), asked.dataset)


def _media_type(content_type: str) -> str:
    """The media type of the body: a form or a query, in UTF-8."""
    media_type, options = parse_options_header(content_type)
    media_type = media_type.lower()
    if media_type == UPDATE:
        raise _no_update()
    if media_type not in {FORM, QUERY}:
        raise MediaTypeProblem(
            message("A body of %(type)s carries no query.", type=media_type or message("no media type")),
            advice=message("Send %(form)s with query=…, or the query itself as %(query)s.", form=FORM, query=QUERY),
        )
    charset = options.get("charset", "utf-8")
    if charset.lower() not in {"utf-8", "utf8"}:
        raise MediaTypeProblem(
            message("The charset is %(charset)s, and SPARQL is sent as UTF-8.", charset=charset),
            advice=message("Encode the query as UTF-8."),
        )
    return media_type


def _body(request: Request) -> bytes | None:
    """The body of ``request``; None when it is longer than the application reads."""
    try:
        return request.get_data()
    except RequestEntityTooLarge:
        return None


def _direct(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise RequestProblem(
            message("The query is not UTF-8: byte %(place)s cannot be read.", place=str(error.start)),
            advice=message("Encode the query as UTF-8."),
        ) from error


def _no_update() -> ForbiddenProblem:
    return ForbiddenProblem(message("SPARQL Update is switched off: this endpoint only answers queries."))
