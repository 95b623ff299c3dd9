"""Saved queries: a page with the question, the parameters and the answer; the same answer as a file; the text itself."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, jsonify, render_template, request

from oegyo.engine import Question
from oegyo.errors import RequestProblem, message
from oegyo.saved.query import find_query
from oegyo.saved.text import with_projected
from oegyo.terms.formats import BYTE_ORDER_MARK, Kind, by_extension, by_name, of_kind
from oegyo.terms.interface import TAGS
from oegyo.terms.labels import LANGUAGES
from oegyo.web.http import addresses, language, parameters
from oegyo.web.http.canonical import Reads, Refuses
from oegyo.web.http.negotiate import Wanted, negotiate, prefers_json
from oegyo.web.http.protocol import QUERY
from oegyo.web.questions import answers
from oegyo.web.questions.form import Choices, form_fields
from oegyo.web.questions.index import PICTURES, found_questions
from oegyo.web.reading import rows
from oegyo.web.reading.families import family_names, queries_by_family
from oegyo.web.reading.words import gettext

if TYPE_CHECKING:
    from collections.abc import Mapping

    from werkzeug.datastructures import MultiDict

    from oegyo.saved.query import SavedQuery
    from oegyo.web.reading.site import Site

FILES = {
    Kind.SOLUTIONS: sorted(entry.extension for entry in of_kind(Kind.SOLUTIONS)),  # CSV, which most open, comes first
    Kind.GRAPH: [entry.extension for entry in of_kind(Kind.GRAPH)],
}
"""The extensions that each kind of answer has, the page aside."""

EXCEL = "excel.csv"
"""The extension of rows for Excel, which takes CSV for its own old encoding unless a byte order mark says UTF-8."""

READS = (Reads("/queries/?", ("q", "family")), Refuses("/queries/.+"))
"""What is read of the parameters; a saved query has its own."""

_EXTENSIONS = ", ".join(extension for extensions in FILES.values() for extension in extensions)


def blueprint(site: Site) -> Blueprint:
    """``/queries/`` and the saved queries below it."""
    bp = Blueprint("questions", __name__)
    choices = Choices(site.graph)

    @bp.get("/queries/")
    def index() -> Response | str:
        given = parameters.of_address(request)
        words, family = given.get("q", "").strip(), given.get("family", "")
        found = found_questions(site.queries.values(), words, family)
        if prefers_json(request.accept_mimetypes):
            return jsonify([_entry(query) for query in found])
        return render_template(
            "questions/questions.html",
            words=words,
            family=family,
            names=family_names(site.queries.values()),
            families=queries_by_family(found, family),
            found=len(found),
            total=len(site.queries),
            pictures=PICTURES,
        )

    @bp.get("/queries/<slug>")
    def page(slug: str) -> Response:
        query = find_query(site.queries, slug)
        wanted = negotiate(request.accept_mimetypes)
        return _page(site, choices, query) if wanted.html else _answer(site, query, wanted)

    @bp.get(f"/queries/<slug>.<any({_EXTENSIONS}):extension>")
    def answer(slug: str, extension: str) -> Response:
        return _answer(site, find_query(site.queries, slug), Wanted.only(by_extension(extension)))

    @bp.get(f"/queries/<slug>.{EXCEL}")
    def excel(slug: str) -> Response:
        response = _answer(site, find_query(site.queries, slug), Wanted.only(by_name("csv")))
        response.set_data(BYTE_ORDER_MARK.encode() + response.get_data())
        response.headers["Content-Disposition"] = f"attachment; filename={slug}.csv"
        return response

    @bp.get("/queries/<slug>.rq")
    def text(slug: str) -> Response:
        query = find_query(site.queries, slug)
        return Response(query.bind(_values(query)), content_type=f"{QUERY}; charset=utf-8")

    return bp


def _answer(site: Site, query: SavedQuery, wanted: Wanted) -> Response:
    found = site.engine.ask(Question(query.bind(_values(query)), *wanted.media_types()))
    return Response(found.body, content_type=wanted.content_type(found.media_type))


def _page(site: Site, choices: Choices, query: SavedQuery) -> Response:
    """The page of ``query``; a value that cannot be used is refused beside its field, with nothing asked."""
    given = _given(query)
    reader = language.of(request)
    form = form_fields(query, given.to_dict(flat=False), choices, reader.tag)
    faults = _faults(query, given)
    if faults or any(field.error for field in form):
        body = render_template(
            "questions/query.html", query=query, fields=form, faults=faults, asked=bool(given), answer=None
        )
        return Response(body, status=400)
    # A query that answers in a language answers the visitor in theirs.
    values = ({language.PARAMETER: reader.tag} if _speaks(query) and reader.tag in LANGUAGES else {}) | given.to_dict()
    bound = query.bind(values)
    asked = Question(with_projected(bound, query.nodes), rows.SOLUTIONS, rows.GRAPH)
    answer = answers.answer_table(site.engine.ask(asked), query, site, reader)
    return Response(
        render_template(
            "questions/query.html",
            query=query,
            fields=form,
            faults=[],
            asked=bool(given.to_dict().keys() - {language.PARAMETER}),
            answer=answer,
            **_links(query, answer.kind, values, bound),
        )
    )


def _links(query: SavedQuery, kind: Kind, values: dict[str, str], bound: str) -> dict[str, Any]:
    """Where the answer can be had as a file, and the query as text, with the ``values`` that the page shows."""
    text = _without_header(bound)
    files = [(entry, _path("answer", query, values, extension=entry.extension)) for entry in map(by_extension, FILES[kind])]
    return {
        "files": files,
        "excel": _path("excel", query, values) if kind is Kind.SOLUTIONS else None,
        "source": _path("text", query, values),
        "text": text,
        "sparql": addresses.path("sparql.endpoint", query=text),
        "curl": "curl " + shlex.quote(addresses.absolute(request, files[0][1])),
    }


def _path(view: str, query: SavedQuery, values: Mapping[str, str], **parts: str) -> str:
    """The address of one representation of ``query``, with ``values`` for its parameters."""
    return addresses.path(f"questions.{view}", values, slug=query.slug, **parts)


def _speaks(query: SavedQuery) -> bool:
    """Whether the answer to ``query`` is in a language."""
    return any(parameter.name == language.PARAMETER for parameter in query.parameters)


def _given(query: SavedQuery) -> MultiDict[str, str]:
    """The values in the address; the language of the page is not one, unless the query has it, and the data too."""
    given = parameters.of_address(request)
    if not _speaks(query) or given.get(language.PARAMETER) in set(TAGS).difference(LANGUAGES):
        given.poplist(language.PARAMETER)
    return given


def _values(query: SavedQuery) -> dict[str, str]:
    """The values that the address gives to parameters.

    Raises RequestProblem when one is given twice.
    """
    given = _given(query)
    for name, values in given.lists():
        if len(values) > 1:
            raise RequestProblem(
                message("The parameter %(name)s is given %(count)s times.", name=repr(name), count=len(values)),
                advice=message("Give each parameter once."),
            )
    return given.to_dict()


def _faults(query: SavedQuery, given: MultiDict[str, str]) -> list[str]:
    """What is wrong with the address that no field of the form shows."""
    known = {parameter.name for parameter in query.parameters}
    faults = [gettext("This question has no parameter “%(name)s”.", name=name) for name in given if name not in known]
    spoken = given.getlist(language.PARAMETER) if _speaks(query) else []
    if len(spoken) > 1 or any(tag not in LANGUAGES for tag in spoken):
        faults.append(gettext("The language of the answer is one of %(tags)s.", tags=", ".join(LANGUAGES)))
    return faults


def _without_header(text: str) -> str:
    """The query itself: what the header says is on the page already."""
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith("#+")).lstrip()


def _entry(query: SavedQuery) -> dict[str, Any]:
    declared = [
        {"name": one.name, "type": one.type, "default": one.default, "label": one.labels} for one in query.parameters
    ]
    return {
        "slug": query.slug,
        "address": addresses.path("questions.page", slug=query.slug),
        "form": query.form,
        "summary": query.summary,
        "description": query.description,
        "tags": list(query.tags),
        "parameters": declared,
        "picture": query.picture.entry if query.picture else None,
    }
