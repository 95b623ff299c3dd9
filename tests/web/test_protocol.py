"""The HTTP contract of ``/sparql``: SPARQL 1.1 Protocol, query side."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"

P = "PREFIX state: <https://w3id.org/oegyo/id/state/> PREFIX oegyo: <https://w3id.org/oegyo/ontology#> "
SELECT = P + "SELECT ?member ?organization { ?member oegyo:memberOf ?organization }"
ASK = P + "ASK { state:KOR oegyo:memberOf ?organization }"
CONSTRUCT = P + "CONSTRUCT WHERE { ?state oegyo:memberOf ?organization }"
DESCRIBE = "DESCRIBE <https://w3id.org/oegyo/id/state/KOR> FROM <https://w3id.org/oegyo/graph/derived>"

KOR, UN = "https://w3id.org/oegyo/id/state/KOR", "https://w3id.org/oegyo/id/organization/UN"
TRIPLE = f"<{KOR}> <https://w3id.org/oegyo/ontology#memberOf> <{UN}> ."

JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
CSV, TSV = "text/csv; charset=utf-8", "text/tab-separated-values; charset=utf-8"
TURTLE, NTRIPLES = "text/turtle; charset=utf-8", "application/n-triples"

SELECT_JSON = (
    '{"head":{"vars":["member","organization"]},"results":{"bindings":[{'
    f'"member":{{"type":"uri","value":"{KOR}"}},"organization":{{"type":"uri","value":"{UN}"}}}}]}}}}'
)
SELECT_XML = (
    '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="member"/>'
    '<variable name="organization"/></head><results><result>'
    f'<binding name="member"><uri>{KOR}</uri></binding><binding name="organization"><uri>{UN}</uri></binding>'
    "</result></results></sparql>"
)
SELECT_CSV = f"member,organization\r\n{KOR},{UN}\r\n"
SELECT_TSV = f"?member\t?organization\n<{KOR}>\t<{UN}>\n"


def by_get(client: FlaskClient, query: str, accept: str | None = None, **graphs: list[str]) -> TestResponse:
    """Send the query in the address."""
    return client.get("/sparql?" + _parameters(query, graphs), headers=_headers(accept))


def by_form(client: FlaskClient, query: str, accept: str | None = None, **graphs: list[str]) -> TestResponse:
    """Send the query and its dataset as a form."""
    return client.post("/sparql", data=_parameters(query, graphs), content_type=FORM, headers=_headers(accept))


def directly(client: FlaskClient, query: str, accept: str | None = None, **graphs: list[str]) -> TestResponse:
    """Send the query as the body, and the dataset in the address."""
    address = "/sparql?" + _parameters(None, graphs)
    return client.post(address, data=query.encode(), content_type=QUERY, headers=_headers(accept))


def _parameters(query: str | None, graphs: dict[str, list[str]]) -> str:
    pairs = [("query", query)] if query is not None else []
    return urlencode([*pairs, *((f"{name}-graph-uri", iri) for name, iris in graphs.items() for iri in iris)])


def _headers(accept: str | None) -> dict[str, str]:
    return {} if accept is None else {"Accept": accept}


WAYS = [by_get, by_form, directly]


@pytest.mark.parametrize("send", WAYS)
@pytest.mark.parametrize(
    ("query", "accept", "answer"),
    [
        (SELECT, None, (JSON, SELECT_JSON)),
        (SELECT, "*/*", (JSON, SELECT_JSON)),
        (SELECT, "application/json", ("application/json", SELECT_JSON)),
        (SELECT, "application/sparql-results+xml", (XML, SELECT_XML)),
        (SELECT, "application/xml", ("application/xml", SELECT_XML)),
        (SELECT, "text/csv", (CSV, SELECT_CSV)),
        (SELECT, "text/tab-separated-values", (TSV, SELECT_TSV)),
        (SELECT, "text/turtle, text/csv;q=0.1", (CSV, SELECT_CSV)),
        (SELECT, "text/*", (CSV, SELECT_CSV)),
        (SELECT, "text/html;q=0.5, text/csv", (CSV, SELECT_CSV)),
        (ASK, None, (JSON, '{"head":{},"boolean":true}')),
        (ASK, "application/rdf+xml, text/csv;q=0.5", (CSV, "true")),
        (CONSTRUCT, None, (TURTLE, f"{TRIPLE}\n")),
        (CONSTRUCT, "application/n-triples", (NTRIPLES, f"{TRIPLE}\n")),
        (CONSTRUCT, "text/plain", ("text/plain; charset=utf-8", f"{TRIPLE}\n")),
        (CONSTRUCT, "application/sparql-results+json, application/n-triples;q=0.1", (NTRIPLES, f"{TRIPLE}\n")),
        (CONSTRUCT, "application/json, */*;q=0.1", (TURTLE, f"{TRIPLE}\n")),
        (DESCRIBE, "application/n-triples, */*;q=0.5", (NTRIPLES, f"{TRIPLE}\n")),
    ],
)  # fmt: skip
def test_a_query_is_answered_whole_in_the_format_asked_for(
    client: FlaskClient, send: Callable[..., TestResponse], query: str, accept: str | None, answer: tuple[str, str]
) -> None:
    """However it was sent, by the byte."""
    response = send(client, query, accept)
    assert response.status_code == 200
    assert (response.content_type, response.text) == answer
    assert response.content_length == len(response.data)


@pytest.mark.parametrize("send", WAYS)
@pytest.mark.parametrize(
    ("query", "accept"),
    [
        (SELECT, "text/turtle"),
        (ASK, "application/rdf+xml, image/png"),
        (CONSTRUCT, "text/csv"),
        (CONSTRUCT, "application/json"),
        (DESCRIBE, "application/sparql-results+json"),
        (SELECT, "image/png"),
        (SELECT, "*/*;q=0"),
    ],
)
def test_an_answer_that_the_client_cannot_read_is_refused(
    client: FlaskClient, send: Callable[..., TestResponse], query: str, accept: str
) -> None:
    """406, with what it could ask for."""
    response = send(client, query, accept)
    assert response.status_code == 406
    assert {"text/csv", "text/turtle"} <= set(response.get_json(force=True)["offers"])


FACTS, DERIVED = "https://w3id.org/oegyo/graph/facts", "https://w3id.org/oegyo/graph/derived"
MEMBER_OF = P + "SELECT ?o { state:KOR oegyo:memberOf ?o }"
ANY_GRAPH = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"


@pytest.mark.parametrize("send", WAYS)
@pytest.mark.parametrize(
    ("query", "graphs", "rows"),
    [
        (MEMBER_OF, {}, [UN]),
        (MEMBER_OF, {"default": [FACTS]}, []),
        (MEMBER_OF, {"default": [DERIVED]}, [UN]),
        (MEMBER_OF, {"default": [FACTS, DERIVED]}, [UN]),
        (MEMBER_OF, {"named": [DERIVED]}, []),
        (ANY_GRAPH, {"named": [DERIVED]}, [DERIVED]),
        (ANY_GRAPH, {"named": [DERIVED, FACTS]}, [DERIVED, FACTS]),
        (ANY_GRAPH, {"default": [DERIVED]}, []),
        (MEMBER_OF.replace("{", f"FROM <{FACTS}> {{", 1), {}, []),
        (MEMBER_OF.replace("{", f"FROM <{FACTS}> {{", 1), {"default": [DERIVED]}, [UN]),
    ],
)
def test_the_dataset_of_the_request_is_the_one_asked(
    client: FlaskClient, send: Callable[..., TestResponse], query: str, graphs: dict[str, list[str]], rows: list[str]
) -> None:
    """However often a graph is named, and above what the query says."""
    response = send(client, query, "text/csv", **graphs)
    assert sorted(response.text.split("\r\n")[1:-1]) == rows


@pytest.mark.parametrize("send", WAYS)
def test_hangul_arrives_as_it_was_sent(client: FlaskClient, send: Callable[..., TestResponse]) -> None:
    """UTF-8 without asking, in IRIs and in strings, to the server and back."""
    response = send(client, 'SELECT (<http://x/한국> AS ?iri) ("외교부" AS ?name) {}', "text/tab-separated-values")
    assert response.text == '?iri\t?name\n<http://x/한국>\t"외교부"\n'


@pytest.mark.parametrize(
    "address", ["/sparql?query=ASK{<http://x/한국>?p?o}", "/sparql?query=" + quote("ASK{<http://x/한국>?p?o}")]
)
def test_an_address_may_hold_characters_or_their_encoding(client: FlaskClient, address: str) -> None:
    """Nothing is decoded twice."""
    assert client.get(address).get_json() == {"head": {}, "boolean": False}


def test_a_plus_is_a_space_in_a_parameter_and_itself_in_a_body(client: FlaskClient) -> None:
    """Each way of sending has its own encoding."""
    assert client.get("/sparql?query=SELECT+(1%2B1+AS+?n)+%7B%7D", headers={"Accept": "text/csv"}).text == "n\r\n2\r\n"
    assert directly(client, "SELECT (1+1 AS ?n) {}", "text/csv").text == "n\r\n2\r\n"


@dataclass(frozen=True)
class Bad:
    """A request that holds no query to answer, and the status it gets."""

    status: int
    slug: str
    method: str = "POST"
    address: str = "/sparql"
    body: bytes = b""
    content_type: str | None = None

    def send(self, client: FlaskClient) -> TestResponse:
        """Send it."""
        given: dict[str, Any] = {"content_type": self.content_type} if self.content_type else {}
        return client.open(self.address, method=self.method, data=self.body, headers={"Accept": JSON}, **given)


BAD = {
    "no query in the address": Bad(400, "request", "GET"),
    "no query in the form": Bad(400, "request", content_type=FORM),
    "another parameter": Bad(400, "request", content_type=FORM, body=b"q=ASK%7B%7D"),
    "two queries in the address": Bad(400, "request", "GET", "/sparql?query=ASK%7B%7D&query=ASK%7B%7D"),
    "two queries in the form": Bad(400, "request", content_type=FORM, body=b"query=ASK%7B%7D&query=ASK%7B%7D"),
    "one in the address, one in the form": Bad(400, "request", "POST", "/sparql?query=ASK%7B%7D", b"query=ASK%7B%7D", FORM),
    "one in the address, one in the body": Bad(400, "request", "POST", "/sparql?query=ASK%7B%7D", b"ASK {}", QUERY),
    "an empty query": Bad(400, "syntax", "GET", "/sparql?query="),
    "an empty body": Bad(400, "syntax", content_type=QUERY),
    "a syntax error": Bad(400, "syntax", content_type=QUERY, body=b"ASK {"),
    "an unknown function": Bad(400, "unsupported", content_type=QUERY, body=b"SELECT (<x:f>(1) AS ?n) {}"),
    "a dataset that is no IRI": Bad(400, "unsupported", "GET", "/sparql?query=ASK%7B%7D&default-graph-uri=a+b"),
    "an unknown format": Bad(400, "request", "GET", "/sparql?query=ASK%7B%7D&format=pdf"),
    "an address not in UTF-8": Bad(400, "request", "GET", "/sparql?query=ASK%7B%FF%7D"),
    "a form not in UTF-8": Bad(400, "request", content_type=FORM, body=b"query=ASK%7B%FF%7D"),
    "a body not in UTF-8": Bad(400, "request", content_type=QUERY, body="ASK {} # é".encode("latin-1")),
    "an update in the address": Bad(403, "forbidden", "GET", "/sparql?update=CLEAR+ALL"),
    "an update in the form": Bad(403, "forbidden", content_type=FORM, body=b"update=CLEAR+ALL"),
    "an update beside a query": Bad(403, "forbidden", content_type=FORM, body=b"query=ASK%7B%7D&update=CLEAR+ALL"),
    "an update in the body": Bad(403, "forbidden", content_type="application/sparql-update", body=b"CLEAR ALL"),
    "an update as a query": Bad(400, "syntax", content_type=QUERY, body=b"CLEAR ALL"),
    "a call to another address": Bad(403, "forbidden", content_type=QUERY, body=b"ASK { SERVICE <http://x/> {} }"),
    "a body without a media type": Bad(415, "media-type", body=b"ASK {}"),
    "a body of plain text": Bad(415, "media-type", content_type="text/plain", body=b"ASK {}"),
    "a body of JSON": Bad(415, "media-type", content_type="application/json", body=b'{"query": "ASK {}"}'),
    "a form with files": Bad(415, "media-type", content_type="multipart/form-data; boundary=x", body=b"--x--"),
    "a query in another charset": Bad(415, "media-type", content_type=f"{QUERY}; charset=utf-16", body=b"A\0"),
    "a form in another charset": Bad(415, "media-type", content_type=f"{FORM}; charset=euc-kr", body=b"query=ASK%7B%7D"),
    "a body too large": Bad(413, "too-long", content_type=QUERY, body=b"#" * 50_001),
    "a form too large": Bad(413, "too-long", content_type=FORM, body=b"query=" + b"a" * 50_000),
    "an address too long": Bad(414, "request-uri-too-long", "GET", "/sparql?query=" + "a" * 50_000),
    "another method": Bad(405, "method-not-allowed", "PUT", content_type=QUERY, body=b"ASK {}"),
    "a deletion": Bad(405, "method-not-allowed", "DELETE"),
}  # fmt: skip


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
def test_a_request_without_a_query_to_answer_is_refused(client: FlaskClient, bad: Bad) -> None:
    """With the status that says whose fault it is, and a problem that says what."""
    response = bad.send(client)
    assert response.status_code == bad.status
    assert response.get_json(force=True)["type"] == f"https://w3id.org/oegyo/problem/{bad.slug}"


@pytest.mark.parametrize(
    "content_type", [f"{QUERY}; charset=UTF-8", f'{QUERY}; charset="utf-8"', "Application/SPARQL-Query"]
)
def test_a_charset_that_says_the_same_is_no_matter(client: FlaskClient, content_type: str) -> None:
    """Media types are read without regard to case."""
    assert client.post("/sparql", data=b"ASK {}", content_type=content_type).get_json() == {"head": {}, "boolean": True}


def test_a_request_of_exactly_the_limit_is_read(client: FlaskClient) -> None:
    """The limit is what may be sent."""
    body = b"ASK {}".ljust(50_000)
    assert client.post("/sparql", data=body, content_type=QUERY).get_json() == {"head": {}, "boolean": True}


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


def test_a_form_on_a_page_can_name_a_format(client: FlaskClient) -> None:
    """It cannot set an Accept header."""
    response = client.get("/sparql?" + urlencode({"query": SELECT, "format": "csv"}), headers={"Accept": "text/html"})
    assert (response.content_type, response.text) == (CSV, SELECT_CSV)


def test_a_format_of_the_other_kind_is_refused(client: FlaskClient) -> None:
    """Triples do not fit into CSV."""
    response = client.get("/sparql?" + urlencode({"query": CONSTRUCT, "format": "csv"}))
    assert response.status_code == 406


@pytest.mark.parametrize(
    "address", ["/sparql", "/sparql?" + urlencode({"query": SELECT}), "/download/oegyo.ttl", "/id/state/KOR"]
)
def test_head_says_what_get_would_and_sends_nothing(client: FlaskClient, address: str) -> None:
    """The same status and headers, and no body."""
    got, head = client.get(address), client.head(address)
    assert head.data == b""
    assert (head.status, dict(head.headers) | {"Date": ""}) == (got.status, dict(got.headers) | {"Date": ""})
    assert int(head.headers["Content-Length"]) == len(got.data) > 0
