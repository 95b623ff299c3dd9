"""The embedded engine: whole answers, and a query that goes wrong costs itself and nothing else."""

from __future__ import annotations

import os
import signal
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from engine.conftest import LIMITS, NUMBERS
from oegyo import errors
from oegyo.engine import Answer, Dataset, EmbeddedEngine, Question
from waiting import until

if TYPE_CHECKING:
    from pathlib import Path

TSV = "text/tab-separated-values"
NTRIPLES = "application/n-triples"
DIED = "The worker process died while it ran this query."
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n0 ?o }"


def ask(engine: EmbeddedEngine, text: str, dataset: Dataset | None = None) -> Answer:
    """The answer to ``text``, rows as TSV and triples as N-Triples."""
    return engine.ask(Question(text, TSV, NTRIPLES, dataset or Dataset()))


def answers(engine: EmbeddedEngine) -> bool:
    """Whether ``engine`` answers the shortest query; not, where the machine is too busy for that before the deadline."""
    try:
        return ask(engine, "ASK {}").body == b"true"
    except errors.DeadlineProblem:
        return False


def alive(pids: set[int]) -> set[int]:
    """Those of ``pids`` that are still processes."""
    found = set()
    for pid in pids:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            continue
        found.add(pid)
    return found


@pytest.mark.parametrize(
    ("text", "body", "media_type"),
    [
        ("SELECT ?o { <http://x/a> <http://x/p> ?o }", b"?o\n<http://x/b>\n", TSV),
        ("SELECT ?o { <http://x/a> <http://x/name> ?o }", '?o\n"이름"@ko\n'.encode(), TSV),
        ("ASK { <http://x/a> ?p ?o }", b"true", TSV),
        ("CONSTRUCT WHERE { ?s <http://x/p> ?o }", b"<http://x/a> <http://x/p> <http://x/b> .\n", NTRIPLES),
        ("DESCRIBE <http://x/n1>", b'<http://x/n1> <http://x/n> "1" .\n', NTRIPLES),
    ],
)
def test_each_form_is_answered_in_the_format_of_its_kind(
    engine: EmbeddedEngine, text: str, body: bytes, media_type: str
) -> None:
    """Rows and booleans in the one, triples in the other."""
    assert ask(engine, text) == Answer(body, media_type)


@pytest.mark.parametrize(
    ("text", "dataset", "count"),
    [
        ("SELECT * { ?s ?p ?o }", Dataset(), NUMBERS + 2),
        ("SELECT * FROM <http://g/1> { ?s ?p ?o }", Dataset(), 1),
        ("SELECT * FROM <http://g/1> FROM <http://g/2> { ?s ?p ?o }", Dataset(), 2),
        ("SELECT * FROM NAMED <http://g/1> { ?s ?p ?o }", Dataset(), 0),
        ("SELECT * FROM NAMED <http://g/1> { GRAPH ?g { ?s ?p ?o } }", Dataset(), 1),
        ("SELECT * FROMNAMED<http://g/1>{ ?s ?p ?o }", Dataset(), 0),
        ("SELECT * FROM <http://nowhere/> { ?s ?p ?o }", Dataset(default=("http://g/1",)), 1),
        ("SELECT * { ?s ?p 'FROM' }", Dataset(), 0),
        ("SELECT * { ?s ?p ?o }", Dataset(default=("http://g/1",)), 1),
        ("SELECT * { ?s ?p ?o }", Dataset(default=("http://g/1", "http://g/2")), 2),
        ("SELECT * { ?s ?p ?o }", Dataset(named=("http://g/1",)), 0),
        ("SELECT * { GRAPH ?g { ?s ?p ?o } }", Dataset(named=("http://g/1",)), 1),
        ("SELECT * { GRAPH ?g { ?s ?p ?o } }", Dataset(default=("http://g/1",)), 0),
        ("SELECT * FROM <http://g/n> { ?s ?p ?o }", Dataset(default=("http://g/1",)), 1),
    ],
)
def test_the_dataset_of_the_request_beats_that_of_the_query_and_else_every_graph_counts(
    engine: EmbeddedEngine, text: str, dataset: Dataset, count: int
) -> None:
    """SPARQL 1.1 Protocol §2.1.4; without any dataset the default graph is the union."""
    assert ask(engine, text, dataset).body.count(b"\n") - 1 == count


@pytest.mark.parametrize(
    ("text", "problem", "detail"),
    [
        ("SELECT * { ?s ex:p ?o }", errors.SyntaxProblem, "The prefix ex: is not declared."),
        ("SELECT * {", errors.SyntaxProblem, "The query ends too early."),
        ("SELECT (<x:f>(1) AS ?x) {}", errors.UnsupportedProblem, "The custom function <x:f> is not supported"),
        ("SELECT * { SERVICE <http://x/> { ?s ?p ?o } }", errors.ForbiddenProblem, "SERVICE is switched off."),
        ("SELECT * { ?a ?b ?c . ?d ?e ?f }", errors.TooLargeProblem, "The answer is larger than 100,000 bytes."),
        ("SELECT * {" + "{" * 5_000, errors.LostProblem, DIED),
        ("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i", errors.LostProblem, DIED),
    ],
    ids=["undeclared prefix", "syntax", "function", "service", "large answer", "crash", "memory"],
)  # fmt: skip
def test_a_query_that_is_not_answered_says_why_and_the_next_one_is_answered(
    engine: EmbeddedEngine, text: str, problem: type[errors.QueryProblem], detail: str
) -> None:
    """Whatever it does to its worker, it costs one request."""
    with pytest.raises(problem) as caught:
        ask(engine, text)
    assert type(caught.value) is problem
    assert str(caught.value.detail) == detail
    assert ask(engine, "ASK {}").body == b"true"


def test_an_answer_of_a_kind_the_client_cannot_read_is_refused(engine: EmbeddedEngine) -> None:
    """Only the engine knows that a query answers with triples."""
    with pytest.raises(errors.NotAcceptableProblem, match="The answer is triples"):
        engine.ask(Question("CONSTRUCT WHERE { ?s ?p ?o }", solutions=TSV))
    with pytest.raises(errors.NotAcceptableProblem, match="The answer is rows or a boolean"):
        engine.ask(Question("ASK {}", graph=NTRIPLES))


def test_a_graph_that_is_no_iri_is_refused(engine: EmbeddedEngine) -> None:
    """A request may name anything as its dataset."""
    with pytest.raises(errors.GraphProblem, match="'not an IRI' names no graph"):
        ask(engine, "ASK {}", Dataset(default=("not an IRI",)))


def test_a_worker_past_the_deadline_is_killed_and_replaced(data: Path) -> None:
    """The process is gone, not only its answer; another has its place."""
    engine = EmbeddedEngine([data], replace(LIMITS, workers=1, deadline=0.2))
    (before,) = engine.pids()
    with pytest.raises(errors.DeadlineProblem) as caught:
        ask(engine, ENDLESS)
    assert type(caught.value) is errors.DeadlineProblem
    assert str(caught.value.detail) == "The query ran for 0.2 seconds and was stopped."
    until(lambda: not alive({before}))
    until(lambda: answers(engine))
    (after,) = engine.pids()
    assert alive({after}) == {after}
    engine.close()


def test_a_query_that_finds_no_worker_free_is_told_to_come_back(data: Path) -> None:
    """It waits for as long as the queue allows, and the query that holds the worker is not disturbed."""
    engine = EmbeddedEngine([data], replace(LIMITS, workers=1, queue=0.1))
    (worker,) = engine.pids()
    raised: list[errors.QueryProblem] = []

    def occupy() -> None:
        try:
            ask(engine, ENDLESS)
        except errors.QueryProblem as problem:
            raised.append(problem)

    thread = threading.Thread(target=occupy)
    thread.start()
    until(lambda: engine.pool.running == 1)
    with pytest.raises(errors.BusyProblem, match=r"Every worker was busy for 0\.1 seconds"):
        ask(engine, "ASK {}")
    assert (engine.pool.running, alive({worker}), raised) == (1, {worker}, [])
    os.kill(worker, signal.SIGKILL)
    thread.join()
    assert [type(problem) for problem in raised] == [errors.LostProblem]
    engine.close()


def test_queries_run_side_by_side_in_as_many_workers_as_there_are(engine: EmbeddedEngine) -> None:
    """Many threads may ask at once, and each has its own answer."""
    answers: dict[int, bytes] = {}

    def one(number: int) -> None:
        answers[number] = ask(engine, f"SELECT ?n {{ <http://x/n{number}> <http://x/n> ?n }}").body

    threads = [threading.Thread(target=one, args=[number]) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {number: f'?n\n"{number}"\n'.encode() for number in range(20)}


def test_nothing_is_left_after_close(data: Path) -> None:
    """Not one of the processes that the engine started."""
    engine = EmbeddedEngine([data], LIMITS)
    ask(engine, "ASK {}")
    pids = engine.pids()
    assert alive(pids) == pids
    engine.close()
    until(lambda: not alive(pids))


def test_a_file_that_is_not_rdf_is_named(tmp_path: Path) -> None:
    """Nobody can ask a query before it is put right."""
    path = tmp_path / "broken.ttl"
    path.write_text("<http://x/a> <http://x/p>", encoding="ascii")
    with pytest.raises(errors.OegyoError, match=r"broken\.ttl cannot be read: Parser error at line 1"):
        EmbeddedEngine([path], LIMITS)
