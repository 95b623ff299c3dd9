"""Whose turn it is: no client starves another, whatever it asks."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.conftest import LIMITS
from engine.test_embedded import ENDLESS
from oegyo import errors
from oegyo.engine import Pool, Question
from oegyo.engine.embedded import program
from oegyo.engine.turns import Step, Turn, Turns
from waiting import comes_about

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from pathlib import Path

PATIENT = replace(LIMITS, workers=2, deadline=600.0, queue=600.0, patience=600.0, slow_workers=2, client_slow=1, reserve=1)


def happens(story: Callable[[Turns], Coroutine[Any, Any, None]], **changes: Any) -> None:
    """Let ``story`` happen to turns within limits that are ``PATIENT`` but for the ``changes``."""

    async def happen() -> None:
        await story(Turns(replace(PATIENT, **changes)))

    asyncio.run(happen())


async def waits(turns: Turns, *clients: str) -> list[asyncio.Task[Turn]]:
    """Queries of ``clients`` that wait, in order."""
    asked = []
    for client in clients:
        before = turns.waiting
        asked.append(asyncio.ensure_future(turns.take(client)))
        while turns.waiting == before:
            await asyncio.sleep(0)
    return asked


async def slow(turns: Turns, client: str) -> Turn:
    """A slow query of ``client``."""
    turn = await turns.take(client)
    assert turns.step(turn) is Step.ASIDE
    return turn


def test_there_are_as_many_lanes_as_workers_and_a_reserve_for_the_light() -> None:
    """Of which a client has no use when one of its queries was slow of late, nor of more than its part of the others."""

    async def story(turns: Turns) -> None:
        await slow(turns, "heavy")
        await turns.take("heavy")
        waiting = await waits(turns, "heavy")
        await turns.take("light")
        await turns.take("other")
        waiting += await waits(turns, "third")
        assert (turns.running, turns.slow, turns.waiting) == (4, 1, 2)
        for one in waiting:
            one.cancel()

    happens(story)


def test_the_next_is_whose_client_has_used_the_least() -> None:
    """However many another has waiting before it."""

    async def story(turns: Turns) -> None:
        first = await turns.take("greedy")
        asked = await waits(turns, *["greedy"] * 5, "modest")
        await asyncio.sleep(0.01)
        turns.give_back(first)
        await comes_about(asked[-1].done)
        assert not any(one.done() for one in asked[:-1])
        for one in (asked[-1], *asked[:-1]):
            turns.give_back(await one)
        assert (turns.running, turns.waiting) == (0, 0)

    happens(story, workers=1, reserve=0)


def test_nobody_saves_up_turns_for_later() -> None:
    """Who has asked for nothing so far begins where the others are, not before all they have used."""

    async def story(turns: Turns) -> None:
        for _ in range(2):
            first = await turns.take("early")
            (again,) = await waits(turns, "early")
            await asyncio.sleep(0.01)
            turns.give_back(first)
            turns.give_back(await again)
        late = await turns.take("late")
        assert late.client.used >= 0.01
        turns.give_back(late)

    happens(story, workers=1, reserve=0)


def test_a_client_may_have_so_many_waiting() -> None:
    """Then it is told to come back, and another waits as before."""

    async def story(turns: Turns) -> None:
        running = await turns.take("greedy")
        asked = await waits(turns, "greedy", "greedy")
        with pytest.raises(errors.RateProblem, match="A client may have 2 queries waiting") as caught:
            await turns.take("greedy")
        assert caught.value.seconds == 1
        asked += await waits(turns, "modest")
        turns.give_back(running)
        for one in (asked[-1], *asked[:-1]):
            turns.give_back(await one)

    happens(story, workers=1, reserve=0, client_queue=2)


def test_a_full_queue_drops_what_came_last_of_the_client_with_most_in_it() -> None:
    """And refuses only who has as much."""

    async def story(turns: Turns) -> None:
        running = await turns.take("greedy")
        asked = await waits(turns, "greedy", "greedy", "greedy")
        modest = asyncio.ensure_future(turns.take("modest"))
        with pytest.raises(errors.BusyProblem, match="3 queries are waiting already"):
            await asked[-1]
        with pytest.raises(errors.BusyProblem):
            await turns.take("greedy")
        assert turns.waiting == 3
        turns.give_back(running)
        for one in (modest, *asked[:2]):
            turns.give_back(await one)

    happens(story, workers=1, reserve=0, queue_length=3)


def test_a_slow_query_gives_its_lane_up_when_none_is_free_for_it_and_somebody_waits() -> None:
    """And stays where it is when nobody does."""

    async def story(turns: Turns) -> None:
        aside = [await slow(turns, "a"), await slow(turns, "b")]
        turn = await turns.take("c")
        assert turns.step(turn) is Step.STAY
        (waiting,) = await waits(turns, "d")
        assert turns.step(turn) is Step.LEAVE
        turns.give_back(turn)
        turns.give_back(await waiting)
        again = asyncio.ensure_future(turns.take("c", slow=True))
        await comes_about(lambda: turns.waiting)
        turns.give_back(aside[0])
        turns.give_back(await again)
        turns.give_back(aside[1])
        assert (turns.running, turns.slow, turns.waiting) == (0, 0, 0)

    happens(story, workers=1, reserve=0)


def test_a_client_may_have_so_many_slow_queries() -> None:
    """Others have the rest."""

    async def story(turns: Turns) -> None:
        await slow(turns, "a")
        again = await turns.take("a")
        assert turns.step(again) is Step.STAY
        await slow(turns, "b")

    happens(story)


STEPS = st.lists(st.tuples(st.sampled_from(["take", "take", "step", "give", "leave"]), st.integers(0, 5)), max_size=60)


@given(STEPS)
def test_whatever_happens_nothing_is_lost_and_nothing_is_counted_twice(steps: list[tuple[str, int]]) -> None:
    """Turns that were taken are given back, those who left are gone, and then there is nothing."""

    async def story(turns: Turns) -> None:
        asked: list[asyncio.Task[Turn]] = []
        held: list[Turn] = []

        async def settle() -> None:
            for _ in range(3):
                await asyncio.sleep(0)
            held.extend(one.result() for one in asked if one.done() and not one.cancelled() and one.exception() is None)
            asked[:] = [one for one in asked if not one.done()]

        for what, number in steps:
            if what == "take":
                asked.append(asyncio.ensure_future(turns.take(f"client {number}", slow=number == 5)))
            elif what == "leave" and asked:
                asked[number % len(asked)].cancel()
            elif what == "give" and held:
                turns.give_back(held.pop(number % len(held)))
            elif what == "step" and held:
                turn = held[number % len(held)]
                if not turn.is_slow and turns.step(turn) is Step.LEAVE:
                    held.remove(turn)
                    turns.give_back(turn)
            await settle()
            assert 0 <= turns.slow <= 2
            assert len(held) == turns.running <= 2 + 2 + 1
            assert turns.waiting == len(asked)
        while held:
            turns.give_back(held.pop())
            await settle()
        assert (turns.running, turns.slow, turns.waiting, asked) == (0, 0, 0, [])

    happens(story, queue_length=8, client_queue=4)


def test_short_queries_are_answered_while_many_clients_ask_what_never_ends(data: Path) -> None:
    """More of them than there are lanes, each with several; the one who asks short ones is never refused."""

    async def happen() -> None:
        limits = replace(PATIENT, patience=3.0)  # far longer than a short query takes, also when the machine is busy
        pool = Pool(program([data], limits), limits)
        await pool.start()
        asked = [Question(f"{ENDLESS} # {number}", "text/csv") for number in range(18)]
        hostile = [asyncio.ensure_future(pool.answer(one, f"hostile {number % 6}")) for number, one in enumerate(asked)]
        try:
            await comes_about(lambda: pool.slow == 2)
            for number in range(30):
                text = f"SELECT ?n {{ <http://x/n{number}> <http://x/n> ?n }}"
                answer = await pool.answer(Question(text, "text/csv"), "another")
                assert answer.body == f"n\r\n{number}\r\n".encode()
            assert not any(one.done() for one in hostile)
        finally:
            await pool.close()
            await asyncio.gather(*hostile, return_exceptions=True)

    asyncio.run(happen())
