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
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from oegyo import errors
from oegyo.engine.wire import FORK, FORK_OPEN, PID
from oegyo.engine.worker import answer, load, reply

if TYPE_CHECKING:
    from collections.abc import Callable


_NICE = 5  # of 19: what is known already is answered first, while workers compute
_SOCKETS = 64  # descriptors, those inherited among them: a worker that asks a service opens one for each question to it


def main(arguments: list[str]) -> None:
    """Be the process that workers are forked from, which answer questions over the files alone."""
    descriptor, memory, result_size, *files = arguments

    def prepare() -> Callable[[bytes], bytes]:
        store = load([Path(name) for name in files])
        return partial(reply, lambda question: answer(store, question, int(result_size)))

    run(int(descriptor), int(memory), prepare)


def run(descriptor: int, memory: int, prepare: Callable[[], Callable[[bytes], bytes]], *, is_open: bool = False) -> None:
    """Say what is wrong, or nothing, then fork a worker for every socket that comes, until the front closes its end.

    What ``prepare`` makes answers the messages that a worker is sent, in ``memory`` bytes; a worker opens neither file nor
    socket unless it ``is_open``. ``prepare`` may raise OegyoError.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the front, which ends its workers
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel takes a worker's exit status, nobody waits for it
    front = socket.socket(fileno=descriptor)
    report = Connection(os.dup(front.fileno()))
    try:
        respond = prepare()
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
            os.nice(_NICE)
            _confine(memory, sockets=_SOCKETS if is_open or message == FORK_OPEN else 0)
            _work(respond, descriptors[0])
            os._exit(0)
        os.close(descriptors[0])


def _work(respond: Callable[[bytes], bytes], descriptor: int) -> None:
    """Be a worker: say so on the socket ``descriptor``, and answer what comes there until the front closes its end."""
    try:
        os.write(descriptor, PID.pack(os.getpid()))
    except BrokenPipeError:  # whoever it is for has left already
        return
    threading.Thread(target=_leave_with, args=[descriptor], daemon=True).start()
    with Connection(descriptor) as front:
        while True:
            try:
                message = front.recv_bytes()
            except (EOFError, ConnectionError):
                return
            front.send_bytes(respond(message))


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
