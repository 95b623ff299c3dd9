"""The embedded engine: a pool of worker processes behind an interface that any thread may use."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Any, TypeVar

from oegyo.engine.pool import Pool

if TYPE_CHECKING:
    from collections.abc import Coroutine, Sequence
    from pathlib import Path

    from oegyo.engine.limits import Limits
    from oegyo.engine.question import Answer, Question

_T = TypeVar("_T")


class EmbeddedEngine:
    """Answers over RDF files held in memory by worker processes; the pool runs in an event loop of its own thread.

    Raises OegyoError when a file cannot be read.
    """

    def __init__(self, files: Sequence[Path], limits: Limits) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="engine", daemon=True)
        self._thread.start()
        self.pool = self._run(_pool(files, limits))
        try:
            self._run(self.pool.start())
        except BaseException:
            self.close()
            raise

    def ask(self, question: Question) -> Answer:
        """Answer ``question``; raises a `oegyo.errors.QueryProblem` when there is no whole answer."""
        return self._run(self.pool.answer(question))

    async def answer(self, question: Question) -> Answer:
        """Answer ``question`` for another event loop; cancelling frees the processor."""
        future = asyncio.run_coroutine_threadsafe(self.pool.answer(question), self._loop)
        return await asyncio.wrap_future(future)

    def pids(self) -> set[int]:
        """The process ids of the workers there are now."""
        return self.pool.pids()

    def close(self) -> None:
        """End every process, and the thread."""
        if self._loop.is_closed():
            return
        self._run(self.pool.close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _run(self, work: Coroutine[Any, Any, _T]) -> _T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()


def program(files: Sequence[Path], limits: Limits) -> list[str]:
    """What answers questions over ``files`` and does nothing else (`oegyo.engine.zygote`)."""
    return ["oegyo.engine.zygote", str(limits.worker_memory), str(limits.result_size), *map(str, files)]


async def _pool(files: Sequence[Path], limits: Limits) -> Pool:
    """A pool made where it will run: its locks belong to the loop they are made in."""
    return Pool(program(files, limits), limits)
