"""Requests at random, to the web application and to the front before it: no request does harm, whatever is in it."""

from __future__ import annotations

import gzip
import json
import re
from typing import TYPE_CHECKING
from urllib.parse import quote

import brotli
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fuzz.budget import examples
from fuzz.driver import Driver
from fuzz.grammar import broken, queries
from http_client import Reply
from oegyo.gate.front import Front
from oegyo.terms.formats import FORMATS, SYNONYMS
from oegyo.web.app import create_app

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask.testing import FlaskClient

    from oegyo.config import Settings
    from oegyo.engine import EmbeddedEngine
    from oegyo.release import Release

REFUSALS = {501, 503, 504, 507}
PROBLEM = "application/problem+json"

Headers = list[tuple[str, str]]

_METHODS = st.sampled_from(["GET"] * 12 + ["POST"] * 8 + ["HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "BREW"])
_KNOWN = [
    "id",
    "concept",
    "state",
    "organization",
    "KOR",
    "KOR.ttl",
    "KOR.html",
    "KOR.jsonld",
    "UN.rdf",
    "none",
    "queries",
    "member-since",
    "member-since.csv",
    "members",
    "members.ttl",
    "names.rq",
    "names",
    "download",
    "oegyo.ttl",
    "oegyo.ttl.gz",
    "SHA256SUMS",
    "manifest.json",
    "ontology",
    "ontology.ttl",
    "shapes.ttl",
    "quality",
    "quality.ttl",
    "static",
    "style.css",
    "sparql",
    "healthz",
    "..",
    ".",
    ".%2e",
    "..%2f",
    "%2e%2e",
    "etc",
    "passwd",
    "이름",
]
_SEGMENTS = st.one_of(
    st.sampled_from(_KNOWN),
    st.text(st.characters(exclude_characters="/", exclude_categories=["Cs"]), max_size=8),
)
_PATHS = st.one_of(
    st.sampled_from(
        ["/sparql"] * 12 + ["/", "/queries/", "/download/", "/ontology", "/id/state/KOR.html", "/healthz", "/readyz"]
    ),
    st.lists(_SEGMENTS, min_size=1, max_size=5).map(lambda segments: "/" + "/".join(segments)),
)
_VALUES = st.one_of(
    queries, broken(), st.text(max_size=20), st.sampled_from(["en", "ko", "html", "csv", "text/csv", "KOR", "ASK {}"])
)
_NAMES = st.sampled_from(
    ["query"] * 4
    + [
        "format",
        "output",
        "results",
        "Accept",
        "lang",
        "utm_source",
        "state",
        "update",
        "default-graph-uri",
        "named-graph-uri",
        "유엔",
        "",
    ]
)
_FORMS = st.lists(st.tuples(_NAMES, _VALUES), max_size=3).map(
    lambda pairs: "&".join(f"{quote(name)}={quote(value)}" for name, value in pairs).encode()
)
_ODD = st.sampled_from(
    [b"query=%FF", b"query=%", b"query=%EB%8C", b"=&&=", b"query=ASK%7B%7D&query=ASK%7B%7D", b"lang=%00", b"+"]
)
_ENCODED = st.one_of(_FORMS, _FORMS, _ODD, st.text(st.characters(min_codepoint=33, max_codepoint=126)).map(str.encode))

_MEDIA_TYPES = [
    *(entry.media_type for entry in FORMATS),
    *SYNONYMS,
    "text/html",
    "*/*",
    "text/*",
    "image/png",
    "a",
    "a/b;c=d",
]
_QUALITIES = st.sampled_from(["", "", ";q=0.5", ";q=0", ";q=1.0001", ";q=nan", ";q=-1", ";charset=utf-8", ";", ";q="])
_ACCEPT = st.lists(st.builds(str.__add__, st.sampled_from(_MEDIA_TYPES), _QUALITIES), max_size=4).map(", ".join)
_LATIN = st.text(st.characters(max_codepoint=255, exclude_categories=["Cc"]), max_size=12).map(str.strip)
_FEW: dict[str, st.SearchStrategy[str]] = {
    "Accept": st.one_of(_ACCEPT, _LATIN),
    "Accept-Language": st.one_of(st.sampled_from(["ko", "vi, en;q=0.5", "*", "ko;q=x", "-"]), _LATIN),
    "Accept-Encoding": st.one_of(st.sampled_from(["br", "gzip", "gzip;q=0, *", "identity;q=0"]), _LATIN),
    "Content-Type": st.one_of(
        st.sampled_from(
            [
                "application/sparql-query",
                "application/x-www-form-urlencoded",
                "application/sparql-update",
                "multipart/form-data",
            ]
        ),
        st.sampled_from(["application/sparql-query; charset=latin-1", "application/sparql-query; charset", ";"]),
        _LATIN,
    ),
    "Host": st.one_of(
        st.sampled_from(["localhost:8000", "a b", "<script>", "[::1", "x:99999", "", "외교.kr".encode().decode("latin-1")]),
        _LATIN,
    ),
    "If-None-Match": st.one_of(st.sampled_from(["*", '"x"', 'W/"x"']), _LATIN),
    "If-Modified-Since": _LATIN,
    "Range": st.sampled_from(
        ["bytes=0-0", "bytes=9-1", "bytes=-5", "bytes=a", "lines=1-2", "bytes=0-0,2-3", "bytes=99999999-"]
    ),
    "X-Forwarded-Host": _LATIN,
    "Origin": _LATIN,
    "Access-Control-Request-Headers": st.one_of(st.sampled_from(["queryid,x-requested-with", "*", ",,", "a b"]), _LATIN),
    "Cookie": _LATIN,
}


@st.composite
def requests(draw: st.DrawFn) -> tuple[str, str, bytes, Headers, bytes]:
    """A method, a path (decoded), a query string, headers and a body."""
    method = draw(_METHODS)
    names = draw(st.lists(st.sampled_from(sorted(_FEW)), max_size=4, unique=True))
    body = draw(st.one_of(_ENCODED, queries.map(str.encode), st.binary(max_size=50), st.just(b" " * 6_000)))
    headers = [(name, draw(_FEW[name])) for name in names]
    return method, draw(_PATHS), draw(_ENCODED), headers, body if method not in {"GET", "HEAD"} else b""


def assert_sound(reply: Reply, method: str) -> None:
    """Assert that ``reply`` is an answer, or a refusal that says why: nothing else, and nothing of how it came about."""
    assert reply.status < 500 or reply.status in REFUSALS, reply.body
    body = plain(reply)
    assert b"Traceback" not in body
    assert b'File "/' not in body
    for name, value in reply.headers:
        assert not {b"\r", b"\n", b"\0"} & {bytes([octet]) for octet in name + value}
    assert reply.values(b"access-control-allow-origin") == [b"*"]
    assert reply.values(b"x-content-type-options") == [b"nosniff"]
    for once in (b"content-type", b"content-length", b"etag", b"vary", b"location", b"cache-control"):
        assert len(reply.values(once)) <= 1, once
    for length in reply.values(b"content-length"):
        assert method == "HEAD" or int(length) == len(reply.body)
    if method == "HEAD" or reply.status in {204, 304}:
        assert reply.body == b""
        return
    assert reply.values(b"content-type"), reply.status
    if reply.status >= 400:
        assert_problem(reply)


def plain(reply: Reply) -> bytes:
    """The body of ``reply`` as it was before it was compressed."""
    coding = b"".join(reply.values(b"content-encoding")) if reply.body else b""
    unpack: dict[bytes, Callable[[bytes], bytes]] = {b"": bytes, b"br": brotli.decompress, b"gzip": gzip.decompress}
    return unpack[coding](reply.body)


def assert_problem(reply: Reply) -> None:
    """Assert that ``reply`` holds a problem of the one shape, as a page or as JSON."""
    media_type = reply.values(b"content-type")[0].decode()
    if media_type.startswith("text/html"):
        assert b"<h1>" in plain(reply)
        scripts = re.findall(rb"<script[^>]*", plain(reply))
        assert [one for one in scripts if b'src="/static/built/' not in one] == []  # our own, where they are built
        return
    assert media_type == PROBLEM
    assert not reply.values(b"content-encoding")
    problem = json.loads(reply.body)
    assert problem["status"] == reply.status
    assert all(problem[name].strip() for name in ("type", "title", "detail"))
    if reply.status == 503:
        assert int(reply.values(b"retry-after")[0]) >= 1


@pytest.fixture(name="client", scope="session")
def _client(settings: Settings, engine: EmbeddedEngine, release: Release) -> FlaskClient:
    """A client of the web application."""
    return create_app(settings, engine, release).test_client()


@pytest.fixture(name="front", scope="session")
def _front(settings: Settings, release: Release) -> Iterator[Driver]:
    """The front over the release, asked in this process."""
    driver = Driver(Front(settings, [release.graph], release), settings)
    yield driver
    driver.close()


def of_client(client: FlaskClient, method: str, path: str, query: bytes, headers: Headers, body: bytes) -> Reply:
    """The reply of the web application."""
    path = "/" + path.lstrip("/")  # the client takes what follows // for a host
    response = client.open(
        quote(path), method=method, query_string=query.decode("latin-1"), headers=headers, data=body, buffered=True
    )
    given = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in response.headers]
    return Reply(response.status_code, given, response.data)


def of_front(front: Driver, method: str, path: str, query: bytes, headers: Headers, body: bytes) -> Reply:
    """The reply of the front."""
    given = [(name.lower().encode(), value.encode("latin-1")) for name, value in headers]
    return front.ask(method, path, query, [*given, (b"content-length", str(len(body)).encode())], body)


@examples(200)
@given(request_=requests())
def test_the_application_answers_or_refuses_in_the_one_shape(
    client: FlaskClient, request_: tuple[str, str, bytes, Headers, bytes]
) -> None:
    """Never a status that means a fault on this side, never a traceback."""
    assert_sound(of_client(client, *request_), request_[0])


@examples(300)
@example(request_=("GET", "/sparql", b"", [("Host", "x:99999")], b""))
@example(request_=("GET", "/sparql", b"query=" + b"a" * 6_000, [], b""))
@example(request_=("POST", "/sparql", b"query=" + b"a" * 6_000, [], b"query=ASK{}"))
@example(request_=("GET", "/id/state/KOR.html", "lang=한국".encode(), [], b""))
@example(request_=("GET", "/ontology.ttl", b"", [], b""))
@example(request_=("GET", "/sparql", b"query=%FF", [("Accept-Encoding", "br"), ("Accept", "text/html")], b""))
@given(request_=requests())
def test_the_front_answers_or_refuses_in_the_one_shape(
    front: Driver, request_: tuple[str, str, bytes, Headers, bytes]
) -> None:
    """The same of what stands before it, twice, so that a kept answer is looked at too."""
    first, second = (of_front(front, *request_) for _ in range(2))
    assert_sound(first, request_[0])
    assert_sound(second, request_[0])
    if second.status in REFUSALS:
        return  # what is too large to keep is asked again, and whether there was time for it is another matter each time
    if first.status == 200 and request_[0] in {"GET", "HEAD"} and first.values(b"cache-control") != [b"no-store"]:
        assert (first.status, first.headers, first.body) == (second.status, second.headers, second.body)


@examples(150)
@given(request_=requests())
def test_head_has_the_headers_of_get(front: Driver, request_: tuple[str, str, bytes, Headers, bytes]) -> None:
    """Down to the length of a body that is not sent."""
    _, path, query, headers, _ = request_
    got, head = (of_front(front, method, path, query, headers, b"") for method in ("GET", "HEAD"))
    if got.status in REFUSALS or head.status in REFUSALS or path == "/metrics":
        return  # whether there was room, and what was counted, is another matter each time
    assert (head.status, sorted(head.headers), head.body) == (got.status, sorted(got.headers), b"")
