"""``/robots.txt`` and ``/sitemap.xml``: what a crawler may come for, in every language, and what it is asked to leave."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pyoxigraph as ox
from flask import Blueprint, Response, render_template, request

from oegyo.errors import NotFoundProblem, message
from oegyo.terms.labels import LANGUAGES
from oegyo.terms.namespaces import BASE
from oegyo.web.frame import frame
from oegyo.web.http import language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from oegyo.web.reading.site import Site

PART = 2_000
"""Pages in one file, each with an address for every language: https://www.sitemaps.org/protocol.html allows 50,000."""

_ROBOTS = "\n".join(
    [
        "User-agent: *",
        # Whatever is filled in makes another address, without end; the language of a page alone does not.
        "Disallow: /*?",
        *(f"Allow: /*?{language.PARAMETER}={tag}$" for tag in LANGUAGES),
        "Disallow: /search.json",
        "Sitemap: {root}sitemap.xml",
        "",
    ]
)
"""https://www.rfc-editor.org/rfc/rfc9309: the longest rule that fits an address holds."""


def blueprint(site: Site, fixed: Sequence[str]) -> Blueprint:
    """``/robots.txt``, ``/sitemap.xml`` and the parts that it lists, which begin with the paths ``fixed``."""
    bp = Blueprint("sitemap", __name__)

    @bp.get("/robots.txt")
    def robots() -> Response:
        return Response(_ROBOTS.format(root=frame.root(request)), content_type="text/plain; charset=utf-8")

    @bp.get("/sitemap.xml")
    def index() -> Response:
        parts = range(1, 2 + (len(_pages(site, fixed)) - 1) // PART)
        return _xml(render_template("sitemap/index.xml", root=frame.root(request), parts=parts))

    @bp.get("/sitemap-<int:part>.xml")
    def pages(part: int) -> Response:
        shown = _pages(site, fixed)[(part - 1) * PART : part * PART] if part else []
        if not shown:
            raise NotFoundProblem(
                message("The sitemap has no part %(part)s.", part=str(part)),
                advice=message("Its parts are listed in /sitemap.xml."),
            )
        variants = [("x-default", ""), *((tag, f"?{urlencode({language.PARAMETER: tag})}") for tag in LANGUAGES)]
        return _xml(render_template("sitemap/part.xml", root=frame.root(request), pages=shown, variants=variants))

    return bp


def _pages(site: Site, fixed: Sequence[str]) -> list[str]:
    """The path of every page that is worth finding, without its first slash."""
    saved = [f"queries/{slug}" for slug in site.queries]
    listed = (thing for (thing,) in site.graph.listed("sitemap/pages") if isinstance(thing, ox.NamedNode))
    things = [thing.value.removeprefix(BASE) + ".html" for thing in listed]
    return [*fixed, *saved, *things]


def _xml(text: str) -> Response:
    return Response(text, content_type="application/xml; charset=utf-8")
