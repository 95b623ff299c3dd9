"""Which worker is kept for the next query, and which goes with its own: memory and time that are not worth keeping."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from engine.conftest import LIMITS
from oegyo import errors
from oegyo.engine import EmbeddedEngine, Question

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CSV = "text/csv"
LARGE = 8_000_000
"""Bytes of an answer past which the worker is not kept."""

_MANY = 1000
_LINES = "SELECT ('{text}' AS ?x) {{ VALUES ?a {{ {digits} }} VALUES ?b {{ {digits} }} VALUES ?c {{ {digits} }} }}"


def _lines(size: int) -> str:
    """A query whose answer has ``size`` bytes: a thousand lines of the same, with the name of the column before them."""
    length, rest = divmod(size - len("x\r\n"), _MANY)
    assert rest == 0, "the lines are of one length"
    return _LINES.format(text="a" * (length - len("\r\n")), digits=" ".join("0123456789"))


@pytest.fixture(name="engine")
def _engine(data: Path) -> Iterator[EmbeddedEngine]:
    """An engine with one worker, which has room for large answers."""
    engine = EmbeddedEngine([data], replace(LIMITS, workers=1, deadline=60.0, patience=60.0, worker_memory=1 << 30,
                                            result_size=3 * LARGE))  # fmt: skip
    yield engine
    engine.close()


def ask(engine: EmbeddedEngine, text: str) -> int:
    """How long the answer to ``text`` is."""
    return len(engine.ask(Question(text, CSV)).body)


def worker(engine: EmbeddedEngine) -> int:
    """The worker that answers the next query."""
    ask(engine, "ASK {}")
    (pid,) = engine.pids()
    return pid


@pytest.mark.parametrize(("size", "kept"), [(LARGE - 997, True), (LARGE + 1003, False), (2 * LARGE + 3, False)])
def test_a_worker_goes_with_a_large_answer(engine: EmbeddedEngine, size: int, kept: bool) -> None:
    """Its memory does not become small again; a fork of a fresh one costs less."""
    before, ended = worker(engine), engine.pool.killed
    assert ask(engine, _lines(size)) == size
    assert (worker(engine) == before, engine.pool.killed - ended) == (kept, int(not kept))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("SELECT * {", errors.SyntaxProblem),
        ("SELECT (<x:f>(1) AS ?x) {}", errors.UnsupportedProblem),
        (_lines(4 * LARGE + 3), errors.TooLargeProblem),
    ],
    ids=["syntax", "function", "too large"],
)
def test_a_worker_that_refuses_a_query_is_kept(
    engine: EmbeddedEngine, text: str, problem: type[errors.QueryProblem]
) -> None:
    """It has done nothing that it should pay for."""
    before = worker(engine)
    with pytest.raises(problem):
        ask(engine, text)
    assert worker(engine) == before
    assert engine.pool.killed == 0


def test_a_worker_that_was_slow_goes_with_its_answer(data: Path) -> None:
    """It has stepped back behind all others, and would be as slow for the next."""
    engine = EmbeddedEngine([data], replace(LIMITS, workers=1, patience=0.0, deadline=60.0))
    try:
        ask(engine, "ASK {}")
        assert (engine.pids(), engine.pool.killed) == (set(), 1)
    finally:
        engine.close()
