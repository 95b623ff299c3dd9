"""Every entity at its own address: a redirect to the representation a client can read, a page, and four forms of RDF."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flask import Blueprint, Response, redirect, render_template, request

from oegyo.errors import NotFoundProblem, message
from oegyo.terms.formats import HTML, Kind, by_extension, of_kind
from oegyo.terms.namespaces import BASE
from oegyo.web.entity import incoming, pieces
from oegyo.web.entity.page import read_page
from oegyo.web.http import addresses, language, parameters
from oegyo.web.http.canonical import Reads
from oegyo.web.http.negotiate import NoFormatProblem, negotiate
from oegyo.web.reading.graph import serialize
from oegyo.web.reading.presentation import read_presentation

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as BaseResponse

    from oegyo.web.reading.site import Site

READS = (Reads(r"/(id|concept)/[^/]+/.+\.html", ("incoming", "page")),)
"""What is read of the parameters."""

_NAMES = {"id": re.compile(r"[A-Za-z0-9-]+/[A-Za-z0-9-]+"), "concept": re.compile(r"[A-Za-z0-9-]+(?:/[A-Za-z0-9-]+)?")}
_FORMATS = of_kind(Kind.GRAPH)
_DIGITS = 7  # of the number of a page: no entity has so many
_EXTENSIONS = ", ".join(("html", *(entry.extension for entry in _FORMATS)))


def blueprint(site: Site) -> Blueprint:
    """``/id/…`` and ``/concept/…``."""
    bp = Blueprint("entity", __name__)
    pieces.register(bp)

    @bp.get("/<any(id, concept):family>/<path:name>")
    def see_other(family: str, name: str) -> BaseResponse:
        iri = _iri(family, name)
        if not site.graph.knows(iri):
            raise _unknown(iri)
        return redirect(language.of(request).keep(_representation(iri, _extension())), 303)

    @bp.get(f"/<any(id, concept):family>/<path:name>.<any({_EXTENSIONS}):extension>")
    def representation(family: str, name: str, extension: str) -> Response | str:
        iri = _iri(family, name)
        if extension == "html":
            asked = parameters.loosely(request)
            return _incoming(iri, asked, site) if {"incoming", "page"} & asked.keys() else _page(iri, site)
        triples = site.graph.describe(iri)
        if not triples:
            raise _unknown(iri)
        form = by_extension(extension)
        return Response(serialize(triples, form.media_type, site.prefixes), content_type=form.content_type)

    return bp


def _iri(family: str, name: str) -> str:
    """The IRI that a path on this host stands for; raises NotFoundProblem when no entity can have it."""
    if not _NAMES[family].fullmatch(name):
        raise _unknown(f"{BASE}{family}/{name}")
    return f"{BASE}{family}/{name}"


def _unknown(iri: str) -> NotFoundProblem:
    return NotFoundProblem(
        message("Nothing is known of %(iri)s.", iri=iri),
        advice=message("Names are case-sensitive. Search at /search, or see /ontology."),
    )


def _representation(iri: str, extension: str) -> str:
    """The address of one representation of ``iri``, whatever the language."""
    family, _, name = iri.removeprefix(BASE).partition("/")
    return addresses.path("entity.representation", family=family, name=name, extension=extension)


def _extension() -> str:
    """The extension of the representation that the client can read."""
    wanted = negotiate(request.accept_mimetypes)
    if wanted.html:
        return "html"
    if wanted.graph:
        return wanted.graph.format.extension
    offers = (*(entry.media_type for entry in _FORMATS), HTML)
    raise NoFormatProblem(message("An entity is a page or RDF, and the client accepts neither."), offers)


def _page(iri: str, site: Site) -> str:
    page = read_page(iri, site.graph, site, language.of(request))
    if page is None:
        raise _unknown(iri)
    alternates = [(entry, _representation(iri, entry.extension)) for entry in _FORMATS]
    return render_template("entity/entity.html", page=page, alternates=alternates)


def _incoming(iri: str, asked: dict[str, str], site: Site) -> str:
    """A page of the things that point to the entity by one property."""
    key, number = asked.get("incoming", ""), asked.get("page", "1")
    graph, reader = site.graph, language.of(request)
    presentation = site.once(read_presentation)
    page = None
    if number.isascii() and number.isdecimal() and len(number) < _DIGITS:
        page = incoming.page(graph, iri, key, int(number), presentation, lambda iris: site.terms(reader, graph.labels(iris)))
    if page is None:
        raise NotFoundProblem(
            message("There is no page %(number)s of what points to %(iri)s by %(key)s.", number=number, iri=iri, key=key),
            advice=message("The page of the entity says what points to it, and how often."),
        )
    return render_template("entity/incoming.html", page=page)
