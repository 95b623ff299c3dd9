"""The production server as people run it: another process, a real socket, and nothing left behind."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import quote, urlencode, urlsplit

import pytest

from gate.front_client import ENDLESS
from oegyo.config import Settings
from oegyo.engine import Answer, Dataset, Question, RemoteEngine
from oegyo.errors import SettingError, SyntaxProblem, UnsupportedProblem
from oegyo.gate.server import serve
from ports import free_port, listens
from small_release import write_release
from waiting import SECONDS, until
from web.said import beside_the_scripts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oegyo.release import Release

START = """
import json
import sys
from pathlib import Path
from oegyo.config import Settings
from oegyo.release import Release
from oegyo.gate.server import serve
release = Release.read(Path(sys.argv[1]))
settings = Settings(release=release.path.parent, port=int(sys.argv[2]), **json.loads(sys.argv[3]))
serve(settings, [Path(name) for name in sys.argv[4:]] or [release.graph], release)
"""
JSON = "application/sparql-results+json"


def processes(mark: Path) -> set[int]:
    """The processes that have the path ``mark`` among their arguments."""
    found = set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                arguments = (entry / "cmdline").read_bytes()
            except OSError:  # it has just ended
                continue
            if os.fsencode(mark) in arguments:
                found.add(int(entry.name))
    return found


def workers(mark: Path) -> set[int]:
    """Those of `processes` that were forked from another of them."""
    found = processes(mark)
    return {pid for pid in found if int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1]) in found}


@contextmanager
def started(
    release: Release, *files: Path, start: str = START, deadline: float = 300.0, grace: float = 1.0, services: str = ""
) -> Iterator[tuple[subprocess.Popen[str], int, str]]:
    """A server in another process that has just printed its first line, its port and that line; ended at the end."""
    port = free_port()
    waits = {"deadline": deadline, "service_deadline": deadline, "queue": deadline, "grace": grace}
    settings = json.dumps({**waits, "services": services})
    command = [sys.executable, "-c", start, str(release.path), str(port), settings, *map(str, files)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, start_new_session=True) as server:
        try:
            yield server, port, next_line(server, server.stdout)
        finally:
            end(server)


def end(server: subprocess.Popen[str]) -> None:
    """End ``server``, as it likes or else as it does not."""
    if server.poll() is None:
        server.terminate()
    try:
        server.communicate(timeout=SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, signal.SIGKILL)
        raise


@contextmanager
def running(release: Release, *files: Path, **options: Any) -> Iterator[tuple[subprocess.Popen[str], int, str]]:
    """The same when it listens, or has ended instead."""
    with started(release, *files, **options) as (server, port, line):
        until(lambda: server.poll() is not None or listens(port))
        yield server, port, line


def next_line(server: subprocess.Popen[str], stream: IO[str] | None) -> str:
    """The next line that ``server`` writes to ``stream``; nothing when none comes in time, and then the server is ended."""
    assert stream is not None
    late = threading.Timer(SECONDS, os.killpg, [server.pid, signal.SIGKILL])
    late.start()
    try:
        return stream.readline()
    finally:
        late.cancel()


@pytest.fixture(name="base", scope="module")
def _base(release: Release) -> Iterator[str]:
    """The address of a server that runs for this module."""
    with running(release) as (_, port, line):
        assert line == f"Oegyo is at http://127.0.0.1:{port}/ (Ctrl-C stops it)\n"
        yield f"http://127.0.0.1:{port}"


def fetch(address: str, data: bytes | None = None, **headers: str) -> tuple[int, http.client.HTTPMessage, bytes]:
    """Status, headers and body of the answer; a redirect is not followed."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.netloc, timeout=SECONDS)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request("GET" if data is None else "POST", target, data, named)
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response.status, response.msg, body


def send_raw(base: str, request: bytes) -> bytes:
    """What the server writes to ``request``, byte for byte, until it closes the connection."""
    host, port = base.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=SECONDS) as connection:
        connection.sendall(request)
        return b"".join(iter(lambda: connection.recv(65536), b""))


def test_a_query_is_answered_with_its_length_and_release(base: str, release: Release) -> None:
    """As over the test client, now through a real server."""
    status, headers, body = fetch(f"{base}/sparql?query=ASK%7B%7D")
    assert (status, body) == (200, b'{"head":{},"boolean":true}')
    assert headers["Content-Type"] == JSON
    assert headers["Content-Length"] == str(len(body))
    assert headers["Oegyo-Release"] == release.digest


def test_an_ordinary_client_follows_the_redirect(base: str) -> None:
    """``urllib`` with an Accept header, as a script would have it."""
    address, headers = f"{base}/id/state/KOR", {"Accept": "application/n-triples"}
    request = urllib.request.Request(address, headers=headers)  # noqa: S310 - our own server
    with urllib.request.urlopen(request, timeout=SECONDS) as response:  # noqa: S310 - likewise
        assert response.url == f"{base}/id/state/KOR.nt"
        assert "대한민국".encode() in response.read()


def test_hangul_may_come_encoded_or_as_it_is(base: str) -> None:
    """In an address by percent signs or raw bytes, in a form, and in a body."""
    query = "SELECT(<http://x/한국>AS?iri){}"
    expected = "iri\r\nhttp://x/한국\r\n".encode()
    assert fetch(f"{base}/sparql?query={quote(query)}", Accept="text/csv")[2] == expected
    # Angle brackets and braces may not stand in a request line; Hangul, as bytes, may.
    raw = quote(query).replace(quote("한국"), "한국")
    request = f"GET /sparql?query={raw} HTTP/1.1\r\nHost: x\r\nAccept: text/csv\r\nConnection: close\r\n\r\n"
    assert send_raw(base, request.encode()).endswith(b"\r\n\r\n" + expected)
    form = urlencode({"query": query}).encode()
    assert fetch(f"{base}/sparql", form, Accept="text/csv", Content_Type="application/x-www-form-urlencoded")[2] == expected
    body = query.encode()
    assert fetch(f"{base}/sparql", body, Accept="text/csv", Content_Type="application/sparql-query")[2] == expected


def test_a_path_of_hangul_is_not_found_by_its_name(base: str) -> None:
    """And said so in Hangul."""
    request = "GET /id/state/한국 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    answer = send_raw(base, request.encode())
    assert answer.startswith(b"HTTP/1.1 404 ")
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["detail"].endswith("id/state/한국.")


@pytest.mark.parametrize("content_type", ["application/sparql-query", "application/x-www-form-urlencoded"])
def test_a_query_of_300_kilobytes_is_read_whole(base: str, content_type: str) -> None:
    """No address could hold it; a POST does."""
    values = " ".join(f'"{number:06}"' for number in range(35_000))
    query = f"SELECT (COUNT(?v) AS ?n) (MAX(?v) AS ?last) {{ VALUES ?v {{ {values} }} }}"
    data = query.encode() if content_type == "application/sparql-query" else urlencode({"query": query}).encode()
    assert len(data) > 300_000
    assert fetch(f"{base}/sparql", data, Accept="text/csv", Content_Type=content_type)[2] == b"n,last\r\n35000,034999\r\n"


def test_a_query_in_chunks_is_read_whole(base: str) -> None:
    """Without a length in front."""
    connection = http.client.HTTPConnection(base.removeprefix("http://"), timeout=SECONDS)
    chunks = iter([b"ASK", b" {", b"}"])
    connection.request("POST", "/sparql", chunks, {"Content-Type": "application/sparql-query"}, encode_chunked=True)
    assert connection.getresponse().read() == b'{"head":{},"boolean":true}'
    connection.close()


def test_head_sends_the_length_and_no_body(base: str) -> None:
    """Of an answer and of a file."""
    for path in ("/sparql?query=ASK%7B%7D", "/download/oegyo.ttl"):
        answer = send_raw(base, f"HEAD {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        head, _, body = answer.partition(b"\r\n\r\n")
        assert body == b""
        assert f"content-length: {len(fetch(base + path)[2])}".encode() in head


def test_many_at_once_are_all_answered(base: str) -> None:
    """More than there are workers."""
    answers: list[bytes] = []
    address = f"{base}/sparql?" + urlencode({"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"})
    threads = [threading.Thread(target=lambda: answers.append(fetch(address, Accept="text/csv")[2])) for _ in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 30
    assert len(set(answers)) == 1


def test_one_server_can_be_the_engine_of_another(base: str) -> None:
    """The remote engine against a real endpoint: answers, datasets and problems come through."""
    engine = RemoteEngine(f"{base}/sparql", SECONDS, 1_000_000)
    question = Question("SELECT ?o { <https://w3id.org/oegyo/id/state/KOR> ?p ?o }", "text/csv")
    assert "대한민국".encode() in engine.ask(question).body
    empty = Question(question.text, "text/csv", dataset=Dataset(default=("https://w3id.org/oegyo/graph/concepts",)))
    assert engine.ask(empty) == Answer(b"o\r\n", "text/csv")
    with pytest.raises((SyntaxProblem, UnsupportedProblem), match="is not declared"):
        engine.ask(Question("SELECT * { ?s ex:p ?o }", "text/csv"))
    engine.close()


@pytest.mark.parametrize(("ending", "whole_group"), [(signal.SIGTERM, False), (signal.SIGINT, True)])
def test_the_server_ends_with_every_process_it_started(tmp_path: Path, *, ending: signal.Signals, whole_group: bool) -> None:
    """On SIGTERM, and on Ctrl-C in a terminal, with a query still running; it prints no more than its one line."""
    release = write_release(tmp_path / "own")
    with running(release) as (server, port, _):
        assert len(processes(release.graph)) == 4  # what the workers are forked from, two of them, and one that stands by
        address = f"http://127.0.0.1:{port}/sparql?" + urlencode({"query": ENDLESS})

        def ask() -> None:
            with pytest.raises((http.client.HTTPException, OSError)):
                fetch(address)

        thread = threading.Thread(target=ask)
        thread.start()
        until(lambda: b"\noegyo_queries_running 1.0\n" in fetch(f"http://127.0.0.1:{port}/metrics")[2])
        (os.killpg if whole_group else os.kill)(server.pid, ending)
        assert server.wait(SECONDS) == 0
        thread.join()
        until(lambda: not processes(release.path))
        assert server.stdout is not None
        assert server.stderr is not None
        assert (server.stdout.read(), beside_the_scripts(server.stderr.read())) == ("", "")
        assert not listens(port)


def test_a_port_that_is_taken_is_said_in_one_line(tmp_path: Path) -> None:
    """With what to do about it."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(SettingError) as caught:
            serve(Settings(release=tmp_path, port=port), [], None)
    reason = "Address already in use"
    assert str(caught.value) == f"cannot listen on 127.0.0.1:{port} ({reason}): choose another --host or --port"


def test_a_file_that_cannot_be_read_ends_the_server(release: Release, tmp_path: Path) -> None:
    """It says which, and leaves nothing behind."""
    path = tmp_path / "broken.ttl"
    path.write_text("<http://x/a> <http://x/p>", encoding="ascii")
    with running(release, path) as (server, _, _):
        assert server.wait(SECONDS) == 1
        assert server.stderr is not None
        assert server.stderr.read().startswith(f"Error: {path} cannot be read: Parser error at line 1")
    until(lambda: not processes(path))


def status_of(connection: socket.socket) -> str:
    """What the answer to half a request for ``/healthz`` begins with, when the other half is sent."""
    with suppress(ConnectionError):  # it was refused already
        connection.sendall(b"\r\n")
    return connection.recv(1 << 16)[9:12].decode()


@pytest.mark.parametrize("descriptors", [64, 32])
def test_with_few_descriptors_some_are_answered_and_each_other_is_told(release: Release, descriptors: int) -> None:
    """However many come at once: there is always one to say so by, and the log has nothing of it."""
    few = f"import resource\nresource.setrlimit(resource.RLIMIT_NOFILE, ({descriptors}, {descriptors}))\n"
    with running(release, start=few + START) as (server, port, _), ExitStack() as open_ones:
        come = [open_ones.enter_context(socket.create_connection(("127.0.0.1", port), SECONDS)) for _ in range(100)]
        for connection in come:
            connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n")
        answered = [status_of(connection) for connection in come]
        assert set(answered) == {"200", "503"}
        assert answered.index("503") == answered.count("200") > 2
        server.terminate()
        assert beside_the_scripts(server.communicate(timeout=SECONDS)[1]) == ""
