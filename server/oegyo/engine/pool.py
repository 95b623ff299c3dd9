"""Worker processes that can be killed, and who may have one when: the engine's own rules, in one event loop.

A query has a worker to itself. Past its first second it is *slow*: its worker yields to the others (nice), and another
worker may take the short queries, up to a cap. Past the deadline the worker is killed; so it is when the client goes away
(the task is cancelled), and when it was slow or its answer large, since a fork of fresh memory costs 2 ms. A query that
finds no worker waits in a bounded queue and is told to come back when the queue is full or its patience over.
"""

from __future__ import annotations

import asyncio
import os
from collections import deque
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from oegyo import errors
from oegyo.engine import wire
from oegyo.engine.processes import Worker, Zygote
from oegyo.engine.question import Answer
from oegyo.engine.services import of_service
from oegyo.engine.tokens import open_services
from oegyo.engine.wire import FORK, FORK_OPEN
from oegyo.errors import message

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from oegyo.engine.limits import Limits
    from oegyo.engine.question import Question

_T = TypeVar("_T")

_END_SECONDS = 5.0
_BREATH = 0.005
_LARGE = 8_000_000  # bytes of an answer after which the worker's memory is not worth keeping


class Pool:
    """Answers over what ``program`` holds in memory; every method but the constructor runs in one event loop."""

    def __init__(self, program: Sequence[str], limits: Limits, relays: Mapping[str, str] | None = None) -> None:
        self._limits = limits
        self._relays = relays or {}
        self._zygote = Zygote(program)
        self._closed = False
        self._idle: list[Worker] = []
        self._busy: set[Worker] = set()
        self._running = 0  # queries that hold a worker, or the right to one
        self._slow = 0
        self._waiting: deque[asyncio.Future[None]] = deque()
        self.killed = 0
        """How many workers were ended with their query or after it."""

    async def start(self) -> None:
        """Load the files and fork the first workers.

        Raises OegyoError when a file cannot be read.
        """
        await self._zygote.start()
        for _ in range(self._limits.workers):
            self._idle.append(await self._zygote.fork())

    async def answer(self, question: Question) -> Answer:
        """Answer ``question``; cancelling frees the processor.

        Raises a `oegyo.errors.QueryProblem` when there is no whole answer.
        """
        text, asks_services = open_services(question.text, self._relays)
        if asks_services:
            question = replace(question, text=text)
        reply = await self.call(wire.write_question(question), wire.read_reply, FORK_OPEN if asks_services else FORK)
        if isinstance(reply, Answer):
            return reply
        raise of_service(reply, self._relays) if asks_services and isinstance(reply, errors.UnsupportedProblem) else reply

    async def call(self, sent: bytes, read: Callable[[bytes], _T], kind: bytes = FORK) -> _T:
        """What ``read`` makes of a worker's reply to ``sent``; cancelling frees the processor.

        ``read`` raises EOFError for what no worker says. Raises BusyProblem, DeadlineProblem or LostProblem.
        """
        await self._take_turn()
        worker = None
        try:
            while True:
                worker = await self._taken(kind)
                self._busy.add(worker)
                if self._closed:  # while it was forked
                    raise _stopping()
                try:
                    reply = await self._ask(worker, sent)
                    break
                except ConnectionError:  # it died before it had read the message, which is not to blame
                    self._dismiss(worker)
            said = read(reply)
        except (EOFError, OSError) as error:
            self._dismiss(worker)
            raise errors.LostProblem(message("The worker process died while it ran this query.")) from error
        except (asyncio.CancelledError, errors.QueryProblem):
            self._dismiss(worker)
            raise
        finally:
            self._end_turn()
        self._busy.discard(worker)
        if len(reply) > _LARGE or worker.slow or kind != FORK:
            self._end(worker)
        else:
            self._idle.append(worker)
        return said

    def pids(self) -> set[int]:
        """The process ids of the workers there are now."""
        return {worker.pid for worker in (*self._idle, *self._busy)}

    @property
    def running(self) -> int:
        """How many queries are being answered."""
        return self._running

    @property
    def is_full(self) -> bool:
        """Whether a query that comes now has to wait."""
        return bool(self._waiting) or not self._is_turn()

    @property
    def waiting(self) -> int:
        """How many queries wait for a worker."""
        return len(self._waiting)

    @property
    def slow(self) -> int:
        """How many of those that are being answered are slow."""
        return self._slow

    async def close(self) -> None:
        """End every process, and see each of them gone; queries that wait or run are told so."""
        self._closed = True
        self._zygote.restarts = False
        ending = self.pids()
        for turn in self._waiting:
            turn.set_exception(_stopping())
        self._waiting.clear()
        for worker in (*self._idle, *self._busy):
            worker.end()
        self._idle, self._busy = [], set()
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(_END_SECONDS):
                    while self._running or any(map(_is_there, ending)):  # one that has stepped back is slow to go as well
                        await asyncio.sleep(_BREATH)
        finally:  # also for who cannot wait
            self._zygote.end()

    async def _taken(self, kind: bytes) -> Worker:
        """A worker that nobody else has: one that is there, or a new one; raises BusyProblem when none can be made."""
        if self._idle and kind == FORK:
            return self._idle.pop()
        try:
            return await self._zygote.fork(kind)
        except OSError as error:
            raise errors.BusyProblem(message("No worker can be started now.")) from error

    async def _ask(self, worker: Worker, sent: bytes) -> bytes:
        """The worker's reply; raises DeadlineProblem when it does not come in time."""
        stepping_back = asyncio.get_running_loop().call_later(self._limits.patience, self._step_back, worker)
        try:
            async with asyncio.timeout(self._limits.deadline):
                return await worker.ask(sent)
        except TimeoutError as error:
            seconds = float(self._limits.deadline)
            raise errors.DeadlineProblem(
                message("The query ran for %(seconds)s seconds and was stopped.", seconds=seconds)
            ) from error
        finally:
            stepping_back.cancel()
            self._slow -= worker.slow

    def _step_back(self, worker: Worker) -> None:
        worker.step_back()
        self._slow += 1
        self._wake()

    def _dismiss(self, worker: Worker | None) -> None:
        if worker and worker in self._busy:
            self._busy.discard(worker)
            self._end(worker)

    def _end(self, worker: Worker) -> None:
        worker.end()
        self.killed += 1

    def _is_turn(self) -> bool:
        """Whether one more query may run: slow ones do not count, up to their cap."""
        return self._running - min(self._slow, self._limits.slow_workers) < self._limits.workers

    async def _take_turn(self) -> None:
        """Wait until one more query may run; raises BusyProblem when that takes too long or none may any more."""
        if self._closed:
            raise _stopping()
        if not self._waiting and self._is_turn():
            self._running += 1
            return
        if len(self._waiting) >= self._limits.queue_length:
            raise errors.BusyProblem(message("%(count)s queries are waiting already.", count=len(self._waiting)))
        turn = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            async with asyncio.timeout(self._limits.queue):
                await turn
        except TimeoutError as error:
            self._leave_queue(turn)
            seconds = float(self._limits.queue)
            raise errors.BusyProblem(message("Every worker was busy for %(seconds)s seconds.", seconds=seconds)) from error
        except asyncio.CancelledError:
            self._leave_queue(turn)
            raise

    def _leave_queue(self, turn: asyncio.Future[None]) -> None:
        with suppress(ValueError):
            self._waiting.remove(turn)
            return
        if turn.done() and not turn.cancelled():  # the turn came in the same moment
            self._end_turn()

    def _end_turn(self) -> None:
        self._running -= 1
        self._wake()

    def _wake(self) -> None:
        while self._waiting and self._is_turn():
            turn = self._waiting.popleft()
            if not turn.done():
                self._running += 1
                turn.set_result(None)


def _stopping() -> errors.BusyProblem:
    return errors.BusyProblem(message("The endpoint is stopping."))


def _is_there(pid: int) -> bool:
    """Whether there is a process ``pid``."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
