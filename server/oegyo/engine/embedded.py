"""The embedded engine: a few worker processes, one query each, every one of them free to be killed.

The front waits for a worker up to the queue limit and for its answer up to the deadline. A worker that is late is killed,
one that died of its query is mourned with a clear error; either way a new one takes its place, and no other query notices.
"""

from __future__ import annotations

import queue
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

from oegyo import errors
from oegyo.engine.question import Answer
from oegyo.engine.tokens import refuse_switched_off

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from oegyo.engine.limits import Limits
    from oegyo.engine.question import Question

_START_SECONDS = 120.0  # a worker loads about 400,000 triples a second; past this it is not coming
_END_SECONDS = 5.0


class _Worker:
    """The front's side of one worker process."""

    def __init__(self, files: Sequence[Path], limits: Limits) -> None:
        here, there = socket.socketpair()
        with there:
            self._process = subprocess.Popen(  # noqa: S603 - our own module, our own arguments
                [
                    sys.executable,
                    "-m",
                    "oegyo.engine.worker",
                    str(there.fileno()),
                    str(limits.worker_memory),
                    str(limits.result_size),
                    *map(str, files),
                ],
                pass_fds=[there.fileno()],
                stdin=subprocess.DEVNULL,
                process_group=0,  # Ctrl-C in a terminal is for the front alone
            )
        self._connection = Connection(here.detach())
        self._ready = False

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    def wait_until_ready(self) -> None:
        """Wait until the worker has loaded the graph.

        Raises OegyoError when a file cannot be read, EOFError when the worker has died.
        """
        if self._ready:
            return
        if not self._connection.poll(_START_SECONDS):
            raise EOFError
        reply: int | errors.OegyoError = self._connection.recv()
        if isinstance(reply, errors.OegyoError):
            raise reply
        self._ready = True

    def ask(self, question: Question, deadline: float) -> Answer | errors.QueryProblem | None:
        """The answer, the problem, or None when the deadline passed.

        Raises EOFError or OSError when the worker has died.
        """
        self.wait_until_ready()
        self._connection.send(question)
        if not self._connection.poll(deadline):
            return None
        reply: Answer | errors.QueryProblem = self._connection.recv()
        return reply

    def end(self) -> int:
        """End the process and return its exit status, negative for the signal that ended it."""
        self._connection.close()  # an idle worker leaves when its front closes
        with suppress(subprocess.TimeoutExpired):
            return self._process.wait(0.05)
        self._process.kill()
        return self._process.wait(_END_SECONDS)


class EmbeddedEngine:
    """Answers over RDF files held in memory by ``limits.workers`` processes."""

    def __init__(self, files: Sequence[Path], limits: Limits) -> None:
        self._files = list(files)
        self._limits = limits
        self._idle: queue.Queue[_Worker] = queue.Queue()
        self._workers: set[_Worker] = set()
        self._lock = threading.Lock()
        self._closed = False
        for _ in range(limits.workers):
            self._hire()

    def ask(self, question: Question) -> Answer:
        """Answer ``question`` in a worker.

        Raises a `oegyo.errors.QueryProblem` when there is no whole answer, OegyoError when a file cannot be read.
        """
        refuse_switched_off(question.text)
        try:
            worker = self._idle.get(timeout=self._limits.queue)
        except queue.Empty as error:
            msg = f"Every worker was busy for {self._limits.queue:g} seconds."
            raise errors.BusyProblem(msg) from error
        try:
            reply = worker.ask(question, self._limits.deadline)
        except (EOFError, OSError) as error:
            self._replace(worker)
            msg = "The worker process died while it ran this query."
            raise errors.LostProblem(msg) from error
        if reply is None:
            self._replace(worker)
            msg = f"The query ran for {self._limits.deadline:g} seconds and was stopped."
            raise errors.DeadlineProblem(msg)
        self._idle.put(worker)
        if isinstance(reply, Answer):
            return reply
        raise reply

    def pids(self) -> set[int]:
        """The process ids of the workers there are now."""
        with self._lock:
            return {worker.pid for worker in self._workers}

    def close(self) -> None:
        """End every worker."""
        with self._lock:
            self._closed = True
            workers, self._workers = self._workers, set()
        for worker in workers:
            worker.end()

    def _hire(self) -> None:
        with self._lock:
            if self._closed:
                return
            worker = _Worker(self._files, self._limits)
            self._workers.add(worker)
        self._idle.put(worker)

    def _replace(self, worker: _Worker) -> None:
        with self._lock:
            self._workers.discard(worker)
        worker.end()
        self._hire()
