"""Who waits for a worker, and who leaves while waiting."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from engine.conftest import LIMITS
from engine.test_embedded import ENDLESS
from oegyo import errors
from oegyo.engine import Pool, Question
from oegyo.engine.embedded import program
from waiting import comes_about

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from pathlib import Path
    from typing import Any

_LONG = replace(LIMITS, workers=1, deadline=600.0, queue=600.0, patience=600.0, queue_length=1)


def run(data: Path, story: Callable[[Pool], Coroutine[Any, Any, None]]) -> None:
    """Let ``story`` happen to a pool of one worker with room for one who waits."""

    async def happen() -> None:
        pool = Pool(program([data], _LONG), _LONG)
        await pool.start()
        try:
            await story(pool)
        finally:
            await pool.close()

    asyncio.run(happen())


def _asking(pool: Pool, text: str) -> asyncio.Task[Any]:
    return asyncio.ensure_future(pool.answer(Question(text, "text/csv")))


async def _gone(task: asyncio.Task[Any]) -> None:
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


def test_who_leaves_the_queue_makes_room_in_it(data: Path) -> None:
    """For the next, who has the worker when it comes free."""

    async def story(pool: Pool) -> None:
        running, leaving = _asking(pool, ENDLESS), _asking(pool, "ASK {}")
        await comes_about(lambda: pool.running == 1 and pool.waiting == 1)
        with pytest.raises(errors.BusyProblem, match="1 queries are waiting already"):
            await pool.answer(Question("ASK {}", "text/csv"))
        await _gone(leaving)
        assert pool.waiting == 0
        staying = _asking(pool, "ASK {}")
        await comes_about(lambda: pool.waiting == 1)
        await _gone(running)
        assert (await staying).body == b"true"
        assert (pool.running, pool.waiting) == (0, 0)

    run(data, story)


def test_who_leaves_as_the_turn_comes_gives_it_to_the_next(data: Path) -> None:
    """A turn that nobody takes would be a worker lost for good."""

    async def story(pool: Pool) -> None:
        running, leaving = _asking(pool, ENDLESS), _asking(pool, "ASK {}")
        await comes_about(lambda: pool.running == 1 and pool.waiting == 1)
        running.cancel()
        leaving.cancel()
        await asyncio.gather(running, leaving, return_exceptions=True)
        assert (pool.running, pool.waiting) == (0, 0)
        assert (await pool.answer(Question("ASK {}", "text/csv"))).body == b"true"

    run(data, story)


def test_who_waits_when_the_pool_ends_is_told(data: Path) -> None:
    """So is who comes after."""

    async def story(pool: Pool) -> None:
        running, waiting = _asking(pool, ENDLESS), _asking(pool, "ASK {}")
        await comes_about(lambda: pool.running == 1 and pool.waiting == 1)
        await pool.close()
        for asked in (waiting, _asking(pool, "ASK {}")):
            with pytest.raises(errors.BusyProblem) as caught:
                await asked
            assert str(caught.value.detail) == "The endpoint is stopping."
        with pytest.raises(errors.LostProblem):
            await running

    run(data, story)
