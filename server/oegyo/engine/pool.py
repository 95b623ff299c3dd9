"""Worker processes that can be killed, in one event loop. Who may have one when, `oegyo.engine.turns` says.

A query has a worker to itself. When it is slow, its worker yields to the others. Past the deadline the worker is killed; so
it is when the client goes away (the task is cancelled), when its lane goes to another, and when it was slow or its answer
large, since fresh memory costs no more than a fork. Others stand by, so that the next query does not wait for that fork.
"""

from __future__ import annotations

import asyncio
import os
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from oegyo import errors
from oegyo.engine import wire
from oegyo.engine.processes import Worker, Zygote
from oegyo.engine.question import Answer
from oegyo.engine.services import of_service
from oegyo.engine.tokens import open_services
from oegyo.engine.turns import Step, Turn, Turns, stopping
from oegyo.engine.wire import FORK, FORK_OPEN
from oegyo.errors import message

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from oegyo.engine.limits import Limits
    from oegyo.engine.question import Question

_T = TypeVar("_T")

_END_SECONDS = 5.0
_BREATH = 0.005
_LEAST = 0.05  # seconds between two looks at whether somebody waits for the lane of a slow query
_LARGE = 8_000_000  # bytes of an answer after which the worker's memory is not worth keeping


class _GaveUpError(Exception):
    """A slow query has given its lane up for another."""


class Pool:
    """Answers over what ``program`` holds in memory; every method but the constructor runs in one event loop."""

    def __init__(self, program: Sequence[str], limits: Limits, relays: Mapping[str, str] | None = None) -> None:
        self._limits = limits
        self._relays = relays or {}
        self._zygote = Zygote(program, limits.start_time)
        self._closed = False
        self._idle: list[Worker] = []
        self._busy: set[Worker] = set()
        self._turns = Turns(limits)
        self._filling: asyncio.Task[None] | None = None
        self.killed = 0
        """How many workers were ended with their query or after it."""

    async def start(self) -> None:
        """Load the files and fork the first workers.

        Raises OegyoError when a file cannot be read.
        """
        await self._zygote.start()
        await self._fill()

    async def answer(self, question: Question, client: str = "") -> Answer:
        """Answer ``question`` of ``client``; cancelling frees the processor.

        Raises a `oegyo.errors.QueryProblem` when there is no whole answer.
        """
        text, asks_services = open_services(question.text, self._relays)
        if asks_services:
            question = replace(question, text=text)
        kind = FORK_OPEN if asks_services else FORK
        reply = await self.call(wire.write_question(question), wire.read_reply, client, kind)
        if isinstance(reply, Answer):
            return reply
        raise of_service(reply, self._relays) if asks_services and isinstance(reply, errors.UnsupportedProblem) else reply

    async def call(self, sent: bytes, read: Callable[[bytes], _T], client: str = "", kind: bytes = FORK) -> _T:
        """What ``read`` makes of a worker's reply to ``sent``, asked by ``client``; cancelling frees the processor.

        ``read`` raises EOFError for what no worker says. Raises BusyProblem, RateProblem, DeadlineProblem or LostProblem.
        """
        try:
            return await self._in_turn(await self._turns.take(client), sent, read, kind)
        except _GaveUpError:
            return await self._in_turn(await self._turns.take(client, slow=True), sent, read, kind)

    async def _in_turn(self, turn: Turn, sent: bytes, read: Callable[[bytes], _T], kind: bytes) -> _T:
        """What ``read`` makes of a worker's reply in this ``turn``; raises _GaveUpError when the lane is for another."""
        worker = None
        try:
            while True:
                worker = await self._taken(kind)
                self._busy.add(worker)
                self._refill()
                if self._closed:  # while it was forked
                    raise stopping()
                try:
                    reply = await self._ask(worker, sent, turn, kind)
                    break
                except ConnectionError:  # it died before it had read the message, which is not to blame
                    self._dismiss(worker)
            said = read(reply)
        except (EOFError, OSError) as error:
            self._dismiss(worker)
            raise errors.LostProblem(message("The worker process died while it ran this query.")) from error
        except (asyncio.CancelledError, errors.QueryProblem, _GaveUpError):
            self._dismiss(worker)
            raise
        finally:
            self._turns.give_back(turn)
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
        return self._turns.running

    @property
    def is_full(self) -> bool:
        """Whether a query that comes now has to wait."""
        return self._turns.is_full

    @property
    def waiting(self) -> int:
        """How many queries wait for a worker."""
        return self._turns.waiting

    @property
    def slow(self) -> int:
        """How many of those that are being answered are slow."""
        return self._turns.slow

    async def close(self) -> None:
        """End every process, and see each of them gone; queries that wait or run are told so."""
        self._closed = True
        self._zygote.restarts = False
        ending = self.pids()
        self._turns.close()
        if self._filling:
            self._filling.cancel()
            await asyncio.gather(self._filling, return_exceptions=True)
        for worker in (*self._idle, *self._busy):
            worker.end()
        self._idle, self._busy = [], set()
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(_END_SECONDS):
                    while self.running or any(map(_is_there, ending)):  # one that has stepped back is slow to go as well
                        await asyncio.sleep(_BREATH)
        finally:  # also for who cannot wait
            self._zygote.end()

    @property
    def _lacks(self) -> bool:
        """Whether more workers are to stand by: one for each free lane, and some to spare."""
        spare = self._limits.spare_workers
        return len(self._idle) < max(spare, spare + self._limits.workers - len(self._busy))

    def _refill(self) -> None:
        """Have workers forked in the place of those that were taken or lost, while nobody waits for them."""
        if self._limits.spare_workers and self._lacks and not self._filling and not self._closed:
            self._filling = asyncio.get_running_loop().create_task(self._fill())
            self._filling.add_done_callback(self._filled)

    async def _fill(self) -> None:
        """Fork workers until enough of them stand by; raises OSError or OegyoError when there is nothing to fork from."""
        while self._lacks and not self._closed:
            self._idle.insert(0, await self._zygote.fork())  # the one that was used last has its memory at hand

    def _filled(self, task: asyncio.Task[None]) -> None:
        """Whoever needs a worker that could not be forked tries again, and is told why."""
        self._filling = None
        if not task.cancelled() and (error := task.exception()) and not isinstance(error, OSError | errors.OegyoError):
            task.get_loop().call_exception_handler({"message": "no worker was forked", "exception": error})

    async def _taken(self, kind: bytes) -> Worker:
        """A worker that nobody else has: one that is there, or a new one; raises BusyProblem when none can be made."""
        if self._idle and kind == FORK:
            return self._idle.pop()
        try:
            return await self._zygote.fork(kind)
        except (OSError, errors.OegyoError) as error:
            raise errors.BusyProblem(message("No worker can be started now.")) from error

    async def _ask(self, worker: Worker, sent: bytes, turn: Turn, kind: bytes) -> bytes:
        """The worker's reply; raises DeadlineProblem when it comes too late, _GaveUpError when another needs the lane."""
        loop, patience = asyncio.get_running_loop(), max(_LEAST, self._limits.patience)
        losing: asyncio.TimerHandle

        def lose_patience() -> None:
            nonlocal losing
            if not turn.is_slow and self._turns.step(turn) is Step.LEAVE and kind == FORK:
                worker.give_up(_GaveUpError())  # what a service was asked it is not asked again
                return
            if not worker.step_back() or not turn.is_slow:
                losing = loop.call_later(patience, lose_patience)

        losing = loop.call_later(0 if turn.is_slow else self._limits.patience, lose_patience)
        try:
            async with asyncio.timeout(self._limits.deadline):
                return await worker.ask(sent)
        except TimeoutError as error:
            seconds = float(self._limits.deadline)
            raise errors.DeadlineProblem(
                message("The query ran for %(seconds)s seconds and was stopped.", seconds=seconds)
            ) from error
        finally:
            losing.cancel()

    def _dismiss(self, worker: Worker | None) -> None:
        if worker and worker in self._busy:
            self._busy.discard(worker)
            self._end(worker)

    def _end(self, worker: Worker) -> None:
        worker.end()
        self.killed += 1
        self._refill()


def _is_there(pid: int) -> bool:
    """Whether there is a process ``pid``."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
