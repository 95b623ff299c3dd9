"""The process that the workers are forked from: it loads the graph once, and every worker shares its pages.

Run as ``python -m oegyo.engine.zygote FD MEMORY RESULT_SIZE FILE…``; ``FD`` is its end of a socket pair. It first says what
was wrong, or nothing; then every byte it gets comes with a socket, for which it forks a worker, and the worker says
its process id there. A fork takes about 2 ms, so a worker may be killed without a second thought.
"""

from __future__ import annotations

import os
import resource
import select
import signal
import socket
import sys
import threading
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from oegyo import errors
from oegyo.engine import wire
from oegyo.engine.wire import FORK, FORK_OPEN, PID
from oegyo.engine.worker import answer, load

if TYPE_CHECKING:
    import pyoxigraph as ox

    from oegyo.engine.question import Answer


_SOCKETS = 64  # descriptors, those inherited among them: a worker that asks a service opens one for each question to it


def main(arguments: list[str]) -> None:
    """Load the files, say so, then fork a worker for every socket that comes, until the front closes its end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the front, which ends its workers
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel takes a worker's exit status, nobody waits for it
    descriptor, memory, result_size, *files = arguments
    front = socket.socket(fileno=int(descriptor))
    report = Connection(os.dup(front.fileno()))
    try:
        store = load([Path(name) for name in files])
        fault = ""
    except errors.OegyoError as error:
        fault = str(error)
    try:
        report.send_bytes(fault.encode())
    except BrokenPipeError:  # the front has left meanwhile
        return
    if fault:
        return
    report.close()
    while True:
        message, descriptors, _, _ = socket.recv_fds(front, len(FORK), 1)
        if not message:
            return
        if os.fork() == 0:
            front.close()
            _confine(int(memory), sockets=_SOCKETS if message == FORK_OPEN else 0)
            _work(store, descriptors[0], int(result_size))
            os._exit(0)
        os.close(descriptors[0])


def _work(store: ox.Store, descriptor: int, result_size: int) -> None:
    """Be a worker: say so on the socket ``descriptor``, and answer what comes there until the front closes its end."""
    try:
        os.write(descriptor, PID.pack(os.getpid()))
    except BrokenPipeError:  # whoever it is for has left already
        return
    threading.Thread(target=_leave_with, args=[descriptor], daemon=True).start()
    with Connection(descriptor) as front:
        while True:
            try:
                question = wire.read_question(front.recv_bytes())
            except (EOFError, ConnectionError):
                return
            reply: Answer | errors.QueryProblem
            try:
                reply = answer(store, question, result_size)
            except errors.QueryProblem as problem:
                reply = problem
            front.send_bytes(wire.write_reply(reply))


def _leave_with(descriptor: int) -> None:
    """End this process when the front is gone, however it went and whatever query runs: pyoxigraph lets threads run."""
    front = select.poll()
    front.register(descriptor, 0)  # a closed end is reported unasked
    front.poll()
    os._exit(0)


def _confine(memory: int, sockets: int) -> None:
    """Leave the process ``memory`` bytes of address space to grow by, no core dump, and ``sockets`` to open beside its own.

    SERVICE opens a socket, and pyoxigraph has no switch for it: behind the refusal in `oegyo.engine.tokens`, this one holds.
    """
    limit = _address_space() + memory
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (sockets or 1, sockets or 1))


def _address_space() -> int:
    """Bytes of address space this process uses now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    return pages * resource.getpagesize()


if __name__ == "__main__":
    main(sys.argv[1:])
