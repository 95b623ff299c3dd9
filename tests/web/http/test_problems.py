"""The one shape of every error, on every route."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest

from oegyo import errors
from oegyo.terms.formats import Kind, of_kind
from oegyo.web.app import create_app
from web.page import read

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from oegyo.config import Settings
    from oegyo.engine import Answer, Question
    from oegyo.release import Release

TYPE = "https://w3id.org/oegyo/problem/"
MEMBERS = {"type", "title", "status", "detail", "line", "column", "advice", "offers"}

NOTHING = "Nothing is known at this address"
REQUEST = "The request cannot be read"


def assert_canonical_problem(response: TestResponse, status: int, slug: str) -> dict[str, Any]:
    """Assert that ``response`` is a problem as RFC 9457 and this service have it, and return it."""
    assert response.status_code == status
    assert response.content_type == "application/problem+json"
    problem: dict[str, Any] = json.loads(response.data)
    assert set(problem) <= MEMBERS
    assert (problem["type"], problem["status"]) == (TYPE + slug, status)
    for name in ("title", "detail"):
        assert problem[name] == problem[name].strip() != ""
    assert problem["detail"].endswith(".")
    assert problem.get("advice", ".").rstrip("/").endswith((".", ")"))
    assert ("line" in problem) is ("column" in problem)
    assert ("offers" in problem) is (status == 406)
    return problem


ROUTES = [
    ("/none", 404, "not-found"),
    ("/id/state/none", 404, "not-found"),
    ("/id/state/none.ttl", 404, "not-found"),
    ("/id/state/none.html", 404, "not-found"),
    ("/id/state/KOR.pdf", 404, "not-found"),
    ("/id/state/KOR%20.ttl", 404, "not-found"),
    ("/id/state/%EB%8C%80%ED%95%9C%EB%AF%BC%EA%B5%AD", 404, "not-found"),
    ("/id/state/KOR/more", 404, "not-found"),
    ("/concept/none", 404, "not-found"),
    ("/concept/stance/none.nt", 404, "not-found"),
    ("/queries/none", 404, "not-found"),
    ("/queries/none.csv", 404, "not-found"),
    ("/queries/none.rq", 404, "not-found"),
    ("/queries/member-since.pdf", 404, "not-found"),
    ("/download/none", 404, "not-found"),
    ("/download/..%2Fmanifest.json", 404, "not-found"),
    ("/static/none.css", 404, "not-found"),
    ("/sparql?query=ASK%7B", 400, "syntax"),
    ("/sparql?query=ASK%7B%FF%7D", 400, "request"),
    ("/sparql?query=%20", 400, "request"),
    ("/sparql?update=CLEAR+ALL", 403, "forbidden"),
    ("/sparql?query=ASK%7B%7D&format=pdf", 400, "request"),
    ("/sparql?query=ASK%7B%7D&format=turtle", 406, "not-acceptable"),
    ("/queries/member-since.csv?state=no+such", 400, "request"),
    ("/queries/member-since.csv?year=1991", 400, "request"),
    ("/queries/member-since.rq?state=KOR&state=PRK", 400, "request"),
    ("/queries/members.csv?state=KOR", 400, "request"),
    ("/queries/member-since.csv?state=%FF", 400, "request"),
    ("/queries/member-since.ttl", 406, "not-acceptable"),
    ("/queries/members.json", 406, "not-acceptable"),
]


@pytest.mark.parametrize(("address", "status", "slug"), ROUTES)
def test_every_route_fails_in_the_one_shape(client: FlaskClient, address: str, status: int, slug: str) -> None:
    """As JSON, for a program."""
    assert_canonical_problem(client.get(address, headers={"Accept": "*/*"}), status, slug)


@pytest.mark.parametrize(("address", "status", "slug"), ROUTES)
def test_a_browser_is_shown_the_same_as_a_page(client: FlaskClient, address: str, status: int, slug: str) -> None:
    """The same content, where a person can read it."""
    problem = assert_canonical_problem(client.get(address), status, slug)
    response = client.get(address, headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert (response.status_code, response.content_type) == (status, "text/html; charset=utf-8")
    page = read(response.text)
    assert page.texts("h1") == [problem["title"]]
    paragraphs = page.texts("p")
    assert " ".join(problem["detail"].split()) in paragraphs
    assert problem.get("advice", paragraphs[0]) in paragraphs
    assert page.texts("li") == problem.get("offers", [])


@pytest.mark.parametrize(
    ("address", "accept", "offers"),
    [
        ("/id/state/KOR", "image/png", [*(one.media_type for one in of_kind(Kind.GRAPH)), "text/html"]),
        ("/ontology", "application/ld+json", ["text/turtle", "text/html"]),
        ("/queries/", "text/turtle", ["text/html", "application/json"]),
        ("/download/", "text/turtle", ["text/html", "application/json"]),
    ],
)  # fmt: skip
def test_a_client_that_can_read_nothing_is_told_what_there_is(
    client: FlaskClient, address: str, accept: str, offers: list[str]
) -> None:
    """The media types it could ask for, at this address."""
    problem = assert_canonical_problem(client.get(address, headers={"Accept": accept}), 406, "not-acceptable")
    assert problem["offers"] == offers


def test_a_syntax_error_has_its_place(client: FlaskClient) -> None:
    """The line and column where the reader should look."""
    query = "SELECT ?name WHERE {\n  ?state skos:prefLabel ?name .\n}"
    problem = assert_canonical_problem(client.get("/sparql?" + urlencode({"query": query})), 400, "syntax")
    assert problem == {
        "type": TYPE + "syntax",
        "title": "The query has a syntax error",
        "status": 400,
        "detail": "The prefix skos: is not declared.",
        "line": 2,
        "column": 10,
        "advice": "Correct the query at the place given. Every prefix must be declared in the query itself.",
    }


def test_a_bad_parameter_says_what_is_allowed(client: FlaskClient) -> None:
    """By name, with an example."""
    problem = assert_canonical_problem(client.get("/queries/member-since.csv?state=a+b"), 400, "request")
    assert problem["detail"] == "'a b' is not a value for the parameter state."
    assert problem["advice"] == "Give the IRI or the last part of the IRI of one of id/state, such as KOR."
    problem = assert_canonical_problem(client.get("/queries/member-since.csv?year=1"), 400, "request")
    assert (problem["detail"], problem["advice"]) == ("This query has no parameter 'year'.", "Its parameters: state.")


@pytest.mark.parametrize(("method", "address"), [("PUT", "/sparql"), ("POST", "/id/state/KOR"), ("DELETE", "/queries/")])
def test_a_method_that_is_not_allowed_names_those_that_are(client: FlaskClient, method: str, address: str) -> None:
    """In the Allow header, as HTTP asks."""
    response = client.open(address, method=method)
    assert_canonical_problem(response, 405, "method-not-allowed")
    assert {"GET", "HEAD", "OPTIONS"} <= set(response.headers["Allow"].split(", "))


class Failing:
    """An engine that raises ``error`` for whatever it is asked."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def ask(self, question: Question) -> Answer:  # noqa: ARG002 - whatever it is
        """Raise the error."""
        raise self._error

    def close(self) -> None:
        """Nothing was started."""


@pytest.mark.parametrize(
    ("error", "status", "slug", "retry"),
    [
        (errors.BusyProblem(errors.Verbatim("Busy.")), 503, "busy", "5"),
        (errors.DeadlineProblem(errors.Verbatim("Slow.")), 504, "deadline", None),
        (errors.LostProblem(errors.Verbatim("Dead.")), 507, "lost", None),
        (errors.TooLargeProblem(errors.Verbatim("Large.")), 507, "too-large", None),
        (errors.UnsupportedProblem(errors.Verbatim("No.")), 400, "unsupported", None),
    ],
)
def test_what_the_engine_cannot_do_has_a_status_of_its_own(
    settings: Settings, error: Exception, status: int, slug: str, retry: str | None
) -> None:
    """And a time to come back, when it is full."""
    response = create_app(settings, Failing(error), None).test_client().get("/sparql?query=ASK%7B%7D")
    assert_canonical_problem(response, status, slug)
    assert response.headers.get("Retry-After") == retry


@pytest.mark.parametrize("accept", ["*/*", "text/html"])
def test_what_nobody_thought_of_is_logged_and_not_shown(
    settings: Settings, release: Release, caplog: pytest.LogCaptureFixture, accept: str
) -> None:
    """The reader gets plain words, the log the traceback."""
    client = create_app(settings, Failing(ZeroDivisionError("a secret")), release).test_client()
    response = client.get("/sparql?query=ASK%7B%7D", headers={"Accept": accept})
    assert response.status_code == 500
    assert "Something went wrong here" in response.text
    assert "secret" not in response.text
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    (record,) = caplog.records
    assert record.exc_info is not None
    assert record.exc_info[0] is ZeroDivisionError


def test_a_hostile_address_stays_text(client: FlaskClient) -> None:
    """What the client wrote is shown, not run."""
    response = client.get("/queries/%3Cscript%3Ealert(1)", headers={"Accept": "text/html"})
    page = read(response.text)
    assert response.status_code == 404
    assert page.all("script") == []
    assert "There is no saved query called '<script>alert(1)'." in page.texts("p")
