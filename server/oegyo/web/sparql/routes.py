"""``/sparql``: the SPARQL 1.1 Protocol for programs, a form and a table for people, a service description for both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, jsonify, render_template, request

from oegyo.engine import Dataset, Question
from oegyo.errors import RequestProblem, message
from oegyo.terms.formats import ANSWERS
from oegyo.terms.namespaces import BASE
from oegyo.web.http import addresses, language, protocol
from oegyo.web.http.canonical import Reads
from oegyo.web.reading.families import queries_by_family
from oegyo.web.reading.rows import GRAPH, SOLUTIONS
from oegyo.web.reading.table import result_table
from oegyo.web.sparql import completion, description

if TYPE_CHECKING:
    from collections.abc import Sequence

    from oegyo.terms.formats import Format
    from oegyo.web.http.negotiate import Wanted
    from oegyo.web.http.protocol import Operation
    from oegyo.web.reading.site import Site
    from oegyo.web.reading.table import ResultTable

SPARQL = f"{BASE}sparql"
"""What the endpoint is called in a request that does not say how it was called."""

READS = (Reads("/sparql", protocol.PARAMETERS, every=True),)
"""What is read of the parameters: clients add others."""

_EXAMPLE = "SELECT ?type (COUNT(?thing) AS ?things)\nWHERE { ?thing a ?type }\nGROUP BY ?type\nORDER BY DESC(?things)\n"
_SUGGESTED = 8
_NO_DATASET = Dataset()


def blueprint(site: Site) -> Blueprint:
    """``/sparql``, and ``/sparql/terms.json`` for its editor."""
    bp = Blueprint("sparql", __name__)

    @bp.route("/sparql", methods=["GET", "POST"])
    def endpoint() -> Response | str:
        operation = protocol.of(request, site.settings.query_size)
        wanted = protocol.wanted(operation, request.headers.get("Accept", ""))
        if operation.query is None:
            return _without_query(site, wanted)
        if wanted.html:
            return _page(site, operation, operation.query)
        answer = site.engine.ask(protocol.question(operation.query, operation, wanted))
        return Response(answer.body, content_type=wanted.content_type(answer.media_type))

    @bp.get("/sparql/terms.json")
    def terms() -> Response:
        return jsonify(prefixes=site.prefixes, terms=completion.completions(site) if site.prefixes else [])

    return bp


def _without_query(site: Site, wanted: Wanted) -> Response | str:
    """The form for a browser, the service description for a client that reads RDF."""
    if wanted.html:
        return _form(site, _EXAMPLE)
    if wanted.graph is None:
        raise RequestProblem(message("There is no query."), advice=protocol.PERCENT_ENCODED)
    address = request.base_url if request.host else SPARQL
    body = description.write(site, address, wanted.graph.format.media_type)
    return Response(body, content_type=wanted.graph.content_type)


def _page(site: Site, operation: Operation, query: str) -> str:
    answer = site.engine.ask(Question(query, SOLUTIONS, GRAPH, operation.dataset))
    terms = site.terms(language.of(request))
    table = result_table(answer, lambda _: terms)
    return _form(site, query, table, operation.dataset)


def _form(site: Site, query: str, table: ResultTable | None = None, dataset: Dataset = _NO_DATASET) -> str:
    graphs = [("default-graph-uri", iri) for iri in dataset.default]
    graphs += [("named-graph-uri", iri) for iri in dataset.named]
    held = [entry for entry in ANSWERS if table and entry.kind is table.kind]
    return render_template(
        "sparql/sparql.html",
        query=query,
        table=table,
        graphs=graphs,
        formats=ANSWERS,
        links=[(entry, _as(entry, query, graphs)) for entry in held],
        suggested=list(site.queries.values())[:_SUGGESTED],
        families=queries_by_family(site.queries.values()),
    )


def _as(entry: Format, query: str, graphs: Sequence[tuple[str, str]]) -> str:
    """The address of the answer to ``query`` over ``graphs`` in the format ``entry``."""
    return addresses.path("sparql.endpoint", [("query", query), *graphs, ("format", entry.name)])
