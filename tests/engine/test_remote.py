"""Another SPARQL endpoint as the engine: what it answers, and what is made of its failures."""

from __future__ import annotations

import dataclasses
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import pytest

from oegyo import errors
from oegyo.config import Settings
from oegyo.engine import Answer, Dataset, Limits, Question, RemoteEngine, open_engine
from waiting import SECONDS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

JSON = "application/sparql-results+json"
TURTLE = "text/turtle"
DEADLINE = 0.3
RESULT_SIZE = 1000


@dataclass
class Behind:
    """The endpoint behind: how it answers, and what it was asked."""

    status: int = 200
    media_type: str = JSON
    body: bytes = b"{}"
    silent: bool = False
    cut: bool = False
    address: str = ""
    location: str = ""
    asked: list[dict[str, list[str]]] = field(default_factory=list)
    accepted: list[str] = field(default_factory=list)


@contextmanager
def serving(behind: Behind) -> Iterator[RemoteEngine]:
    """An engine that passes queries to ``behind``, which really listens; it meets its deadline only where that is silent."""
    over = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            form = self.rfile.read(int(self.headers["Content-Length"])).decode("ascii")
            behind.asked.append(parse_qs(form))
            behind.accepted.append(self.headers["Accept"])
            if behind.silent:
                over.wait(SECONDS)
                return
            self.send_response(behind.status)
            self.send_header("Content-Type", behind.media_type)
            if behind.location:
                self.send_header("Location", behind.location)
            self.send_header("Content-Length", str(len(behind.body) + behind.cut))
            self.end_headers()
            self.wfile.write(behind.body)

        def log_message(self, *_: object) -> None:
            """Keep the output of the tests clean."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        engine = RemoteEngine(
            f"http://127.0.0.1:{server.server_port}/sparql", DEADLINE if behind.silent else SECONDS, RESULT_SIZE
        )
        try:
            yield engine
        finally:
            engine.close()
            over.set()
            server.shutdown()
            thread.join()


def test_the_query_and_its_dataset_are_passed_on_and_the_answer_back() -> None:
    """By the form of the protocol, with both kinds of format acceptable."""
    behind = Behind(media_type=f"{TURTLE}; charset=utf-8", body="<http://x/한국> a <http://x/b> .".encode())
    question = Question("DESCRIBE <http://x/한국>", JSON, TURTLE, Dataset(("http://g/1", "http://g/2"), ("http://g/3",)))
    with serving(behind) as engine:
        assert engine.ask(question) == Answer(behind.body, TURTLE)
    assert behind.accepted == [f"{JSON}, {TURTLE}"]
    assert behind.asked == [
        {
            "query": ["DESCRIBE <http://x/한국>"],
            "default-graph-uri": ["http://g/1", "http://g/2"],
            "named-graph-uri": ["http://g/3"],
        }
    ]


@pytest.mark.parametrize(
    ("behind", "problem", "detail"),
    [
        (Behind(400, "text/plain", b"no such function\n"), errors.UnsupportedProblem, "no such function"),
        (Behind(403, "text/plain", b""), errors.ForbiddenProblem, "The endpoint behind this one answered 403."),
        (Behind(406, "text/plain", b"no"), errors.NotAcceptableProblem, "no"),
        (Behind(413, "text/plain", b"no"), errors.TooLongProblem, "no"),
        (Behind(500, "text/plain", b"oh"), errors.LostProblem, "oh"),
        (Behind(503, "text/plain", b"later"), errors.BusyProblem, "later"),
        (Behind(504, "text/plain", b"slow"), errors.DeadlineProblem, "slow"),
        (Behind(silent=True), errors.DeadlineProblem, "The endpoint behind this one did not answer in 0.3 seconds."),
        (Behind(body=b"x" * (RESULT_SIZE + 1)), errors.TooLargeProblem, "The answer is larger than 1,000 bytes."),
        (
            Behind(media_type="text/html"),
            errors.NotAcceptableProblem,
            "The endpoint behind this one can only write text/html.",
        ),
    ],
    ids=lambda value: f"{value.status}, {value.media_type}" if isinstance(value, Behind) else "",
)
def test_a_failure_behind_is_a_problem_here(behind: Behind, problem: type[errors.QueryProblem], detail: str) -> None:
    """It keeps its meaning and its words."""
    with serving(behind) as engine, pytest.raises(problem) as caught:
        engine.ask(Question("ASK {}", JSON, TURTLE))
    assert str(caught.value.detail) == detail


def test_an_answer_that_breaks_off_is_not_taken_for_a_whole_one() -> None:
    """Fewer bytes than promised are an error."""
    with serving(Behind(cut=True)) as engine, pytest.raises(errors.BusyProblem, match="IncompleteRead"):
        engine.ask(Question("ASK {}", JSON, TURTLE))


def test_an_endpoint_that_is_not_there_is_said_so() -> None:
    """It may come back."""
    engine = RemoteEngine("http://127.0.0.1:1/sparql", SECONDS, RESULT_SIZE)
    with pytest.raises(errors.BusyProblem, match=r"cannot be reached: .*refused"):
        engine.ask(Question("ASK {}", JSON, TURTLE))


def test_what_is_switched_off_is_not_passed_on() -> None:
    """The endpoint behind may allow it; this one does not."""
    behind = Behind()
    with serving(behind) as engine, pytest.raises(errors.ForbiddenProblem):
        engine.ask(Question("SELECT * { SERVICE <http://x/> {} }", JSON, TURTLE))
    assert behind.asked == []


def test_the_setting_chooses_the_engine(tmp_path: Path) -> None:
    """``embedded``, or the address of an endpoint."""
    settings = Settings(release=tmp_path, engine="http://127.0.0.1:1/sparql")
    assert isinstance(open_engine(settings, []), RemoteEngine)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_an_endpoint_that_points_elsewhere_is_not_followed(status: int) -> None:
    """The operator named one address, and one request goes there."""
    behind = Behind(status=status, location="/elsewhere", body=b"over there")
    with serving(behind) as engine, pytest.raises(errors.QueryProblem):
        engine.ask(Question("ASK {}", JSON))
    assert len(behind.asked) == 1


def test_an_answer_may_be_exactly_as_large_as_the_limit() -> None:
    """One byte more is too much."""
    with serving(Behind(body=b" " * RESULT_SIZE)) as engine:
        assert len(engine.ask(Question("ASK {}", JSON)).body) == RESULT_SIZE
    with serving(Behind(body=b" " * (RESULT_SIZE + 1))) as engine, pytest.raises(errors.TooLargeProblem):
        engine.ask(Question("ASK {}", JSON))


def test_the_settings_choose_the_engine_and_its_limits(tmp_path: Path) -> None:
    """The embedded one answers over the files, with every limit that is set."""
    path = tmp_path / "one.ttl"
    path.write_text("<http://x/a> <http://x/p> <http://x/b> .", encoding="ascii")
    engine = open_engine(Settings(release=tmp_path, workers=1, result_size=10), [path])
    try:
        assert engine.ask(Question("ASK { <http://x/a> ?p ?o }", "text/csv")).body == b"true"
        with pytest.raises(errors.TooLargeProblem, match="The answer is larger than 10 bytes"):
            engine.ask(Question("SELECT * { ?s ?p ?o }", "text/csv"))
    finally:
        engine.close()


def test_every_limit_of_the_engine_is_the_setting_of_its_name(tmp_path: Path) -> None:
    """None is another's."""
    limits = Limits(*range(1 << 27, (1 << 27) + len(dataclasses.fields(Limits))))
    assert Limits.of(Settings(release=tmp_path, **dataclasses.asdict(limits))) == limits
