"""Bytes in, whole requests out: the same ones in whatever pieces they come, with what is meant by each and nothing else."""

from __future__ import annotations

import pytest

from oegyo.errors import HeaderProblem, QueryProblem, RequestProblem
from oegyo.gate.incoming import HEADER_SIZE, Incoming, Received

LIMIT = 1_000
HEAD = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\n"
GET = b"GET /a HTTP/1.1\r\nHost: localhost\r\n"
SIX = b"6\r\nASK {}\r\n"
H2C = b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n"


class Reading:
    """What comes of bytes."""

    def __init__(self, limit: int = LIMIT) -> None:
        self.requests: list[Received] = []
        self.told_to_go_on = 0
        self.incoming = Incoming(limit, ("client", 1), ("server", 2), self.requests.append, self._go_on)

    def _go_on(self) -> None:
        self.told_to_go_on += 1

    def feed_many(self, piece: bytes, size: int) -> None:
        """Feed the ``piece`` again and again, so many bytes."""
        for _ in range(size // len(piece)):
            self.incoming.feed(piece)


def read(data: bytes, size: int = 0) -> list[Received]:
    """The requests that come of ``data``, in pieces of so many bytes, or in one."""
    reading = Reading()
    for at in range(0, len(data), size or len(data)):
        reading.incoming.feed(data[at : at + (size or len(data))])
    return reading.requests


def refused(data: bytes) -> tuple[int, str]:
    """The status and the type of the problem of ``data``."""
    with pytest.raises(QueryProblem) as caught:
        read(data)
    return caught.value.status, caught.value.slug


def chunked(*after: bytes) -> bytes:
    """A request in chunks, with ``after`` behind the last of them."""
    return HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + SIX + b"0\r\n" + b"".join(after) + b"\r\n"


WHOLE = [
    ("in chunks", chunked(), b"ASK {}"),
    ("with an extension of a chunk", chunked().replace(b"6\r\n", b'6;a=b;c="d e"\r\n'), b"ASK {}"),
    ("with trailers", chunked(b"X-A: 1\r\n"), b"ASK {}"),
    ("with a length", HEAD + b"Content-Length: 6\r\n\r\nASK {}", b"ASK {}"),
    ("of GET", GET + b"Content-Length: 6\r\n\r\nASK {}", b"ASK {}"),
    ("none", GET + b"\r\n", b""),
    ("with an offer of HTTP/2", HEAD + H2C + b"Content-Length: 6\r\n\r\nASK {}", b"ASK {}"),
    (
        "in chunks, with an offer of HTTP/2",
        HEAD + H2C + b"Transfer-Encoding: chunked\r\n\r\n" + SIX + b"0\r\n\r\n",
        b"ASK {}",
    ),
    ("none, with an offer of HTTP/2", GET + H2C + b"\r\n", b""),
    ("behind empty lines", b"\r\n\n\r\n" + GET + b"\r\n", b""),
    ("with an empty field", HEAD + b"X-A:\r\nContent-Length: 6\r\n\r\nASK {}", b"ASK {}"),
]


@pytest.mark.parametrize(("sent", "body"), [row[1:] for row in WHOLE], ids=[row[0] for row in WHOLE])
@pytest.mark.parametrize("size", [0, 1, 7])
def test_a_body_is_read_and_what_follows_it_too(sent: bytes, body: bytes, size: int) -> None:
    """In one piece as in many; the connection goes on."""
    first, second = read(sent + GET + b"\r\n", size)
    assert (first.body, first.last) == (body, False)
    assert (second.scope["path"], second.body, second.last) == ("/a", b"", False)
    assert dict(first.scope["headers"])[b"host"] == b"localhost"


def test_a_trailer_is_no_header_field() -> None:
    """Who may set a header field, such as a proxy, would be passed by (RFC 9110 §6.5.1)."""
    sent = chunked(b"Accept: text/csv\r\nX-Forwarded-For: 192.0.2.1\r\nHost: other\r\n")
    plain, (trailed, after) = read(chunked())[0], read(sent + GET + b"\r\n")
    assert trailed.scope["headers"] == plain.scope["headers"]
    assert after.scope["headers"] == [(b"host", b"localhost")]


def test_an_offer_of_another_protocol_is_passed_over() -> None:
    """Each request is read as if there were none (RFC 9110 §7.8), also when many come in a row."""
    (plain,) = read(GET + H2C.replace(b"Upgrade: h2c\r\n", b"") + b"\r\n")
    assert read((GET + H2C + b"\r\n") * 2_000) == [plain] * 2_000


def test_the_highest_version_that_is_spoken_answers_a_higher_one() -> None:
    """Of the same first number (RFC 9110 §2.5)."""
    higher, spoken = read(GET.replace(b"1.1", b"1.2") + b"\r\n" + GET + b"\r\n")
    assert higher == spoken


LAST = [
    (b"close", True),
    (b"CLOSE", True),
    (b"keep-alive, close", True),
    (b", close ,", True),
    (b"keep-alive\r\nConnection: close", True),
    (b"keep-alive", False),
    (b"x-close", False),
    (b"close-not", False),
]


@pytest.mark.parametrize(("connection", "last"), LAST)
def test_a_connection_ends_when_its_client_says_so(connection: bytes, *, last: bool) -> None:
    """And not for a word that looks like it."""
    assert [one.last for one in read(GET + b"Connection: " + connection + b"\r\n\r\n")] == [last]
    assert read(GET.replace(b"1.1", b"1.0") + b"Connection: keep-alive\r\n\r\n")[0].last


WAITS = [
    (HEAD + b"Expect: 100-continue\r\nContent-Length: 6\r\n\r\n", 1),
    (HEAD + b"Expect: 100-Continue\r\nTransfer-Encoding: chunked\r\n\r\n", 1),
    (HEAD + b"Expect: 100-continue\r\nExpect: 100-continue\r\nContent-Length: 6\r\n\r\n", 1),
    (HEAD + H2C + b"Expect: 100-continue\r\nContent-Length: 6\r\n\r\n", 1),
    (GET + b"Expect: 100-continue\r\n\r\n", 0),
    (HEAD + b"Expect: 100-continue\r\nContent-Length: 0\r\n\r\n", 0),
    (HEAD + b"Expect: 100-continue\r\nContent-Length: 1001\r\n\r\n", 0),
    (HEAD.replace(b"1.1", b"1.0") + b"Expect: 100-continue\r\nContent-Length: 6\r\n\r\n", 0),
]


@pytest.mark.parametrize(("sent", "times"), WAITS)
def test_who_waits_to_send_a_body_is_told_to_go_on_once(sent: bytes, times: int) -> None:
    """Who has none to send is told nothing but the answer."""
    reading = Reading()
    reading.incoming.feed(sent)
    assert reading.told_to_go_on == times


TARGETS = [
    (b"http://data.example.org/a?b#c", "/a", b"b", b"data.example.org"),
    (b"HTTP://data.example.org:80/a", "/a", b"", b"data.example.org:80"),
    (b"http://[::1]:8000/a", "/a", b"", b"[::1]:8000"),
    (b"http://[::1]/a", "/a", b"", b"[::1]"),
    (b"http://data.example.org?b", "/", b"b", b"data.example.org"),
    ("http://data.example.org/나라".encode(), "/나라", b"", b"data.example.org"),
    (b"//data.example.org/a", "//data.example.org/a", b"", b"localhost"),
    (b"/a?b#c", "/a", b"b", b"localhost"),
    ("/나라?이름".encode(), "/나라", b"%EC%9D%B4%EB%A6%84", b"localhost"),
]


@pytest.mark.parametrize(("target", "path", "query", "host"), TARGETS)
@pytest.mark.parametrize("before", [b"", b"\r\n"])
def test_an_address_is_read_in_each_of_its_forms(before: bytes, target: bytes, path: str, query: bytes, host: bytes) -> None:
    """What it says of the server goes before the Host field (RFC 9112 §3.2)."""
    (received,) = read(before + GET.replace(b"/a", target) + b"\r\n")
    scope = received.scope
    assert (scope["path"], scope["query_string"]) == (path, query)
    assert [value for name, value in scope["headers"] if name == b"host"] == [host]


REFUSED = [
    ("a lower method", GET.replace(b"GET", b"get") + b"\r\n", 501, "method-unknown"),
    ("a method with a mark", GET.replace(b"GET", b"G-T") + b"\r\n", 501, "method-unknown"),
    ("a space before the method", b" " + GET + b"\r\n", 400, "request"),
    ("another version", GET.replace(b"1.1", b"3.0") + b"\r\n", 505, "http-version-not-supported"),
    ("a version before the first", GET.replace(b"1.1", b"0.9") + b"\r\n", 505, "http-version-not-supported"),
    ("HTTP/2 at once", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505, "http-version-not-supported"),
    ("no version", b"GET /a\r\n\r\n", 505, "http-version-not-supported"),
    ("a version in small letters", GET.replace(b"HTTP", b"http") + b"\r\n", 400, "request"),
    ("a tunnel", GET.replace(b"GET /a", b"CONNECT a:443") + b"\r\n", 400, "request"),
    ("a tunnel to a path", GET.replace(b"GET", b"CONNECT") + b"\r\n", 400, "request"),
    ("all of the server", GET.replace(b"/a", b"*") + b"\r\n", 400, "request"),
    ("an address with a name and a password", GET.replace(b"/a", b"http://a:b@c/") + b"\r\n", 400, "request"),
    ("an address with a port that is none", GET.replace(b"/a", b"http://a:99999/") + b"\r\n", 400, "request"),
    ("an address without a slash", GET.replace(b"/a", b"a") + b"\r\n", 400, "request"),
    ("an address with a space", GET.replace(b"/a", b"/a b") + b"\r\n", 400, "request"),
    ("the only coding is not chunked", HEAD + b"Transfer-Encoding: gzip\r\n\r\n", 400, "request"),
    ("a coding that looks like chunked", HEAD + b"Transfer-Encoding: xchunked\r\n\r\n", 400, "request"),
    ("chunked with a parameter", HEAD + b"Transfer-Encoding: chunked;q=1\r\n\r\n", 400, "request"),
    ("chunked twice", HEAD + b"Transfer-Encoding: chunked, chunked\r\n\r\n", 400, "request"),
    ("chunked behind a vertical tab", HEAD + b"Transfer-Encoding: \x0bchunked\r\n\r\n", 400, "request"),
    ("an empty coding", HEAD + b"Transfer-Encoding:\r\nContent-Length: 6\r\n\r\nASK {}", 400, "request"),
    ("chunks of HTTP/1.0", HEAD.replace(b"1.1", b"1.0") + b"Transfer-Encoding: chunked\r\n\r\n", 400, "request"),
    ("chunks and a length", HEAD + b"Transfer-Encoding: chunked\r\nContent-Length: 6\r\n\r\n", 400, "request"),
    ("a trailer that is a length", chunked(b"Content-Length: 6\r\n"), 400, "request"),
    ("the same length twice", HEAD + b"Content-Length: 6\r\nContent-Length: 6\r\n\r\nASK {}", 400, "request"),
    ("a list of lengths", HEAD + b"Content-Length: 6, 6\r\n\r\nASK {}", 400, "request"),
    ("a length with a sign", HEAD + b"Content-Length: +6\r\n\r\nASK {}", 400, "request"),
    ("a negative length", HEAD + b"Content-Length: -6\r\n\r\nASK {}", 400, "request"),
    ("an empty length", HEAD + b"Content-Length:\r\n\r\nASK {}", 400, "request"),
    ("a length past all bounds", HEAD + b"Content-Length: 18446744073709551616\r\n\r\n", 400, "request"),
    ("a negative chunk", chunked().replace(b"6\r\n", b"-6\r\n", 1), 400, "request"),
    ("a chunk in hexadecimal with its mark", chunked().replace(b"6\r\n", b"0x6\r\n", 1), 400, "request"),
    ("a space behind a chunk's size", chunked().replace(b"6\r\n", b"6 \r\n", 1), 400, "request"),
    ("a chunk past all bounds", chunked().replace(b"6\r\n", b"10000000000000006\r\n", 1), 400, "request"),
    ("more in a chunk than it says", chunked().replace(b"{}", b"{}}"), 400, "request"),
    ("a bare LF behind a chunk's size", chunked().replace(b"6\r\n", b"6\n", 1), 400, "request"),
    ("a bare LF behind a chunk's extension", chunked().replace(b"6\r\n", b"6;a\n", 1), 400, "request"),
    ("a bare LF behind a chunk", chunked().replace(b"{}\r\n", b"{}\n"), 400, "request"),
    ("a bare LF behind the last chunk", chunked().replace(b"0\r\n", b"0\n"), 400, "request"),
    ("a bare CR in a chunk's extension", chunked().replace(b"6\r\n", b"6;a\rb\r\n", 1), 400, "request"),
    ("a bare LF in the head", GET.replace(b"\r\n", b"\n") + b"\r\n", 400, "request"),
    ("a bare LF at the end of the head", GET + b"\n", 400, "request"),
    ("NUL in a field", GET + b"A: b\x00c\r\n\r\n", 400, "request"),
    ("a field without a colon", GET + b"A\r\n\r\n", 400, "request"),
    ("a field without a name", GET + b": a\r\n\r\n", 400, "request"),
    ("a first field that is folded", GET.replace(b"Host", b" Host") + b"\r\n", 400, "request"),
    ("a Host with a name of somebody", GET.replace(b"localhost", b"a@localhost") + b"\r\n", 400, "request"),
    ("an address with a server, and no Host", b"GET http://a/ HTTP/1.1\r\n\r\n", 400, "request"),
]


@pytest.mark.parametrize(("sent", "status", "slug"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_two_servers_might_read_in_two_ways_is_not_read(sent: bytes, status: int, slug: str) -> None:
    """Nobody smuggles a request past a proxy that way (RFC 9112 §11.2)."""
    assert refused(sent + GET + b"\r\n") == (status, slug)


@pytest.mark.parametrize("sent", [b"HEAD /a HTTP/1.1\r\nHost: a b\r\n\r\n", b"HEAD /a HTTP/1.1\r\nHost : a\r\n\r\n"])
def test_the_method_is_known_of_a_request_that_is_refused(sent: bytes) -> None:
    """Since there is no body in an answer to HEAD."""
    reading = Reading()
    with pytest.raises(QueryProblem):
        reading.incoming.feed(sent)
    assert reading.incoming.method == "HEAD"


@pytest.mark.parametrize(
    ("head", "again", "error"),
    [
        (GET + b"A: ", b"a", HeaderProblem),
        (chunked()[:-2] + b"A: ", b"a", RequestProblem),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n1;", b"a", RequestProblem),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1;" + b"a" * 100 + b"\r\na\r\n", RequestProblem),
    ],
    ids=["a field", "a trailer", "an extension", "many extensions"],
)
def test_what_is_no_body_has_its_bound_too(head: bytes, again: bytes, error: type[QueryProblem]) -> None:
    """Before it is whole, which it may never be."""
    reading = Reading()
    reading.incoming.feed(head)
    with pytest.raises(error):
        reading.feed_many(again, 4 * HEADER_SIZE)


def test_a_body_in_the_smallest_chunks_is_read() -> None:
    """Its framing is five times what it holds."""
    reading = Reading(limit=100_000)
    reading.incoming.feed(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    reading.feed_many(b"1\r\na\r\n" * 1_000, 600_000)
    reading.incoming.feed(b"0\r\n\r\n")
    assert reading.requests[0].body == b"a" * 100_000


def test_many_requests_before_a_half_one_are_no_long_header() -> None:
    """Only what belongs to a head counts as one."""
    reading = Reading()
    reading.incoming.feed((GET + b"\r\n") * 5_000 + b"GET /a HT")
    assert len(reading.requests) == 5_000
