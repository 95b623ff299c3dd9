"""The processes of the engine as the front has them: one that loads the graph, and workers forked from it."""

from __future__ import annotations

import asyncio
import errno
import os
import signal
import socket
import subprocess
import sys
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from oegyo import errors
from oegyo.engine.wire import FORK, HEADER, PID
from oegyo.errors import Verbatim, message

if TYPE_CHECKING:
    from collections.abc import Sequence

_FORK_SECONDS = 10.0  # a fork takes milliseconds, with ten million triples a quarter of a second
_SHORT = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM})  # what a zygote started anew lacks as well
_NICE = 15  # of 19: a slow query makes way for others
_LONG = 0.4  # seconds of the processor, when it was slow, after which a query runs only when nothing else does
_TICKS = os.sysconf("SC_CLK_TCK")


class Worker:
    """The front's side of one worker process."""

    def __init__(self, pid: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.pid = pid
        self.slow = False
        self._computed = 0.0  # seconds, when it first stepped back
        self._reader = reader
        self._writer = writer
        self._handle = os.pidfd_open(pid)  # a process id may be given to another process; this may not

    async def ask(self, message: bytes) -> bytes:
        """What the worker replies to ``message``.

        Raises ConnectionError when it has died before it read the message, and EOFError when it dies of it: a process that
        ends with a message unread resets the connection, and one that has read all there was does not (unix(7)).
        """
        if self._reader.at_eof():
            raise ConnectionResetError
        self._writer.write(HEADER.pack(len(message)) + message)
        (size,) = HEADER.unpack(await self._reader.readexactly(HEADER.size))
        if size < 0:  # how a Connection begins what is larger than an answer may be
            raise EOFError
        return await self._reader.readexactly(size)

    def give_up(self, error: Exception) -> None:
        """Have whoever waits for the reply raise ``error``."""
        self._reader.set_exception(error)

    def step_back(self) -> bool:
        """Let others go first, and all of them when it has computed for long, and say whether it has come to that.

        A query that was slow only because it waited for a processor has not computed.
        """
        try:
            computed = _computed(self.pid)
            if not self.slow:
                self.slow, self._computed = True, computed
                os.setpriority(os.PRIO_PROCESS, self.pid, _NICE)
            if computed - self._computed < _LONG:
                return False
            os.sched_setscheduler(self.pid, os.SCHED_IDLE, os.sched_param(0))
        except (FileNotFoundError, ProcessLookupError, PermissionError):  # it has ended, or the system allows no more
            self.slow = True
        return True

    def end(self) -> None:
        """End the process, whatever it is doing."""
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._handle, signal.SIGKILL)
        os.close(self._handle)
        self._writer.close()


def _computed(pid: int) -> float:
    """Seconds of the processor that the process ``pid`` has had (proc_pid_stat(5)); raises FileNotFoundError without one."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


class Zygote:
    """The process that has loaded the graph (`oegyo.engine.zygote`); when it is lost, the next fork starts it anew.

    ``program`` is the module it runs, and its arguments behind the first, which is its end of a socket pair. It has
    ``start`` seconds to load the graph.
    """

    def __init__(self, program: Sequence[str], start: float) -> None:
        self._program, *self._arguments = program
        self._start_seconds = start
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._forking = asyncio.Lock()
        self.restarts = True
        """Whether a lost one is started anew; not while everything ends."""

    @property
    def pid(self) -> int | None:
        """Its process id, when it was started."""
        return self._process.pid if self._process else None

    async def start(self) -> None:
        """Start it, and wait until it has loaded the graph.

        Raises OegyoError when a file cannot be read, or it takes too long.
        """
        here, there = socket.socketpair()
        with there:
            self._process = subprocess.Popen(  # noqa: S603 - our own module and arguments; it returns at once
                [
                    sys.executable,
                    "-m",
                    self._program,
                    str(there.fileno()),
                    *self._arguments,
                ],
                pass_fds=[there.fileno()],
                stdin=subprocess.DEVNULL,
                process_group=0,  # Ctrl-C in a terminal is for the front alone
            )
        here.setblocking(False)
        self._control = here
        try:
            async with asyncio.timeout(self._start_seconds):
                await _loaded(here)
        except TimeoutError as error:
            self.end()
            seconds = float(self._start_seconds)
            raise errors.OegyoError(
                message("the graph was not loaded in %(seconds)s seconds: give it more by --start-time", seconds=seconds)
            ) from error
        except BaseException:
            self.end()
            raise

    async def fork(self, kind: bytes = FORK) -> Worker:
        """A new worker; raises OSError when there is nothing to fork from, not even a zygote started anew."""
        async with self._forking:
            try:
                return await self._fork_in_time(kind)
            except OSError as error:
                if not self.restarts or error.errno in _SHORT:
                    raise
                self.end()
                await self.start()
                return await self._fork_in_time(kind)

    async def _fork_in_time(self, kind: bytes) -> Worker:
        """A new worker; raises TimeoutError, an OSError, when the zygote has not forked it by then."""
        async with asyncio.timeout(_FORK_SECONDS):
            return await self._fork_once(kind)

    async def _fork_once(self, kind: bytes) -> Worker:
        """A new worker, which says who it is on its own socket: when it is given up, nobody else reads that."""
        if self._control is None:
            raise BrokenPipeError
        with ExitStack() as undoing:
            here, there = socket.socketpair()
            undoing.callback(here.close)
            with there:
                socket.send_fds(self._control, [kind], [there.fileno()])
            reader, writer = await asyncio.open_unix_connection(sock=here)
            undoing.callback(writer.close)
            try:
                (pid,) = PID.unpack(await reader.readexactly(PID.size))
            except EOFError as error:
                raise BrokenPipeError from error
            worker = Worker(pid, reader, writer)
            undoing.pop_all()
        return worker

    def end(self) -> None:
        """End it, whatever it is doing; nothing is forked from it any more."""
        if self._control:
            self._control.close()
            self._control = None
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None


async def _loaded(connection: socket.socket) -> None:
    """Return when the process has loaded the graph; raises OegyoError with what it says is wrong."""
    (size,) = HEADER.unpack(await _received(connection, HEADER.size))
    if fault := await _received(connection, size):
        raise errors.OegyoError(Verbatim(fault.decode()))


async def _received(connection: socket.socket, size: int) -> bytes:
    """The next ``size`` bytes from the process that loads the graph; raises OegyoError when it ends before."""
    received = b""
    while len(received) < size:
        chunk = await asyncio.get_running_loop().sock_recv(connection, size - len(received))
        if not chunk:
            raise errors.OegyoError(message("the engine ended before it had loaded the graph"))
        received += chunk
    return received
