"""What a server in another process lets through a connection: the threats of .github/SECURITY.md that come by bytes."""

from __future__ import annotations

import re
import socket
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

import pytest

from gate.test_live_server import fetch, running, send_raw
from small_release import write_release
from waiting import SECONDS

if TYPE_CHECKING:
    from oegyo.release import Release

ROOT = Path(__file__).parent.parent.parent


def test_clients_that_dawdle_keep_nobody_waiting(base: str) -> None:
    """Fifty that stop in the middle of a request, fifty that read no answer: the next one is served."""
    host, port = base.removeprefix("http://").split(":")
    started = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 100\r\n\r\nASK"
    query = quote("SELECT * { ?a ?b ?c . ?d ?e ?f }")
    unread = f"GET /sparql?query={query} HTTP/1.1\r\nHost: x\r\n\r\n".encode() * 3
    slow = []
    try:
        for request in [started, unread, b"GET / HT"] * 50:
            connection = socket.create_connection((host, int(port)), timeout=SECONDS)
            slow.append(connection)
            connection.sendall(request)
        assert fetch(f"{base}/sparql?query=ASK%7B%7D")[2] == b'{"head":{},"boolean":true}'
        assert fetch(f"{base}/ontology", Accept="text/html")[0] == 200
        assert fetch(f"{base}/download/oegyo.ttl")[0] == 200
    finally:
        for connection in slow:
            connection.close()


def test_files_that_nobody_reads_keep_nobody_waiting(tmp_path: Path) -> None:
    """Twenty that ask for a file too long for any buffer, and read none of it: pages, answers and files are served."""
    release = write_release(tmp_path / "release")
    (release.download / "oegyo.ttl").write_bytes(b"# a comment that goes on\n" * 2_000_000)
    with running(release) as (_, port, _), ExitStack() as slow:
        for _ in range(20):
            connection = slow.enter_context(socket.create_connection(("127.0.0.1", port), timeout=SECONDS))
            connection.sendall(b"GET /download/oegyo.ttl HTTP/1.1\r\nHost: x\r\n\r\n")
            assert connection.recv(15) == b"HTTP/1.1 200 OK"
        base = f"http://127.0.0.1:{port}"
        assert fetch(f"{base}/ontology", Accept="text/html")[0] == 200
        assert fetch(f"{base}/sparql?query=ASK%7B%7D")[2] == b'{"head":{},"boolean":true}'
        assert fetch(f"{base}/download/SHA256SUMS")[0] == 200


@pytest.mark.parametrize(
    "target",
    [
        "/id/state/KOR?lang=ko%0d%0aX-Injected:%201",
        "/id/state/KOR%0d%0aX-Injected:%201",
        "/queries/member-since.csv?state=KOR%0d%0aX-Injected:%201",
        "/queries/none%0d%0aX-Injected:%201",
        "/sparql?query=ASK%7B%7D&format=%0d%0aX-Injected:%201",
        "/download/%0d%0aX-Injected:%201",
        "/%0d%0aX-Injected:%201/",
        "/queries%0d%0aX-Injected:%201",
    ],
)
def test_no_line_of_a_request_becomes_a_header_of_the_answer(base: str, target: str) -> None:
    """Wherever the client put the end of a line."""
    head = send_raw(base, f"GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode()).partition(b"\r\n\r\n")[
        0
    ]
    assert head.startswith(b"HTTP/1.1 ")
    names = {line.partition(b":")[0].lower() for line in head.split(b"\r\n")[1:]}
    assert b"x-injected" not in names


@pytest.mark.parametrize("prefix", ["/download/", "/static/", "/id/", "/id/state/", "/queries/", "/"])
@pytest.mark.parametrize(
    "climb", ["../manifest.json", "%2e%2e/manifest.json", "..%2fmanifest.json", "..%5cmanifest.json", "%2fetc%2fpasswd"]
)
@pytest.mark.parametrize("suffix", ["", "%00.ttl", "?x=.ttl"])
def test_no_path_leads_out_of_its_folder(base: str, prefix: str, climb: str, suffix: str) -> None:
    """However the way up is written, and whatever stands behind it."""
    for times in (1, 2, 8):
        steps = climb.replace("..", "/".join([".."] * times)).replace("%2e%2e", "/".join(["%2e%2e"] * times))
        request = f"GET {prefix}{steps}{suffix} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        answer = send_raw(base, request.encode())
        assert answer.split(b" ", 2)[1] in {b"308", b"400", b"404"}  # 308: two slashes become one
        assert b"fingerprint" not in answer
        assert b"root:" not in answer


def test_no_refusal_tells_of_the_machine(base: str, release: Release) -> None:
    """No path, no traceback, no module: a client learns what it can put right, and no more."""
    told = []
    for target in (
        "/none",
        "/download/none",
        "/id/state/none",
        "/queries/none",
        "/queries/member-since.csv?state=%00",
        "/sparql?query=ASK",
        "/sparql?query=%FF",
        "/sparql?" + urlencode({"query": "SELECT (<x:f>(1) AS ?n) {}"}),
        "/sparql?" + urlencode({"query": "SELECT * {" + "{" * 5_000 + "}" * 5_000 + "}"}),
        "/sparql?" + urlencode({"query": "ASK {}", "default-graph-uri": "file:///etc/passwd"}),
    ):
        for accept in ("*/*", "text/html"):
            status, headers, body = fetch(base + target, Accept=accept)
            assert 400 <= status < 600
            told.append(f"{headers}\n{body.decode()}")
    folders = {str(release.path), str(release.path.parent), str(ROOT), str(Path.home())}
    for text in told:
        assert not [folder for folder in folders if folder in text and len(folder) > 1]
        assert not re.search(r"Traceback|File \"|\.py\b|Werkzeug|Python/", text)


def test_the_server_asks_nothing_of_a_browser_that_it_could_be_tricked_into_giving(base: str) -> None:
    """No cookie and no password, so that another site that sends a visitor here gains nothing it could not ask itself."""
    for target in ("/", "/sparql?query=ASK%7B%7D", "/download/oegyo.ttl", "/none"):
        headers = fetch(base + target, Origin="https://evil.example")[1]
        assert headers["Set-Cookie"] is None
        assert headers["WWW-Authenticate"] is None
        assert headers["Access-Control-Allow-Credentials"] is None
        assert headers["Access-Control-Allow-Origin"] == "*"
