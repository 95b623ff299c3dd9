"""``/about``: how the facts are made, from which sources, under which licences, and how to cite and correct them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox
from flask import Blueprint, render_template, request

from oegyo.web.http import language

if TYPE_CHECKING:
    from oegyo.web.http.language import Language
    from oegyo.web.reading.site import Site
    from oegyo.web.reading.terms import Cell, Terms


@dataclass(frozen=True)
class Source:
    """A source of facts: its name, who published it, where, and what may be done with it."""

    name: Cell
    publisher: Cell
    address: Cell
    terms: Cell


def blueprint(site: Site) -> Blueprint:
    """``/about`` and the sources below it."""
    bp = Blueprint("about", __name__)

    @bp.get("/about")
    def page() -> str:
        return render_template("about/about.html", total=len(_listed(site, language.of(request))))

    @bp.get("/about/sources")
    def sources() -> str:
        rows = _listed(site, language.of(request))
        names = site.graph.labels(row[0].value for row in rows if isinstance(row[0], ox.NamedNode))
        terms = site.terms(language.of(request), names)
        counted = "facts-per-source" in site.queries
        return render_template("about/sources.html", sources=[_source(row, terms) for row in rows], counted=counted)

    return bp


def _listed(site: Site, reader: Language) -> list[tuple[object, ...]]:
    """The sources, their terms in the language of the reader."""
    return site.graph.listed("about/sources", ox.Literal(reader.tag))


def _source(row: tuple[object, ...], terms: Terms) -> Source:
    source, publisher, address, licence, rights = row
    allowed = ox.NamedNode(licence.value) if isinstance(licence, ox.Literal) else rights
    return Source(*map(terms.cell, (source, publisher, address, allowed)))
