"""The one error handler: whatever went wrong becomes one shape, as JSON or as a page.

The shape is RFC 9457: ``type`` (an IRI), ``title``, ``status``, ``detail``; where they are known also ``line`` and
``column`` of the query, ``advice`` on what to try, and ``offers``, the media types to ask for instead. A program is told in
English, a reader in their language.
"""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

from flask import Response, current_app, render_template, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound, RequestEntityTooLarge

from oegyo.errors import (
    BusyProblem,
    ContentCodingProblem,
    MethodProblem,
    NotAcceptableProblem,
    NotFoundProblem,
    QueryProblem,
    RangeProblem,
    RateProblem,
    TooLongProblem,
    UnexpectedProblem,
    Verbatim,
    message,
)
from oegyo.terms.formats import ANSWERS, HTML
from oegyo.terms.namespaces import BASE
from oegyo.web.http import messages, parameters
from oegyo.web.http.negotiate import PROBLEM, NoFormatProblem, prefers_html_problem

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment
    from flask import Flask

    from oegyo.config import Settings

TYPE = f"{BASE}problem/"
"""What the type of every problem begins with; its slug follows."""

_QUERY_FORM = "sparql.endpoint"


class _UnroutedProblem(NotFoundProblem):
    """No page has this address."""

    title = message("Not Found")


class _HttpProblem(QueryProblem):
    """What else werkzeug refuses, in its words."""

    def __init__(self, error: HTTPException) -> None:
        super().__init__(Verbatim(error.description))
        self.slug = error.name.lower().replace(" ", "-")
        self.title = Verbatim(error.name)
        self.status = error.code or self.status


def init_app(app: Flask, settings: Settings) -> None:
    """Let ``app`` answer with a problem whenever a view raises."""

    @app.errorhandler(Exception)
    def handle(error: Exception) -> Response:
        problem = _problem(error, settings)
        response = _page(problem) if prefers_html_problem(request.accept_mimetypes) else _document(problem)
        response.status_code = problem.status
        response.headers.update(_headers(problem, settings))
        return response


def as_page(app: Flask, environ: WSGIEnvironment, problem: QueryProblem) -> Response:
    """``problem`` for a reader whose request is ``environ``, which somebody else has refused."""
    with app.request_context(environ):
        response = _page(problem)
        response.status_code = problem.status
        return app.process_response(response)


def as_json(problem: QueryProblem, settings: Settings) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    """``problem`` for a program: status, headers and body, without the web application around it."""
    kept = {"content-type": PROBLEM, **_headers(problem, settings)}
    body = _write(_content(problem))
    return problem.status, [(name.lower().encode(), value.encode()) for name, value in kept.items()], body


def _headers(problem: QueryProblem, settings: Settings) -> dict[str, str]:
    """What HTTP wants said of ``problem`` in the header."""
    if isinstance(problem, RateProblem):
        return {"Retry-After": str(problem.seconds)}
    if isinstance(problem, BusyProblem):
        return {"Retry-After": str(max(1, math.ceil(settings.queue)))}
    if isinstance(problem, ContentCodingProblem):
        return {"Accept-Encoding": "identity"}
    if isinstance(problem, MethodProblem):
        return {"Allow": ", ".join(problem.allowed)}
    return {"Content-Range": f"bytes */{problem.size}"} if isinstance(problem, RangeProblem) else {}


def _write(content: dict[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _problem(error: Exception, settings: Settings) -> QueryProblem:
    """``error`` as a problem; one that nobody thought of is logged."""
    if isinstance(error, QueryProblem):
        return error
    if isinstance(error, RequestEntityTooLarge):
        return TooLongProblem(message("A request may have %(size)s bytes.", size=settings.query_size))
    if isinstance(error, NotFound):
        return _UnroutedProblem(
            message(
                "The requested URL was not found on the server. "
                "If you entered the URL manually please check your spelling and try again."
            )
        )
    if isinstance(error, MethodNotAllowed):
        detail = message("The method is not allowed for the requested URL.")
        return MethodProblem(detail, error.valid_methods or ())
    if isinstance(error, HTTPException):
        return _HttpProblem(error)
    current_app.logger.error("%s %s", request.method, request.path, exc_info=error)
    return UnexpectedProblem(message("The answer could not be made."))


def _content(problem: QueryProblem) -> dict[str, Any]:
    """What a program is told of ``problem``, in English whatever it reads."""
    content = {
        "type": TYPE + problem.slug,
        "title": str(problem.title),
        "status": problem.status,
        "detail": str(problem.detail),
        "line": problem.line,
        "column": problem.column,
        "advice": str(problem.advice) if problem.advice else None,
        "offers": _offers(problem),
    }
    return {name: value for name, value in content.items() if value is not None}


def _offers(problem: QueryProblem) -> list[str] | None:
    """The media types to ask for instead, where that is what is wrong."""
    if not isinstance(problem, NotAcceptableProblem):
        return None
    if isinstance(problem, NoFormatProblem):
        return list(problem.offers)
    return [*(entry.media_type for entry in ANSWERS), HTML]


def _document(problem: QueryProblem) -> Response:
    return Response(_write(_content(problem)), content_type=PROBLEM)


def _page(problem: QueryProblem) -> Response:
    """What a reader is shown of ``problem``; a query that failed is shown again, to be put right."""
    page = render_template(
        "frame/problem.html",
        problem=_content(problem),
        title=messages.translated(problem.title),
        detail=messages.translated(problem.detail),
        advice=messages.translated(problem.advice) if problem.advice else None,
        verbatim=messages.has_verbatim(problem.detail) or messages.has_verbatim(problem.advice),
        query=parameters.loosely(request).get("query") if request.endpoint == _QUERY_FORM else None,
    )
    return Response(page, content_type="text/html; charset=utf-8")
