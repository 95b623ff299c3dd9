"""Workers that stand by, so that nobody waits for a fork, and workers that make way for others."""

from __future__ import annotations

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from engine.conftest import LIMITS
from oegyo.engine import EmbeddedEngine, Question
from oegyo.engine.pool import _is_there
from waiting import until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from oegyo.engine.processes import Worker

TRUE = Question("ASK {}", "text/csv")
ENDLESS = Question("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n0 ?o }", "text/csv")


@contextmanager
def running(data: Path, **changes: Any) -> Iterator[EmbeddedEngine]:
    """An engine with one worker, and one that stands by."""
    engine = EmbeddedEngine([data], replace(LIMITS, **{"workers": 1, "spare_workers": 1, "deadline": 600.0, **changes}))
    try:
        yield engine
    finally:
        engine.close()


@contextmanager
def stopped(pid: int | None) -> Iterator[None]:
    """The process ``pid`` does nothing until the end of the block."""
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGCONT)


def answers(engine: EmbeddedEngine) -> bool:
    """Whether a query has its answer."""
    return b"true" in engine.ask(TRUE).body


def test_a_query_after_a_loss_waits_for_no_fork(data: Path) -> None:
    """One that stands by answers, here while nothing can be forked; another takes its place when it can."""
    with running(data) as engine:
        before = engine.pids()
        assert len(before) == 2
        with stopped(engine.pool._zygote.pid):
            os.kill(engine.pool._idle[-1].pid, signal.SIGKILL)
            assert answers(engine)
        until(lambda: len(engine.pids()) == 2 and len(engine.pids() - before) == 1)
        assert answers(engine)


def test_a_query_after_the_loss_of_what_forks_waits_for_no_start(data: Path) -> None:
    """The graph is loaded again while the workers that there are answer."""
    with running(data) as engine:
        zygote = engine.pool._zygote.pid
        assert zygote is not None
        os.kill(zygote, signal.SIGKILL)
        os.kill(engine.pool._idle[-1].pid, signal.SIGKILL)
        assert answers(engine)
        until(lambda: len(engine.pids()) == 2 and engine.pool._zygote.pid != zygote)


def test_as_many_stand_by_as_the_lanes_leave_free(data: Path) -> None:
    """Whatever is asked, there is one more; none is forked that nobody lacks."""
    with running(data) as engine:
        before = engine.pids()
        assert all(answers(engine) for _ in range(20))
        assert engine.pids() == before
        with asked(engine, ENDLESS):
            assert len(engine.pids()) == 2
        until(lambda: len(engine.pids()) == 2)


def test_who_stands_by_ends_with_the_pool(data: Path) -> None:
    """Also the one that is being forked."""
    with running(data) as engine:
        there = engine.pids()
        os.kill(engine.pool._idle[-1].pid, signal.SIGKILL)
        answers(engine)
    until(lambda: not any(map(_is_there, there)))
    assert engine.pids() == set()


@contextmanager
def asked(engine: EmbeddedEngine, question: Question) -> Iterator[Worker]:
    """The worker that runs ``question``, which ends with the block."""
    with ThreadPoolExecutor() as thread:
        asking = thread.submit(engine.ask, question)
        until(lambda: engine.pool._busy)
        (worker,) = engine.pool._busy
        yield worker

        def is_over() -> bool:
            for one in list(engine.pool._busy):  # it is asked of another when the first had not read it
                with suppress(ProcessLookupError):
                    os.kill(one.pid, signal.SIGKILL)
            return asking.done()

        until(is_over)


def test_workers_make_way_for_what_is_known_already(data: Path) -> None:
    """They are nicer than the process that they are forked from."""
    with running(data) as engine:
        zygote = engine.pool._zygote.pid
        assert zygote is not None
        own = os.getpriority(os.PRIO_PROCESS, zygote)
        for pid in engine.pids():
            assert os.getpriority(os.PRIO_PROCESS, pid) == min(19, own + 5)


def test_a_query_that_computes_for_long_runs_when_nothing_else_does(data: Path) -> None:
    """Its worker goes behind every other process of the machine."""
    with running(data, patience=0.05, slow_workers=1) as engine, asked(engine, ENDLESS) as worker:
        until(lambda: os.sched_getscheduler(worker.pid) == os.SCHED_IDLE)
        assert worker.step_back()


def test_a_query_that_only_waited_has_not_computed(data: Path) -> None:
    """Its worker is nicer than before, and no more than that."""
    with (
        running(data, patience=0.05, slow_workers=1) as engine,
        stopped(engine.pool._idle[-1].pid),
        asked(engine, ENDLESS) as worker,
    ):
        until(lambda: worker.slow)
        assert not worker.step_back()
        assert os.sched_getscheduler(worker.pid) == os.SCHED_OTHER
        assert os.getpriority(os.PRIO_PROCESS, worker.pid) == 15
