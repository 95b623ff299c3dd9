"""One piece of work for every request that asks for the same at the same time; when all of them have left, it is ended."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Hashable

_T = TypeVar("_T")


class _Flight(Generic[_T]):
    def __init__(self, task: asyncio.Task[_T]) -> None:
        self.task = task
        self.riders = 0


class Flights(Generic[_T]):
    """Work under way, by key."""

    def __init__(self) -> None:
        self._flights: dict[Hashable, _Flight[_T]] = {}

    async def ride(self, key: Hashable, work: Callable[[], Awaitable[_T]], has_left: Callable[[], Awaitable[None]]) -> _T:
        """The outcome of ``work``, shared with whoever asks for ``key`` meanwhile.

        ``has_left`` returns when the client goes. Raises asyncio.CancelledError when it has, and whatever ``work`` raises.
        """
        flight = self._flights.get(key)
        if flight is None:
            flight = self._flights[key] = _Flight(asyncio.ensure_future(_run(work)))
            flight.task.add_done_callback(lambda _: self._flights.pop(key, None))
        flight.riders += 1
        try:
            return await _until_left(flight.task, has_left)
        finally:
            flight.riders -= 1
            if not flight.riders and not flight.task.done():
                flight.task.cancel()
                self._flights.pop(key, None)


async def _run(work: Callable[[], Awaitable[_T]]) -> _T:
    return await work()


_GLANCE = 0.05  # seconds: most answers are there before it is worth watching for the client to leave


async def _until_left(task: asyncio.Task[_T], has_left: Callable[[], Awaitable[None]]) -> _T:
    done, _ = await asyncio.wait({task}, timeout=_GLANCE)
    if not done:
        leaving = asyncio.ensure_future(has_left())
        try:
            await asyncio.wait({task, leaving}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            leaving.cancel()
        if not task.done():
            raise asyncio.CancelledError
    return task.result()
