"""Queries that take other endpoints down: here each is answered by a clear problem, and no one else waits."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from engine.conftest import LIMITS
from engine.test_embedded import ENDLESS, TSV, alive, answers, ask
from oegyo import errors
from oegyo.engine import EmbeddedEngine, Pool, Question
from oegyo.engine.embedded import program
from waiting import comes_about, until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DEADLINE = 1.0
DEEP = 100_000

MEMORY_BOMB = (
    "SELECT (STRLEN(?x30) AS ?n) { BIND('0123456789' AS ?x0) "
    + " ".join(f"BIND(CONCAT(?x{i}, ?x{i}) AS ?x{i + 1})" for i in range(30))
    + " }"
)

HOSTILE = {
    "runaway cartesian product": ENDLESS,
    "path from everywhere": "SELECT (COUNT(*) AS ?n) { ?a (!<x:a>|!<x:b>)* ?b . ?c (!<x:a>|!<x:b>)* ?d . ?e !<x:a>* ?f }",
    "nested braces": "SELECT * {" + "{" * DEEP + "}" * DEEP + "}",
    "nested parentheses": "SELECT * { FILTER(" + "(" * DEEP + "1" + ")" * DEEP + ") }",
    "chain of !": "SELECT * { FILTER(" + "!" * DEEP + "1) }",
    "chain of +": "SELECT (" + "1+" * DEEP + "1 AS ?n) {}",
    "chain of ||": "SELECT * { FILTER(" + "1||" * DEEP + "1) }",
    "chain of UNION": "SELECT * { {}" + " UNION {}" * DEEP + " }",
    "chain of path steps": "SELECT * { ?s " + "/".join(["<x:p>"] * 2_000) + " ?o }",
    "nested path": "SELECT * { ?s " + "(" * DEEP + "<x:p>" + ")" * DEEP + " ?o }",
    "ten megabytes": "SELECT * { VALUES ?x { " + "'abcdefg' " * 1_000_000 + "} ?s ?p ?x . ?a ?b ?c . ?d ?e ?f }",
    "a hundred million rows": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
    "regular expression bomb": 'SELECT * { ?a ?b ?c . ?d ?e ?f . FILTER(REGEX(STR(?a), "((a{0,999}){0,999}){0,999}$")) }',
    "memory bomb": MEMORY_BOMB,
    "sorted cartesian product": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i",
    "grouped cartesian product": "SELECT ?a (GROUP_CONCAT(?f) AS ?x) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } GROUP BY ?a",
}


@pytest.fixture(name="patient", scope="module")
def _patient(data: Path) -> Iterator[EmbeddedEngine]:
    """An engine with room for slow queries beside the others."""
    engine = EmbeddedEngine([data], replace(LIMITS, deadline=DEADLINE, patience=0.2, slow_workers=8))
    yield engine
    engine.close()


def problem_of(engine: EmbeddedEngine, text: str) -> errors.QueryProblem | None:
    """The problem that ``text`` ends in; None when the engine is up to it and answers."""
    try:
        ask(engine, text)
    except errors.QueryProblem as problem:
        return problem
    return None


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_query_is_refused_in_time_and_the_next_is_answered(patient: EmbeddedEngine, text: str) -> None:
    """A problem that says what happened and what to try; or, if the engine is up to it, an answer."""
    problem = problem_of(patient, text)
    assert problem is None or (problem.detail and problem.advice and 400 <= problem.status < 600)
    until(lambda: answers(patient))


def test_a_mixed_column_is_sorted_or_refused(tmp_path: Path) -> None:
    """Sorting integers among strings panics the engine beneath; it costs one request."""
    path = tmp_path / "mixed.nt"
    integer = "<http://www.w3.org/2001/XMLSchema#integer>"
    rows = [f'<x:{n}> <x:p> "{n}"^^{integer} .\n<x:{n}> <x:p> "s{n}" .\n<x:{n}> <x:p> "t{n}"@en .' for n in range(8_000)]
    path.write_text("\n".join(rows), encoding="ascii")
    engine = EmbeddedEngine([path], replace(LIMITS, result_size=10_000_000, worker_memory=1 << 30))
    for _ in range(3):
        assert isinstance(problem_of(engine, "SELECT ?o { ?s ?p ?o } ORDER BY ?o"), errors.LostProblem | None)
        assert ask(engine, "ASK {}").body == b"true"
    engine.close()


def test_a_lookup_does_not_wait_for_four_runaways(data: Path) -> None:
    """Slow queries step back and others take their place: short ones are answered while four run on."""
    engine = EmbeddedEngine([data], replace(LIMITS, patience=0.2, slow_workers=8))
    runaways = [threading.Thread(target=_run_away, args=[engine]) for _ in range(4)]
    for thread in runaways:
        thread.start()
    until(lambda: engine.pool.slow == 4)
    for number in range(50):
        assert ask(engine, f"SELECT ?n {{ <http://x/n{number}> <http://x/n> ?n }}").body == f'?n\n"{number}"\n'.encode()
    assert engine.pool.running >= 4, "the runaways were over before the lookups were"
    pids = engine.pids()
    engine.close()
    for thread in runaways:
        thread.join()
    until(lambda: not alive(pids))


def _run_away(engine: EmbeddedEngine) -> None:
    with pytest.raises((errors.QueryProblem, RuntimeError)):
        ask(engine, ENDLESS)


def test_a_full_queue_refuses_at_once(data: Path) -> None:
    """Nobody is kept waiting for a turn that will not come."""
    engine = EmbeddedEngine([data], replace(LIMITS, workers=1, queue_length=0))
    (worker,) = engine.pids()
    runaway = threading.Thread(target=_run_away, args=[engine])
    runaway.start()
    until(lambda: engine.pool.running == 1)
    with pytest.raises(errors.BusyProblem, match="0 queries are waiting already"):
        ask(engine, "ASK {}")
    assert runaway.is_alive(), "the refusal waited for the query that ran"
    os.kill(worker, signal.SIGKILL)
    runaway.join()
    assert ask(engine, "ASK {}").body == b"true"
    engine.close()


def test_a_client_that_leaves_frees_its_worker(data: Path) -> None:
    """Cancelling the question kills the worker long before its deadline, in the queue as well as at work."""
    engine = EmbeddedEngine([data], replace(LIMITS, workers=1))
    (busy,) = engine.pids()

    async def leave() -> None:
        asking = [asyncio.ensure_future(engine.answer(Question(ENDLESS, TSV))) for _ in range(2)]
        await comes_about(lambda: engine.pool.running == engine.pool.waiting == 1)
        for one in asking:
            one.cancel()
        await asyncio.wait(asking)
        assert all(one.cancelled() for one in asking)

    asyncio.run(leave())
    until(lambda: not alive({busy}) and engine.pool.running == engine.pool.waiting == 0)
    assert ask(engine, "ASK {}").body == b"true"
    engine.close()


def test_a_client_that_leaves_while_its_worker_is_forked_leaves_the_others_theirs(data: Path) -> None:
    """The next one has a worker of its own, and whom it kills is that one."""
    engine = EmbeddedEngine([data], replace(LIMITS, workers=1, deadline=0.3))
    with pytest.raises(errors.DeadlineProblem):
        ask(engine, ENDLESS)
    zygote = engine.pool._zygote.pid
    assert zygote is not None
    os.kill(zygote, signal.SIGSTOP)

    async def leave() -> None:
        asking = asyncio.ensure_future(engine.answer(Question("ASK {}", TSV)))
        await comes_about(lambda: engine.pool.running == 1)
        asking.cancel()
        await asyncio.wait([asking])
        assert asking.cancelled()

    asyncio.run(leave())
    until(lambda: engine.pool.running == 0)
    os.kill(zygote, signal.SIGCONT)
    until(lambda: answers(engine))
    (worker,) = engine.pids()
    with pytest.raises(errors.DeadlineProblem):
        ask(engine, ENDLESS)
    until(lambda: not alive({worker}))
    until(lambda: answers(engine))
    assert alive(engine.pids()) == engine.pids()
    engine.close()


def test_a_pool_that_is_closed_starts_nothing_any_more(data: Path) -> None:
    """Whoever asks too late is told so."""

    async def ask_too_late() -> None:
        pool = Pool(program([data], LIMITS), LIMITS)
        await pool.start()
        await pool.close()
        with pytest.raises(errors.BusyProblem, match=r"The endpoint is stopping\."):
            await pool.answer(Question("ASK {}", TSV))

    asyncio.run(ask_too_late())


def test_the_pool_outlives_the_process_it_forks_from(data: Path) -> None:
    """If that one is killed, the next worker comes from a new one."""
    engine = EmbeddedEngine([data], replace(LIMITS, workers=1, deadline=0.3))
    zygote = engine.pool._zygote.pid
    assert zygote is not None
    os.kill(zygote, signal.SIGKILL)
    with pytest.raises(errors.DeadlineProblem):
        ask(engine, ENDLESS)
    until(lambda: answers(engine))
    engine.close()
