"""What a client can read, from its Accept header."""

from __future__ import annotations

import pytest
from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from oegyo.errors import NotAcceptableProblem
from oegyo.terms.formats import FORMATS, SYNONYMS, Kind, by_media_type
from oegyo.web.http.negotiate import negotiate, prefers_html_problem, prefers_json

JSON_RESULTS = "application/sparql-results+json"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"


def accept(header: str | None) -> MIMEAccept:
    """The header as a request holds it."""
    return parse_accept_header(header, MIMEAccept)


@pytest.mark.parametrize(
    ("header", "solutions", "graph", "html"),
    [
        # Nothing said: the first of each kind.
        (None, "json", "turtle", False),
        ("", "json", "turtle", False),
        ("*/*", "json", "turtle", False),
        # Nothing that can be read is nothing said.
        ("*", "json", "turtle", False),
        ("text/turtle;q=often", "json", "turtle", False),
        (", ,", "json", "turtle", False),
        # One kind alone.
        ("text/csv", "csv", None, False),
        ("application/n-triples", None, "ntriples", False),
        ("TEXT/CSV", "csv", None, False),
        # Both at once, settled side by side.
        ("text/csv, application/ld+json", "csv", "jsonld", False),
        ("application/rdf+xml, application/sparql-results+xml", "xml", "rdfxml", False),
        # Quality decides, with any spacing.
        ("text/csv;q=0.5, text/tab-separated-values;q=0.9", "tsv", None, False),
        ("text/csv ; q=0.5 , text/tab-separated-values ; q=0.4", "csv", None, False),
        ("text/turtle;q=0.1, application/n-triples;q=0.2, */*;q=0.05", "json", "ntriples", False),
        ("text/csv;q=0.4, */*;q=0.8", "json", "turtle", False),
        # Of equal quality, what is named goes before what a wildcard covers, and our own order decides the rest.
        ("*/*, text/csv", "csv", "turtle", False),
        ("text/*, application/ld+json", "csv", "jsonld", False),
        ("text/tab-separated-values, text/csv", "csv", None, False),
        # Wildcards of a type.
        ("text/*", "csv", "turtle", False),
        ("application/*", "json", "ntriples", False),
        # Zero forbids, whatever a wildcard says.
        ("*/*, application/sparql-results+json;q=0, text/turtle;q=0", "xml", "ntriples", False),
        ("text/csv;q=0", None, None, False),
        ("text/*;q=0, */*", "json", "ntriples", False),
        ("*/*;q=0", None, None, False),
        ("*/*;q=0, text/csv", "csv", None, False),
        # Parameters of a media type say nothing here.
        ("text/turtle;charset=utf-8", None, "turtle", False),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#expanded";q=0.5', None, "jsonld", False),
        ("text/html;level=1", None, None, True),
        # What nothing here can write.
        ("image/png", None, None, False),
        ("application/n-quads", None, None, False),
        ("image/png, text/csv;q=0.1", "csv", None, False),
        # A page, for a client that names it and likes it no less.
        (BROWSER, "xml", "turtle", True),
        ("text/html", None, None, True),
        ("text/html, text/turtle", None, "turtle", True),
        ("text/html;q=0.9, text/turtle", None, "turtle", False),
        ("text/html;q=0.5, */*;q=0.5", "json", "turtle", True),
        ("text/html;q=0.4, */*;q=0.5", "json", "turtle", False),
        ("text/html;q=0, */*", "json", "turtle", False),
        # What libraries send.
        ("application/sparql-results+json,application/json;q=0.9,text/turtle,*/*;q=0.1", "json", "turtle", False),
        ("application/sparql-results+xml, application/rdf+xml, */*", "xml", "rdfxml", False),
        ("text/turtle, application/rdf+xml;q=0.9, */*;q=0.1", "json", "turtle", False),
    ],
)  # fmt: skip
def test_each_kind_gets_the_format_that_is_liked_best(
    header: str | None, solutions: str | None, graph: str | None, *, html: bool
) -> None:
    """By quality, then by how exactly it is named, then by our own order; the two kinds do not disturb each other."""
    wanted = negotiate(accept(header))
    assert (wanted.solutions.format.name if wanted.solutions else None) == solutions
    assert (wanted.graph.format.name if wanted.graph else None) == graph
    assert wanted.html is html


@pytest.mark.parametrize(
    ("header", "written_as", "content_type"),
    [
        ("application/json", "application/sparql-results+json", "application/json"),
        ("application/xml", "application/sparql-results+xml", "application/xml"),
        ("text/xml", "application/sparql-results+xml", "text/xml; charset=utf-8"),
        ("text/plain", "application/n-triples", "text/plain; charset=utf-8"),
        ("application/json, application/sparql-results+json", "application/sparql-results+json", JSON_RESULTS),
        ("application/sparql-results+json;q=0.1, application/json", "application/sparql-results+json", "application/json"),
        ("text/csv", "text/csv", "text/csv; charset=utf-8"),
        ("text/turtle", "text/turtle", "text/turtle; charset=utf-8"),
        ("*/*", "application/sparql-results+json", "application/sparql-results+json"),
    ],
)  # fmt: skip
def test_an_answer_goes_by_the_name_it_was_asked_for(header: str, written_as: str, content_type: str) -> None:
    """A client that accepts only application/json is not sent a media type it does not accept."""
    assert negotiate(accept(header)).content_type(written_as) == content_type


@pytest.mark.parametrize("name", [*SYNONYMS, *(one.media_type for one in FORMATS if one.kind is not Kind.DATASET)])
def test_every_name_of_every_format_can_be_asked_for(name: str) -> None:
    """The table of formats is the table of what is accepted."""
    wanted = negotiate(accept(name))
    (choice,) = (choice for choice in (wanted.solutions, wanted.graph) if choice)
    assert choice.media_type == name
    assert choice.format == by_media_type(SYNONYMS.get(name, name))


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (BROWSER, True),
        ("text/html", True),
        (None, False),
        ("*/*", False),
        ("application/problem+json, text/html", True),
        ("application/problem+json, text/html;q=0.9", False),
        ("text/turtle, text/html;q=0.5", False),
        ("image/png", False),
    ],
)
def test_an_error_is_a_page_for_whom_the_answer_would_have_been_one(header: str | None, *, expected: bool) -> None:
    """And JSON for every other."""
    assert prefers_html_problem(accept(header)) is expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (BROWSER, False),
        (None, False),
        ("*/*", False),
        ("application/json", True),
        ("application/json, text/html", True),
        ("application/json;q=0.5, text/html", False),
        ("application/json, */*;q=0.5", True),
    ],
)
def test_a_list_is_a_page_unless_json_is_asked_for_by_name(header: str | None, *, expected: bool) -> None:
    """A page is there for people first."""
    assert prefers_json(accept(header)) is expected


def test_a_list_is_neither_turtle_nor_an_image() -> None:
    """There are two forms of it."""
    with pytest.raises(NotAcceptableProblem):
        prefers_json(accept("text/turtle, image/png"))
