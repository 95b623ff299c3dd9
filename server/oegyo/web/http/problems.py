"""The one error handler: whatever went wrong becomes one shape, as JSON or as a page.

The shape is RFC 9457: ``type`` (an IRI), ``title``, ``status``, ``detail``; where they are known also ``line`` and
``column`` of the query, ``advice`` on what to try, and ``offers``, the media types to ask for instead.
"""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

from flask import Response, current_app, render_template, request
from flask_babel import lazy_gettext as _
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from oegyo.errors import BusyProblem, NotAcceptableProblem, QueryProblem, RateProblem, TooLongProblem
from oegyo.terms import labels
from oegyo.terms.formats import ANSWERS, HTML
from oegyo.terms.namespaces import BASE
from oegyo.web.http import language, parameters
from oegyo.web.http.negotiate import PROBLEM, NoFormatProblem, prefers_html_problem

if TYPE_CHECKING:
    from flask import Flask

    from oegyo.config import Settings

TYPE = f"{BASE}problem/"
"""What the type of every problem begins with; its slug follows."""

TITLES = {
    "syntax": _("The query has a syntax error"),
    "request": _("The request cannot be read"),
    "unsupported": _("The query asks for something this endpoint does not have"),
    "unknown-graph": _("There is no such graph"),
    "forbidden": _("Switched off on this endpoint"),
    "not-found": _("Nothing is known at this address"),
    "not-acceptable": _("No acceptable format"),
    "too-long": _("The request is too large"),
    "media-type": _("The body is not a query"),
    "service": _("A service did not answer"),
    "busy": _("The endpoint is busy"),
    "lost": _("The query ended its worker"),
    "deadline": _("The query took too long"),
    "too-large": _("The answer is too large"),
    "unexpected": _("Something went wrong here"),
    "method-not-allowed": _("Method Not Allowed"),
}
"""What a reader is told in their language, by slug, and a program in English: the titles of problems."""

_QUERY_FORM = "sparql.endpoint"  # where a query that failed is shown again, to be put right
_KEPT_HEADERS = {"Allow", "Content-Range", "Retry-After"}


class _UnexpectedProblem(QueryProblem):
    """What nobody thought of: the log has the traceback, the reader plain words."""

    slug = "unexpected"
    title = "Something went wrong here"
    advice = "The fault is on this side and has been logged. Try again later, or ask for something else."


def init_app(app: Flask, settings: Settings) -> None:
    """Let ``app`` answer with a problem whenever a view raises."""

    @app.errorhandler(Exception)
    def handle(error: Exception) -> Response:
        if isinstance(error, HTTPException) and not isinstance(error, RequestEntityTooLarge):
            slug = error.name.lower().replace(" ", "-")
            kept = {name: value for name, value in error.get_headers() if name in _KEPT_HEADERS}
            return _respond(_content(slug, error.name, error.code or 500, error.description or ""), kept)
        problem = _problem(error, settings)
        return _respond(_of_query_problem(problem), _retry_after(problem, settings))


def as_json(problem: QueryProblem, settings: Settings) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    """``problem`` for a program: status, headers and body, without the web application around it."""
    content = _of_query_problem(problem)
    kept = {"content-type": PROBLEM, **_retry_after(problem, settings)}
    return content["status"], [(name.lower().encode(), value.encode()) for name, value in kept.items()], _write(content)


def _retry_after(problem: QueryProblem, settings: Settings) -> dict[str, str]:
    if isinstance(problem, RateProblem):
        return {"Retry-After": str(problem.seconds)}
    return {"Retry-After": str(max(1, math.ceil(settings.queue)))} if isinstance(problem, BusyProblem) else {}


def _write(content: dict[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _problem(error: Exception, settings: Settings) -> QueryProblem:
    """``error`` as a problem; one that nobody thought of is logged."""
    if isinstance(error, QueryProblem):
        return error
    if isinstance(error, RequestEntityTooLarge):
        return TooLongProblem(f"A request may have {settings.query_size:,} bytes.")
    current_app.logger.error("%s %s", request.method, request.path, exc_info=error)
    return _UnexpectedProblem("The answer could not be made.")


def _of_query_problem(problem: QueryProblem) -> dict[str, Any]:
    content = _content(problem.slug, problem.title, problem.status, problem.detail)
    content |= {"line": problem.line, "column": problem.column, "advice": problem.advice}
    if isinstance(problem, NotAcceptableProblem):
        content["offers"] = list(
            problem.offers if isinstance(problem, NoFormatProblem) else (*(entry.media_type for entry in ANSWERS), HTML)
        )
    return {name: value for name, value in content.items() if value is not None and value != ""}


def _content(slug: str, title: str, status: int, detail: str) -> dict[str, Any]:
    return {"type": TYPE + slug, "title": title, "status": status, "detail": detail}


def _respond(content: dict[str, Any], kept: dict[str, str]) -> Response:
    if prefers_html_problem(request.accept_mimetypes):
        query = parameters.loosely(request).get("query") if request.endpoint == _QUERY_FORM else None
        title = _title(content)
        page = render_template("frame/problem.html", problem=content, title=title, query=query)
        response = Response(page, content_type="text/html; charset=utf-8")
    else:
        response = Response(_write(content), content_type=PROBLEM)
    response.status_code = content["status"]
    response.headers.update(kept)
    return response


def _title(content: dict[str, Any]) -> object:
    """What the page calls the problem: in English as programs are told, in other languages as translated."""
    english = language.of(request).tag == labels.LANGUAGES[0]
    return content["title"] if english else TITLES.get(content["type"].removeprefix(TYPE), content["title"])
