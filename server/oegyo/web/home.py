"""The first page, and the sign that the process is alive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, render_template, request

from oegyo.web import graph, language

if TYPE_CHECKING:
    from oegyo.web.site import Site

_SHOWN = 6


def blueprint(site: Site) -> Blueprint:
    """``/`` and ``/healthz``."""
    bp = Blueprint("home", __name__)

    @bp.get("/")
    def index() -> str:
        shown = list(site.queries.values())[:_SHOWN]
        query = graph.example(language.of(request).tag)
        return render_template("home.html", triples=site.triples, queries=shown, query=query)

    @bp.get("/healthz")
    def healthz() -> Response:
        return Response("ok\n", content_type="text/plain; charset=utf-8")

    return bp
