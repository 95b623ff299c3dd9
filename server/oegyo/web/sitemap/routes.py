"""``/robots.txt`` and ``/sitemap.xml``: what a crawler may come for, in every language, and what it is asked to leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
from flask import Blueprint, Response, render_template, request
from markupsafe import Markup

from oegyo.errors import NotFoundProblem, message
from oegyo.terms.interface import INTERFACE
from oegyo.web.http import addresses, language
from oegyo.web.reading.cells import escaped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from oegyo.web.reading.graph import Graph
    from oegyo.web.reading.site import Site

PART = 2_000
"""Pages in one file, each with an address for every language: https://www.sitemaps.org/protocol.html allows 50,000."""

_ROBOTS = "\n".join(
    [
        "User-agent: *",
        # Whatever is filled in makes another address, without end; the language of a page alone does not.
        "Disallow: /*?",
        *(f"Allow: /*?{language.PARAMETER}={one.tag}$" for one in INTERFACE),
        "Disallow: {search}",
        "Sitemap: {sitemap}",
        "",
    ]
)
"""https://www.rfc-editor.org/rfc/rfc9309: the longest rule that fits an address holds."""


def read_things(graph: Graph) -> list[str]:
    """The paths of the things that are worth finding."""
    listed = (thing for (thing,) in graph.listed("sitemap/pages") if isinstance(thing, ox.NamedNode))
    return [addresses.local(f"{thing.value}.html") for thing in listed]


def blueprint(site: Site, fixed: Sequence[str]) -> Blueprint:
    """``/robots.txt``, ``/sitemap.xml`` and the parts that it lists, which begin with the endpoints ``fixed``."""
    bp = Blueprint("sitemap", __name__)

    @bp.get("/robots.txt")
    def robots() -> Response:
        return Response(_robots(), content_type="text/plain; charset=utf-8")

    @bp.get("/sitemap.xml")
    def index() -> Response:
        parts = range(1, 2 + (len(_pages(site, fixed)) - 1) // PART)
        return _xml(
            render_template("sitemap/index.xml", addresses=[_absolute("sitemap.pages", part=part) for part in parts])
        )

    @bp.get("/sitemap-<int:part>.xml")
    def pages(part: int) -> Response:
        shown = _pages(site, fixed)[(part - 1) * PART : part * PART] if part else []
        if not shown:
            raise NotFoundProblem(
                message("The sitemap has no part %(part)s.", part=str(part)),
                advice=message("Its parts are listed in /sitemap.xml."),
            )
        whole = [addresses.absolute(request, path) for path in shown]
        return _xml(render_template("sitemap/part.xml", pages=map(_entries, whole)))

    return bp


def _pages(site: Site, fixed: Sequence[str]) -> list[str]:
    """The path of every page that is worth finding."""
    saved = [addresses.path("questions.page", slug=slug) for slug in site.queries]
    return [*map(addresses.path, fixed), *saved, *site.once(read_things)]


def _entries(page: str) -> Markup:
    """The entries of ``page``: one in each language, and each with all of them."""
    variants = [(tag, escaped(address)) for tag, address in addresses.variants(page)]
    links = "".join(f'<xhtml:link rel="alternate" hreflang="{tag}" href="{address}"/>' for tag, address in variants)
    entries = "".join(f"<url><loc>{address}</loc>{links}</url>\n" for _, address in variants)
    return Markup(entries)  # noqa: S704 - every part is escaped


def _robots() -> str:
    return _ROBOTS.format(search=addresses.path("search.answer"), sitemap=_absolute("sitemap.index"))


def _absolute(endpoint: str, **values: object) -> str:
    return addresses.absolute(request, addresses.path(endpoint, **values))


def _xml(text: str) -> Response:
    return Response(text, content_type="application/xml; charset=utf-8")
