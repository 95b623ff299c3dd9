"""``/explore/``: everything that has a date or a place, as tables with the pictures that scripts draw from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template, request

from oegyo.web.explore import columns, pages, spans
from oegyo.web.explore.timeline import read_timeline
from oegyo.web.http import language, parameters
from oegyo.web.http.canonical import Reads

if TYPE_CHECKING:
    from oegyo.web.explore.pages import Reader
    from oegyo.web.reading.site import Site

READS = (Reads("/explore/timeline", ("year", "page")), Reads("/explore/(relations|missions|peacekeeping)", ("year",)))
"""What is read of the parameters."""


def blueprint(site: Site) -> Blueprint:
    """``/explore/`` and the pages below it."""
    bp = Blueprint("explore", __name__)
    columns.register(bp)

    @bp.get("/explore/")
    def index() -> str:
        return render_template("explore/explore.html", page=pages.index(_reader()))

    @bp.get("/explore/relations")
    def relations() -> str:
        return render_template("explore/relations.html", page=pages.relations(_reader(), _year()))

    @bp.get("/explore/missions")
    def missions() -> str:
        return render_template("explore/missions.html", page=pages.missions(_reader(), _year()))

    @bp.get("/explore/peacekeeping")
    def peacekeeping() -> str:
        return render_template("explore/peacekeeping.html", page=pages.peacekeeping(_reader(), _year()))

    @bp.get("/explore/timeline")
    def timeline() -> str:
        number = parameters.of_address(request).get("page", "").strip()
        return render_template("explore/timeline.html", page=read_timeline(_reader(), _year(), number))

    def _reader() -> Reader:
        return pages.Reader(site.graph, site, language.of(request))

    return bp


def _year() -> str:
    """The year that the address asks for."""
    return spans.read_year(parameters.of_address(request).get("year", "").strip())
