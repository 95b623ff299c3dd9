"""The first page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template, request

from oegyo.web import graph, language

if TYPE_CHECKING:
    from oegyo.web.site import Site

_SHOWN = 6


def blueprint(site: Site) -> Blueprint:
    """``/``."""
    bp = Blueprint("home", __name__)

    @bp.get("/")
    def index() -> str:
        shown = list(site.queries.values())[:_SHOWN]
        query = graph.example(language.of(request).tag)
        return render_template("home.html", triples=site.triples, queries=shown, query=query)

    return bp
