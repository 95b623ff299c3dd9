"""Whose turn it is: the lanes that queries run in, shared by clients so that none is starved by another.

A query begins in a lane. There are as many as workers, and a few in reserve for clients whose queries were all short of
late. Past its patience a query is *slow* and leaves its lane for one of the slow ones, of which a client may have so many;
when none is free and somebody waits, it gives its lane up and waits for a slow one. Among those who wait, the next is the
one whose client has used the least (start-time fair queueing, Goyal, Vin and Cheng, 1996). A full queue drops what came last
of the client that has most in it.
"""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from oegyo import errors
from oegyo.errors import message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oegyo.engine.limits import Limits

_MEMORY = 60.0  # seconds for which a client whose query was slow has no use of the reserve
_MANY = 10_000  # clients to remember
_COME_BACK = 1  # seconds


class Step(Enum):
    """What becomes of a query whose patience is over."""

    ASIDE = "it goes on in a slow lane"
    STAY = "it goes on where it is"
    LEAVE = "it gives its lane up"


@dataclass(eq=False)
class Client:
    """A client, and what it has: ``used`` are seconds in a time that all clients share."""

    used: float = 0.0
    slow: int = 0
    heavy_until: float = 0.0
    waiting: deque[Turn] = field(default_factory=deque)
    aside: deque[Turn] = field(default_factory=deque)
    running: set[Turn] = field(default_factory=set)

    def used_by(self, now: float) -> float:
        """What it has used, with what runs."""
        return self.used + sum(now - turn.began for turn in self.running)


@dataclass(eq=False)
class Turn:
    """The turn of one query of ``client``: in a lane, or a slow one."""

    client: Client
    is_slow: bool
    come: asyncio.Future[None]
    is_heavy: bool = False
    began: float = 0.0


class Turns:
    """Gives turns, within ``limits``; every method runs in one event loop."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._clients: dict[str, Client] = {}
        self._lanes = 0
        self._heavy = 0  # lanes of clients whose queries were slow of late
        self._floor = 0.0  # what whoever had the last turn had used: nobody saves up for later
        self._closed = False
        self.slow = 0
        """How many run in slow lanes."""
        self.waiting = 0
        """How many wait."""

    @property
    def running(self) -> int:
        """How many run."""
        return self._lanes + self.slow

    @property
    def is_full(self) -> bool:
        """Whether a query that comes now has to wait."""
        return bool(self.waiting) or self._lanes >= self._limits.workers

    async def take(self, name: str, *, slow: bool = False) -> Turn:
        """A turn for a query of the client ``name``, in a ``slow`` lane or another.

        Raises BusyProblem when it does not come in time or there is no room to wait, and RateProblem when too many of the
        client wait.
        """
        if self._closed:
            raise stopping()
        loop = asyncio.get_running_loop()
        client = self._client(name, loop.time())
        turn = Turn(client, slow, loop.create_future())
        if self._may(turn, loop.time()):
            self._begin(turn, loop.time())
            return turn
        self._make_room(client)
        (client.aside if slow else client.waiting).append(turn)
        self.waiting += 1
        try:
            async with asyncio.timeout(self._limits.queue):
                await turn.come
        except TimeoutError as error:
            self._leave(turn)
            seconds = float(self._limits.queue)
            raise errors.BusyProblem(message("Every worker was busy for %(seconds)s seconds.", seconds=seconds)) from error
        except asyncio.CancelledError:
            self._leave(turn)
            raise
        return turn

    def step(self, turn: Turn) -> Step:
        """What becomes of the query of ``turn``, which has run out of patience."""
        now = asyncio.get_running_loop().time()
        turn.client.heavy_until = now + _MEMORY
        if self._has_slow(turn.client):
            self._leave_lane(turn)
            turn.is_slow = True
            self.slow += 1
            turn.client.slow += 1
            self._wake()
            return Step.ASIDE
        if not self._limits.slow_workers or not any(client.waiting for client in self._clients.values()):
            return Step.STAY
        return Step.LEAVE

    def give_back(self, turn: Turn) -> None:
        """End ``turn``."""
        client, now = turn.client, asyncio.get_running_loop().time()
        client.running.discard(turn)
        client.used += now - turn.began
        if turn.is_slow:
            self.slow -= 1
            client.slow -= 1
        else:
            self._leave_lane(turn)
        self._wake()

    def close(self) -> None:
        """Tell all who wait that there will be no turn, and whoever comes."""
        self._closed = True
        for turn in list(self._all_waiting()):
            self._forget(turn)
            if not turn.come.done():
                turn.come.set_exception(stopping())

    def _client(self, name: str, now: float) -> Client:
        if len(self._clients) > _MANY:
            self._clients = {own: one for own, one in self._clients.items() if _is_active(one) or one.heavy_until > now}
        client = self._clients.setdefault(name, Client())
        if not _is_active(client):
            client.used = max(client.used, self._floor)
        return client

    def _may(self, turn: Turn, now: float) -> bool:
        """Whether ``turn`` may begin."""
        limits = self._limits
        if turn.is_slow:
            return self._has_slow(turn.client)
        if turn.client.heavy_until > now:
            return self._lanes < limits.workers and self._heavy < max(1, limits.workers - 1)
        return self._lanes < limits.workers + limits.reserve

    def _has_slow(self, client: Client) -> bool:
        return self.slow < self._limits.slow_workers and client.slow < self._limits.client_slow

    def _begin(self, turn: Turn, now: float) -> None:
        client = turn.client
        turn.began = now
        client.running.add(turn)
        if turn.is_slow:
            self.slow += 1
            client.slow += 1
            return
        self._lanes += 1
        turn.is_heavy = client.heavy_until > now
        self._heavy += turn.is_heavy

    def _leave_lane(self, turn: Turn) -> None:
        self._lanes -= 1
        self._heavy -= turn.is_heavy

    def _make_room(self, client: Client) -> None:
        """See to it that one more of ``client`` may wait; raises BusyProblem or RateProblem when it may not."""
        own = _length(client)
        if own >= self._limits.client_queue:
            detail = message("A client may have %(count)s queries waiting.", count=self._limits.client_queue)
            raise errors.RateProblem(detail, _COME_BACK)
        if self.waiting < self._limits.queue_length:
            return
        most = max(self._clients.values(), key=_length)
        problem = errors.BusyProblem(message("%(count)s queries are waiting already.", count=self.waiting))
        if _length(most) <= own + 1:
            raise problem
        last = (most.aside or most.waiting)[-1]
        self._forget(last)
        last.come.set_exception(problem)

    def _wake(self) -> None:
        """Let everyone begin who may."""
        now = asyncio.get_running_loop().time()
        while self.waiting:
            able = [turn for turn in self._first() if self._may(turn, now)]
            if not able:
                return
            turn = min(able, key=lambda one: one.client.used_by(now))
            self._forget(turn)
            if turn.come.done():
                continue
            self._floor = max(self._floor, turn.client.used_by(now))
            self._begin(turn, now)
            turn.come.set_result(None)

    def _first(self) -> Iterator[Turn]:
        """The first of each kind that each client has waiting."""
        for client in self._clients.values():
            yield from (queue[0] for queue in (client.waiting, client.aside) if queue)

    def _all_waiting(self) -> Iterator[Turn]:
        for client in self._clients.values():
            yield from (*client.waiting, *client.aside)

    def _forget(self, turn: Turn) -> None:
        """Take ``turn`` out of the queue, where it may be no more."""
        with suppress(ValueError):
            (turn.client.aside if turn.is_slow else turn.client.waiting).remove(turn)
            self.waiting -= 1

    def _leave(self, turn: Turn) -> None:
        """Whoever waited for ``turn`` has left."""
        self._forget(turn)
        if turn.come.done() and not turn.come.cancelled() and turn.come.exception() is None:
            self.give_back(turn)  # it came in the same moment


def _is_active(client: Client) -> bool:
    return bool(client.running or client.waiting or client.aside)


def _length(client: Client) -> int:
    return len(client.waiting) + len(client.aside)


def stopping() -> errors.BusyProblem:
    """What whoever asks a pool that ends is told."""
    return errors.BusyProblem(message("The endpoint is stopping."))
