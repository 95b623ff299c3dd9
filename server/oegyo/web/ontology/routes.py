"""``/ontology``: every class and property, as one page and as Turtle; and a page for each concept scheme."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flask import Blueprint, Response, redirect, render_template, request

from oegyo.errors import NotFoundProblem, message
from oegyo.terms.formats import HTML, Kind, by_name, of_kind
from oegyo.terms.namespaces import CONCEPT
from oegyo.web.http import addresses, files, language
from oegyo.web.http.negotiate import NoFormatProblem, negotiate, readable
from oegyo.web.ontology.page import read_ontology, read_scheme, read_vocabulary

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as BaseResponse

    from oegyo.web.reading.site import Site

_NAME = re.compile(r"[A-Za-z0-9-]+")
_TURTLE = by_name("turtle").media_type
_FORMATS = of_kind(Kind.GRAPH)


def blueprint(site: Site) -> Blueprint:
    """``/ontology``, ``/ontology.ttl``, ``/shapes.ttl`` and the pages of the concept schemes."""
    bp = Blueprint("ontology", __name__)

    @bp.get("/ontology")
    def index() -> BaseResponse | str:
        if negotiate(request.accept_mimetypes).html:
            page = read_ontology(site.once(read_vocabulary), site, language.of(request))
            return render_template("ontology/ontology.html", page=page)
        if readable(request.accept_mimetypes).best_match([_TURTLE]):
            return redirect(addresses.path("ontology.turtle", name="ontology"), 303)
        raise NoFormatProblem(message("The ontology is a page or Turtle, and the client accepts neither."), [_TURTLE, HTML])

    @bp.get("/<any(ontology, shapes):name>.ttl")
    def turtle(name: str) -> Response:
        return files.send(site.served, f"{name}.ttl")

    @bp.get("/concept/<name>.html")
    def scheme(name: str) -> str:
        known = _NAME.fullmatch(name)
        page = read_scheme(CONCEPT + name, site, language.of(request)) if known else None
        if page is None:
            raise NotFoundProblem(
                message("There is no concept scheme called “%(name)s”.", name=name),
                advice=message("See /ontology for all of them."),
            )
        alternates = [(entry, _concept(name, entry.extension)) for entry in _FORMATS]
        return render_template("ontology/scheme.html", page=page, alternates=alternates)

    return bp


def _concept(name: str, extension: str) -> str:
    """The address of a concept, or of a scheme, as RDF."""
    return addresses.path("entity.representation", family="concept", name=name, extension=extension)
