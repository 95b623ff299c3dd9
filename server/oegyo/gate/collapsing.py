"""Collapsed requests (RFC 9111 §4): those that ask for the same at the same time have one piece of work done for them.

When all of them have left, it is ended.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Hashable

_T = TypeVar("_T")

_GLANCE = 0.05  # seconds: most answers are there before it is worth watching for the client to leave


class _Work(Generic[_T]):
    def __init__(self, task: asyncio.Task[_T]) -> None:
        self.task = task
        self.waiting = 0


class CollapsedRequests(Generic[_T]):
    """Requests under way, by key."""

    def __init__(self) -> None:
        self._under_way: dict[Hashable, _Work[_T]] = {}

    async def join(self, key: Hashable, work: Callable[[], Awaitable[_T]], has_left: Callable[[], Awaitable[None]]) -> _T:
        """The outcome of ``work``, shared with whoever asks for ``key`` meanwhile.

        ``has_left`` returns when the client goes. Raises asyncio.CancelledError when it has, and whatever ``work`` raises.
        """
        shared = self._under_way.get(key)
        if shared is None:
            shared = self._under_way[key] = _Work(asyncio.ensure_future(_run(work)))
            shared.task.add_done_callback(lambda _: self._forget(key, shared))
        shared.waiting += 1
        try:
            return await _until_left(shared.task, has_left)
        finally:
            shared.waiting -= 1
            if not shared.waiting and not shared.task.done():
                shared.task.cancel()
                self._forget(key, shared)

    def _forget(self, key: Hashable, work: _Work[_T]) -> None:
        """Let whoever asks for ``key`` from now on have work of their own, unless somebody has already."""
        if self._under_way.get(key) is work:
            del self._under_way[key]


async def _run(work: Callable[[], Awaitable[_T]]) -> _T:
    return await work()


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
