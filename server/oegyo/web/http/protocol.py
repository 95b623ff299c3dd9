"""Reading a request of the SPARQL 1.1 Protocol, query side (https://www.w3.org/TR/sparql11-protocol/#query-operation)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from werkzeug.exceptions import RequestEntityTooLarge, RequestURITooLarge

from oegyo.engine import Dataset
from oegyo.errors import ForbiddenProblem, MediaTypeProblem, RequestProblem
from oegyo.web.http import parameters

if TYPE_CHECKING:
    from werkzeug.wrappers import Request

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"


@dataclass(frozen=True)
class Operation:
    """A query, or None for a request without one; ``format`` is what a form on a page asked for, for want of Accept."""

    query: str | None
    dataset: Dataset
    format: str | None


def read(request: Request, limit: int) -> Operation:
    """The operation that ``request`` asks for, in an address and a body of at most ``limit`` bytes each.

    Raises RequestProblem, MediaTypeProblem, ForbiddenProblem, RequestURITooLarge or RequestEntityTooLarge.
    """
    if len(request.query_string) > limit:
        raise RequestURITooLarge(f"An address may have {limit:,} bytes.")
    given = parameters.of_address(request)
    queries = given.getlist("query")
    if request.method == "POST":
        media_type = _media_type(request)
        body = _body(request, limit)
        if media_type == FORM:
            given.update(form := parameters.read(body))
            queries += form.getlist("query")
        else:
            queries.append(_direct(body))
    if "update" in given:
        raise _no_update()
    if len(queries) > 1:
        msg = f"The request holds {len(queries)} queries."
        raise RequestProblem(msg, advice="Send one query in a request.")
    if request.method == "POST" and not queries:
        msg = "The form has no query parameter."
        raise RequestProblem(msg, advice="Send the text of the query as query=…, percent-encoded.")
    dataset = Dataset(tuple(given.getlist("default-graph-uri")), tuple(given.getlist("named-graph-uri")))
    return Operation(queries[0] if queries else None, dataset, given.get("format"))


def _media_type(request: Request) -> str:
    """The media type of the body: a form or a query, in UTF-8."""
    if request.mimetype == UPDATE:
        raise _no_update()
    if request.mimetype not in {FORM, QUERY}:
        msg = f"A body of {request.mimetype or 'no media type'} carries no query."
        raise MediaTypeProblem(msg, advice=f"Send {FORM} with query=…, or the query itself as {QUERY}.")
    charset = request.mimetype_params.get("charset", "utf-8")
    if charset.lower() not in {"utf-8", "utf8"}:
        msg = f"The charset is {charset}, and SPARQL is sent as UTF-8."
        raise MediaTypeProblem(msg, advice="Encode the query as UTF-8.")
    return request.mimetype


def _body(request: Request, limit: int) -> bytes:
    body = request.get_data()
    if len(body) > limit:
        raise RequestEntityTooLarge
    return body


def _direct(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        msg = f"The query is not UTF-8: byte {error.start} cannot be read."
        raise RequestProblem(msg, advice="Encode the query as UTF-8.") from error


def _no_update() -> ForbiddenProblem:
    return ForbiddenProblem("SPARQL Update is switched off: this endpoint only answers queries.")
