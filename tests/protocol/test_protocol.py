"""The HTTP contract of ``/sparql``: SPARQL 1.1 Protocol, query side (https://www.w3.org/TR/sparql11-protocol/)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from protocol.requests import QUERY
from protocol.tables import ASK, TABLE

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from fuzz.driver import Driver
    from protocol.requests import Expected, Request

SD = "http://www.w3.org/ns/sparql-service-description#"


@dataclass(frozen=True)
class Answered:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes


def through_the_gate(front: Driver, request: Request) -> Answered:
    """Send ``request`` as it travels."""
    path, _, query = request.address.partition("?")
    headers = {"host": "localhost", **request.headers}
    if request.accept is not None:
        headers["accept"] = request.accept
    if request.content_type:
        headers["content-type"] = request.content_type
    if request.body:
        headers["content-length"] = str(len(request.body))
    pairs = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    reply = front.ask(request.method, path, query.encode(), pairs, request.body)
    return Answered(reply.status, {name.decode().title(): value.decode() for name, value in reply.headers}, reply.body)


def to_the_application(client: FlaskClient, request: Request) -> Answered:
    """Send ``request`` to the application alone."""
    headers = dict(request.headers)
    if request.accept is not None:
        headers["Accept"] = request.accept
    if request.content_type:
        headers["Content-Type"] = request.content_type
    response = client.open(request.address, method=request.method, data=request.body, headers=headers)
    return Answered(response.status_code, {name.title(): value for name, value in response.headers}, response.data)


def in_order(text: str, content_type: str | None) -> str:
    """``text`` with its lines in order where they have none."""
    return "".join(sorted(text.splitlines(keepends=True))) if content_type == "application/n-triples" else text


@pytest.mark.parametrize(("request_", "expected"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_every_request_has_its_answer(client: FlaskClient, front: Driver, request_: Request, expected: Expected) -> None:
    """Status, media type and body, open to every origin, and as long as it says: at the gate, and without one."""
    for reply in (through_the_gate(front, request_), to_the_application(client, request_)):
        assert reply.status == expected.status
        assert reply.headers.get("Content-Type") == expected.content_type
        assert reply.headers["Access-Control-Allow-Origin"] == "*"
        if expected.problem:
            content = json.loads(reply.body)
            assert (content["type"], content["detail"], content["status"]) == (*expected.problem, expected.status)
            assert expected.offers <= set(content.get("offers", []))
        else:
            body = reply.body.decode()
            assert in_order(body, expected.content_type) == in_order(expected.body, expected.content_type)
        if request_.method not in {"HEAD", "OPTIONS"}:
            assert int(reply.headers["Content-Length"]) == len(reply.body)
        if request_.method == "OPTIONS":
            assert set(reply.headers["Access-Control-Allow-Methods"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}
        assert {name: reply.headers.get(name) for name in expected.headers} == expected.headers


def test_no_two_rows_have_one_name() -> None:
    """So that a failure names its request."""
    names = [row[0] for row in TABLE]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("address", ["/sparql", ASK, "/sparql?query=ASK%7B", "/download/oegyo.ttl", "/id/state/KOR"])
def test_head_says_what_get_would_and_sends_nothing(client: FlaskClient, address: str) -> None:
    """The same status and headers, and no body."""
    got, head = client.get(address), client.head(address)
    assert head.data == b""
    assert (head.status, dict(head.headers) | {"Date": ""}) == (got.status, dict(got.headers) | {"Date": ""})
    assert int(head.headers["Content-Length"]) == len(got.data) > 0


def test_a_body_without_a_length_is_refused_past_the_limit_and_not_cut(app: Flask) -> None:
    """A query that lost its end could still be one."""
    body = b"ASK {} #".ljust(60_000, b"#")
    response = app.test_client().post(
        "/sparql",
        input_stream=BytesIO(body),
        content_type=QUERY,
        environ_overrides={"wsgi.input_terminated": True},
    )
    assert response.status_code == 413


@pytest.mark.parametrize("accept", ["text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"])
def test_the_service_describes_itself_where_it_was_asked(client: FlaskClient, accept: str) -> None:
    """The description can be read and names the endpoint; the graphs it names are there to be asked."""
    response = client.get("/sparql", headers={"Accept": accept}, base_url="https://data.example.org")
    described = list(ox.parse(response.data, format=ox.RdfFormat.from_media_type(accept)))
    endpoint = ox.NamedNode("https://data.example.org/sparql")
    assert [quad.object for quad in described if quad.predicate.value == f"{SD}endpoint"] == [endpoint]
    names = [str(quad.object)[1:-1] for quad in described if quad.predicate.value == f"{SD}name"]
    assert names
    answer = client.get("/sparql", query_string={"query": "ASK {}", "named-graph-uri": names})
    assert (answer.status_code, answer.get_json(force=True)) == (200, {"head": {}, "boolean": True})


def test_the_advice_names_the_graphs_there_are(client: FlaskClient) -> None:
    """Beside the one that is not."""
    response = client.get("/sparql", query_string={"query": "ASK FROM <https://w3id.org/oegyo/graph/fact> {}"})
    assert "<https://w3id.org/oegyo/graph/facts>" in response.get_json(force=True)["advice"]
