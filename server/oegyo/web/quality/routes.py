"""``/quality``: how good the data is, as a page with tables and as RDF in the Data Quality Vocabulary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, render_template, request

from oegyo.errors import message
from oegyo.terms.formats import HTML, Kind, by_extension, of_kind
from oegyo.web.http import addresses, language
from oegyo.web.http.negotiate import NoFormatProblem, negotiate
from oegyo.web.quality import page
from oegyo.web.quality.tables import measured
from oegyo.web.reading.graph import serialize

if TYPE_CHECKING:
    from oegyo.web.reading.site import Site

_FORMATS = of_kind(Kind.GRAPH)
_WARNINGS = "standing-warnings"  # the saved query that lists them
_EXTENSIONS = ", ".join(entry.extension for entry in _FORMATS)


def blueprint(site: Site) -> Blueprint:
    """``/quality``, and ``/quality.ttl`` and the like for who cannot say what they read."""
    bp = Blueprint("quality", __name__)
    bp.add_app_template_filter(measured)

    @bp.get("/quality")
    def index() -> Response | str:
        wanted = negotiate(request.accept_mimetypes)
        if wanted.html:
            return _page(site)
        if wanted.graph is None:
            offers = (*(entry.media_type for entry in _FORMATS), HTML)
            raise NoFormatProblem(
                message("The quality of the data is a page or RDF, and the client accepts neither."), offers
            )
        return _rdf(site, wanted.graph.format.media_type, wanted.graph.content_type)

    @bp.get(f"/quality.<any({_EXTENSIONS}):extension>")
    def representation(extension: str) -> Response:
        entry = by_extension(extension)
        return _rdf(site, entry.media_type, entry.content_type)

    return bp


def _rdf(site: Site, media_type: str, content_type: str) -> Response:
    return Response(serialize(site.graph.triples("quality/quality"), media_type, site.prefixes), content_type=content_type)


def _page(site: Site) -> str:
    return render_template(
        "quality/quality.html",
        sections=page.quality_sections(site.once(page.read_measured), site, language.of(request)),
        warnings=addresses.address("questions.page", slug=_WARNINGS) if _WARNINGS in site.queries else None,
        alternates=[(entry, addresses.path("quality.representation", extension=entry.extension)) for entry in _FORMATS],
    )
