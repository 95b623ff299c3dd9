"""The way out for SERVICE: only to the endpoints named, only to public addresses, only so long and so much."""

from __future__ import annotations

import asyncio
import http.client
import http.server
import json
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from gate.test_live_server import START, running
from oegyo.config import Settings
from oegyo.errors import ServiceProblem, SettingError
from oegyo.gate.relay import Relay, ServiceLimits, is_public
from waiting import SECONDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oegyo.release import Release

ANSWER = {"head": {"vars": ["x"]}, "results": {"bindings": [{"x": {"type": "literal", "value": "hello"}}]}}


class _Endpoint(http.server.BaseHTTPRequestHandler):
    """An endpoint that answers as its path says, and remembers what it was asked."""

    asked: list[bytes] = []  # noqa: RUF012 - of the one server of a test
    over = threading.Event()

    def do_POST(self) -> None:
        """Answer one query."""
        self.asked.append(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path == "/silent":
            self.over.wait(SECONDS)
            return
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "/sparql")
            self.end_headers()
            return
        body = b"x" * 100_000 if self.path == "/long" else json.dumps(ANSWER).encode()
        self.send_response(500 if self.path == "/broken" else 200)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def endpoint() -> Iterator[str]:
    """An endpoint on this machine; its address without a path."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Endpoint)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    _Endpoint.asked.clear()
    _Endpoint.over.clear()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        _Endpoint.over.set()
        server.shutdown()
        thread.join()
        server.server_close()


def ask(relay: Relay, url: str) -> tuple[str, bytes]:
    """What the relay brings back from ``url``."""
    return asyncio.run(relay.ask(url, b"SELECT ?x {}"))


def relay_to(url: str) -> Relay:
    """A relay to an endpoint on this machine; it has little patience with the one that never answers."""
    deadline = 0.5 if url.endswith("/silent") else SECONDS
    return Relay([url], ServiceLimits(deadline, size=10_000), allowed=lambda _: True)


def test_an_answer_comes_back_as_it_is() -> None:
    """The query goes out whole, the answer comes in whole."""
    with endpoint() as base:
        media_type, body = ask(relay_to(f"{base}/sparql"), f"{base}/sparql")
        assert (media_type, json.loads(body)) == ("application/sparql-results+json", ANSWER)
        assert _Endpoint.asked == [b"SELECT ?x {}"]


@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("/silent", r"did not answer in 0\.5 seconds|cannot be asked: ReadTimeoutError"),
        ("/long", "answered with more than 10,000 bytes"),
        ("/moved", "answered with status 302"),
        ("/broken", "answered with status 500"),
    ],
)
def test_what_is_late_long_moved_or_broken_is_refused(path: str, what: str) -> None:
    """The problem names the service and says what it did."""
    with endpoint() as base, pytest.raises(ServiceProblem, match=what):
        ask(relay_to(f"{base}{path}"), f"{base}{path}")


def test_an_address_of_this_machine_is_not_asked() -> None:
    """Not even when the operator names it: a name may come to mean another address."""
    with endpoint() as base:
        with pytest.raises(ServiceProblem, match="is not at a public address"):
            ask(Relay([f"{base}/sparql"], ServiceLimits(SECONDS, 1000)), f"{base}/sparql")
        assert _Endpoint.asked == []


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "0.0.0.0", "10.1.2.3", "169.254.169.254", "[fd00::1]"])  # noqa: S104 - to be refused
def test_no_private_address_is_asked_whatever_it_is_called(host: str) -> None:
    """By name, in either family, the cloud's own among them."""
    url = f"http://{host}/sparql"
    with pytest.raises(ServiceProblem, match=r"is not at a public address|cannot be found"):
        ask(Relay([url], ServiceLimits(SECONDS, 1000)), url)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("1.1.1.1", True),
        ("2606:4700::1111", True),
        ("127.0.0.1", False),
        ("10.0.0.1", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),  # noqa: S104 - an address to be refused
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("192.0.2.1", False),
        ("198.18.0.1", False),
        ("::1", False),
        ("::", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("ff02::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:10.0.0.1", False),
    ],
)
def test_public_is_what_belongs_to_nobody_in_particular(address: str, *, public: bool) -> None:
    """Loopback, private, link-local, shared, reserved, multicast and mapped addresses are not."""
    assert is_public(address) is public


def test_only_its_own_secret_paths_lead_anywhere() -> None:
    """A client that does not know the path has no relay."""
    relay = Relay(["http://a.example/sparql", "http://b.example/sparql"], ServiceLimits(SECONDS, 1000))
    addresses = relay.addresses(Settings(host="0.0.0.0"))  # noqa: S104 - nobody listens
    assert list(addresses) == ["http://a.example/sparql", "http://b.example/sparql"]
    path = addresses["http://b.example/sparql"].removeprefix("http://127.0.0.1:8000")
    assert relay.service(path) == "http://b.example/sparql"
    for wrong in (
        "/-/service/0",
        "/-/service/guess/0",
        path[:-1],
        path[:-1] + "2",
        path[:-1] + "-1",
        path[:-1] + "²",
        "/sparql",
    ):
        assert relay.service(wrong) is None


@pytest.mark.parametrize("url", ["a.example/sparql", "ftp://a.example/", "http://", "file:///etc/passwd"])
def test_what_is_no_url_of_an_endpoint_is_refused_when_the_server_starts(url: str) -> None:
    """A slip in a setting is said at once."""
    with pytest.raises(SettingError, match="is not the URL of an endpoint"):
        Relay([url], ServiceLimits(SECONDS, 1000))


SERVER = (
    """
import sys
from oegyo.gate import relay
relay.is_public = lambda address: True
"""
    + START
)


def test_a_query_may_ask_a_service_that_the_operator_allows(release: Release) -> None:
    """Through a real server and a real endpoint; what is said of a service that fails names it, and no secret."""
    with endpoint() as base, running(release, start=SERVER, services=f"{base}/sparql,{base}/broken") as (_, port, _):

        def answer(query: str) -> tuple[int, bytes]:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
            connection.request("GET", "/sparql?" + urlencode({"query": query}), headers={"Accept": "text/csv"})
            response = connection.getresponse()
            reply = response.status, response.read()
            connection.close()
            return reply

        assert answer(f"SELECT ?x {{ SERVICE <{base}/sparql> {{ ?s ?p ?x }} }}") == (200, b"x\r\nhello\r\n")
        assert answer(f"SELECT ?x {{ SERVICE SILENT <{base}/broken> {{ ?s ?p ?x }} }}") == (200, b"x\r\n\r\n")
        status, body = answer(f"SELECT ?x {{ SERVICE <{base}/broken> {{ ?s ?p ?x }} }}")
        assert status == 502
        assert json.loads(body)["detail"] == f"The service {base}/broken answered with status 500."
        assert answer(f"SELECT ?x {{ SERVICE <{base}/other> {{ ?s ?p ?x }} }}")[0] == 403
