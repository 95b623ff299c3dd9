"""Saved queries: a page with the question, the parameters and the answer; the same answer as a file; the text itself."""

from __future__ import annotations

from collections import defaultdict
from operator import itemgetter
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from flask import Blueprint, Response, jsonify, render_template, request

from oegyo import labels, queries
from oegyo.engine import Question
from oegyo.errors import RequestProblem
from oegyo.formats import Kind, by_extension
from oegyo.web import language, parameters, tables
from oegyo.web.graph import Graph
from oegyo.web.negotiate import negotiate, prefers_json
from oegyo.web.protocol import QUERY
from oegyo.web.sparql import media_types, of_format
from oegyo.web.terms import Terms

if TYPE_CHECKING:
    from oegyo.queries import Parameter, SavedQuery
    from oegyo.web.negotiate import Wanted
    from oegyo.web.site import Site

FILES = {Kind.SOLUTIONS: ("json", "csv", "tsv", "xml"), Kind.GRAPH: ("ttl",)}
"""The extensions that each kind of answer has, the page aside."""

_EXTENSIONS = ", ".join(sum(FILES.values(), ()))


def blueprint(site: Site) -> Blueprint:
    """``/queries/`` and the saved queries below it."""
    bp = Blueprint("saved_queries", __name__)
    graph = Graph(site.engine)

    @bp.get("/queries/")
    def index() -> Response | str:
        if prefers_json(request.accept_mimetypes):
            return jsonify([_entry(query) for query in site.queries.values()])
        return render_template("queries.html", by_tag=_by_tag(site.queries))

    @bp.get("/queries/<slug>")
    def page(slug: str) -> Response | str:
        query = queries.find(site.queries, slug)
        wanted = negotiate(request.accept_mimetypes)
        return _page(site, graph, query) if wanted.html else _answer(site, query, wanted)

    @bp.get(f"/queries/<slug>.<any({_EXTENSIONS}):extension>")
    def answer(slug: str, extension: str) -> Response:
        return _answer(site, queries.find(site.queries, slug), of_format(by_extension(extension)))

    @bp.get("/queries/<slug>.rq")
    def text(slug: str) -> Response:
        query = queries.find(site.queries, slug)
        return Response(query.bind(_values(query)), content_type=f"{QUERY}; charset=utf-8")

    return bp


def _answer(site: Site, query: SavedQuery, wanted: Wanted) -> Response:
    found = site.engine.ask(Question(query.bind(_values(query)), *media_types(wanted)))
    return Response(found.body, content_type=wanted.content_type(found.media_type))


def _page(site: Site, graph: Graph, query: SavedQuery) -> str:
    reader = language.of(request)
    names = [parameter.name for parameter in query.parameters]
    # A query that answers in a language answers the visitor in theirs.
    values = ({language.PARAMETER: reader.tag} if language.PARAMETER in names else {}) | _values(query)
    bound = query.bind(values)
    answer = site.engine.ask(Question(bound, tables.SOLUTIONS, tables.GRAPH))
    table = tables.read(answer, lambda iris: Terms.of(site, reader, graph.labels(iris)))
    text = _without_header(bound)
    return render_template(
        "query.html",
        query=query,
        fields=[_field(parameter, values, graph, reader.tag) for parameter in query.parameters],
        keep_language=reader.suffix and language.PARAMETER not in names,
        table=table,
        text=text,
        files=[(by_extension(extension), f"{query.slug}.{extension}{_suffix(values)}") for extension in FILES[table.kind]],
        source=f"{query.slug}.rq{_suffix(values)}",
        sparql="/sparql?" + urlencode({"query": text}),
    )


def _values(query: SavedQuery) -> dict[str, str]:
    """The values that the address gives to parameters; the language of the page is not one, unless the query has it.

    Raises RequestProblem when one is given twice.
    """
    given = parameters.of_address(request)
    if language.PARAMETER not in {parameter.name for parameter in query.parameters}:
        given.poplist(language.PARAMETER)
    for name, values in given.lists():
        if len(values) > 1:
            msg = f"The parameter {name!r} is given {len(values)} times."
            raise RequestProblem(msg, advice="Give each parameter once.")
    return given.to_dict()


def _field(parameter: Parameter, values: dict[str, str], graph: Graph, tag: str) -> dict[str, Any]:
    """A field of the form: the parameter, its value now, and the values to choose from where there is a list of them."""
    listed = parameter.type.startswith(("id/", "concept/"))
    named = graph.options(str(parameter.term(parameter.default).value)) if listed else {}
    options = [(labels.local_name(iri), labels.preferred(named[iri], tag, iri)[0]) for iri in named]
    if parameter.type == "language":
        options = list(language.NAMES.items())
    value = parameter.short(parameter.term(values.get(parameter.name, parameter.default)))
    return {"parameter": parameter, "value": value, "options": sorted(options, key=itemgetter(1))}


def _without_header(text: str) -> str:
    """The query itself: what the header says is on the page already."""
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith("#+")).lstrip()


def _suffix(values: dict[str, str]) -> str:
    return "?" + urlencode(values) if values else ""


def _by_tag(saved: dict[str, SavedQuery]) -> dict[str, list[SavedQuery]]:
    """The queries under each of their tags, in the order of both."""
    found = defaultdict(list)
    for query in saved.values():
        for tag in query.tags:
            found[tag].append(query)
    return dict(sorted(found.items()))


def _entry(query: SavedQuery) -> dict[str, Any]:
    declared = [
        {"name": one.name, "type": one.type, "default": one.default, "label": one.labels} for one in query.parameters
    ]
    address = f"/queries/{query.slug}"
    return {
        "slug": query.slug,
        "address": address,
        "form": query.form,
        "summary": query.summary,
        "description": query.description,
        "tags": list(query.tags),
        "parameters": declared,
    }
