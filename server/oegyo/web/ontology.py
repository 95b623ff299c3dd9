"""``/ontology``: every class, property and concept with its definition, as one page; and the Turtle behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox
from flask import Blueprint, Response, redirect, render_template, request, url_for

from oegyo import labels
from oegyo.formats import HTML, by_name
from oegyo.namespaces import TERM
from oegyo.web import downloads, language
from oegyo.web.graph import Graph, type_
from oegyo.web.negotiate import NoFormatProblem, negotiate, readable
from oegyo.web.nodes import by_subject, cells, named
from oegyo.web.terms import Terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from werkzeug.wrappers import Response as BaseResponse

    from oegyo.release import Release
    from oegyo.web.language import Language
    from oegyo.web.nodes import Properties
    from oegyo.web.site import Site
    from oegyo.web.terms import Cell

_TURTLE = by_name("turtle").media_type
_OWL = "http://www.w3.org/2002/07/owl#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_DETAILS = {
    "http://www.w3.org/2000/01/rdf-schema#subClassOf": "kind of",
    "http://www.w3.org/2000/01/rdf-schema#subPropertyOf": "kind of",
    "http://schema.org/domainIncludes": "said of",
    "http://schema.org/rangeIncludes": "value",
    _SKOS + "scopeNote": "note",
    _SKOS + "example": "example",
}
_SECTIONS = {
    "Classes": (_OWL + "Class",),
    "Properties": (_OWL + "ObjectProperty", _OWL + "DatatypeProperty", _OWL + "AnnotationProperty"),
    "Concept schemes": (_SKOS + "ConceptScheme",),
}


@dataclass(frozen=True)
class TermView:
    """One class, property, scheme or concept; ``anchor`` is the part of its IRI after the ``#``."""

    anchor: str
    name: Cell
    link: Cell
    definition: list[Cell]
    details: list[tuple[str, list[Cell]]]
    concepts: list[TermView]


def blueprint(site: Site, release: Release) -> Blueprint:
    """``/ontology``, ``/ontology.ttl`` and ``/shapes.ttl``."""
    bp = Blueprint("ontology", __name__)
    graph = Graph(site.engine)

    @bp.get("/ontology")
    def index() -> BaseResponse | str:
        if negotiate(request.accept_mimetypes).html:
            sections = read(graph, site, language.of(request))
            return render_template("ontology.html", sections=sections)
        if readable(request.accept_mimetypes).best_match([_TURTLE]):
            return redirect(url_for("ontology.turtle", name="ontology"), 303)
        raise NoFormatProblem("The ontology is a page or Turtle, and the client accepts neither.", [_TURTLE, HTML])

    @bp.get("/<any(ontology, shapes):name>.ttl")
    def turtle(name: str) -> Response:
        return downloads.send(release, f"{name}.ttl")

    return bp


def read(graph: Graph, site: Site, language_: Language) -> dict[str, list[TermView]]:
    """The sections of the page, each with its terms in the order of their names."""
    triples = graph.terms()
    nodes = by_subject(triples)
    mentioned = {term.value for triple in triples for term in triple if isinstance(term, ox.NamedNode)}
    terms = Terms.of(site, language_, graph.labels(mentioned))
    sections = {}
    for title, classes in _SECTIONS.items():
        iris = [iri for iri in nodes if set(named(nodes[iri], type_.value)) & set(classes)]
        sections[title] = _views(iris, nodes, terms)
    return sections


def _views(iris: Iterable[str], nodes: Mapping[str, Properties], terms: Terms) -> list[TermView]:
    views = []
    for iri in sorted(iris, key=lambda iri: terms.name(iri).text.casefold()):
        own = nodes[iri]
        concepts = [one for one in nodes if iri in named(nodes[one], _SKOS + "inScheme")]
        details = [(name, _read_first(cells(own[key], terms))) for key, name in _DETAILS.items() if key in own]
        views.append(
            TermView(
                anchor=labels.local_name(iri) if iri.startswith(TERM) else "",
                name=terms.name(iri),
                link=terms.cell(ox.NamedNode(iri)),
                definition=_read_first(cells(own.get(_SKOS + "definition", ()), terms)),
                details=details,
                concepts=_views(concepts, nodes, terms),
            )
        )
    return views


def _read_first(values: list[Cell]) -> list[Cell]:
    """Of texts in several languages, those in the language that comes first for the reader."""
    return [value for value in values if value.href or value.lang == values[0].lang]
