"""Real servers for a benchmark, each a process on a free port of this machine that is looked at from outside alone."""

from __future__ import annotations

import http.client
import os
import platform
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from ports import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

RESULTS = "application/sparql-results+json"
START_SECONDS = 300.0
STOP_SECONDS = 20.0
_BREATH = 0.01
_PARENT, _USER, _SYSTEM, _BEGAN = 1, 11, 12, 19  # places in what the kernel says of a process
_SAID = 1000  # characters of what a server said that are shown


class Unmeasured(Exception):
    """Something could not be measured; the message says why."""


@dataclass(frozen=True)
class Held:
    """What processes hold: megabytes in memory, of which what several share counts once; threads; open descriptors."""

    memory: float
    threads: int
    descriptors: int
    processes: int


@dataclass(frozen=True)
class Server:
    """A server that runs: its port, the process it began with, and the file of what it says."""

    port: int
    pid: int
    said: Path = Path(os.devnull)

    def processes(self) -> set[int]:
        """Every process of the server, found by who started whom."""
        children = _children()
        found, new = set(), [self.pid]
        while new:
            pid = new.pop()
            found.add(pid)
            new += children.get(pid, [])
        return found

    def leaves(self) -> list[int]:
        """Its processes that have started none, which are the ones that work for it."""
        children = _children()
        return sorted(pid for pid in self.processes() if pid != self.pid and pid not in children)

    def identities(self) -> set[tuple[int, str]]:
        """Its processes, each with the moment it began: its number may be that of another one later."""
        return {(pid, status[_BEGAN]) for pid in self.processes() if (status := _status(pid))}

    def processor(self) -> float:
        """Seconds of processor time that its processes have had."""
        ticks = sum(int(ticks) for pid in self.processes() for ticks in _status(pid)[_USER : _SYSTEM + 1])
        return ticks / os.sysconf("SC_CLK_TCK")

    def held(self) -> Held:
        """What its processes hold now."""
        memory, threads, descriptors, processes = 0, 0, 0, 0
        for pid in self.processes():
            folder = Path(f"/proc/{pid}")
            try:
                lines = (folder / "smaps_rollup").read_text(encoding="ascii").splitlines()
                threads += len(list((folder / "task").iterdir()))
                descriptors += len(list((folder / "fd").iterdir()))
            except OSError:  # it has just ended
                continue
            memory += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
            processes += 1
        return Held(memory / 1000, threads, descriptors, processes)

    def fetch(self, target: str, seconds: float, **headers: str) -> tuple[int, http.client.HTTPMessage, bytes]:
        """Status, headers and body of the answer to ``target``."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=seconds)
        try:
            connection.request("GET", target, headers=headers)
            response = connection.getresponse()
            return response.status, response.msg, response.read()
        finally:
            connection.close()

    def answers(self, target: str, **headers: str) -> bool:
        """Whether ``target`` is answered with 200 now."""
        try:
            return self.fetch(target, START_SECONDS, **headers)[0] == 200
        except (OSError, http.client.HTTPException):
            return False


def _children() -> dict[int, list[int]]:
    """Every process of this machine that has started others, and those."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (status := _status(int(entry.name))):
            children.setdefault(int(status[_PARENT]), []).append(int(entry.name))
    return children


def _status(pid: int) -> list[str]:
    """What the kernel says of a process, from its state on (proc_pid_stat(5)); nothing when it has ended."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return []
    return text.rpartition(")")[2].split()


def alive(identities: set[tuple[int, str]]) -> set[tuple[int, str]]:
    """Those of some processes, with the moments they began, that have not ended."""
    return {(pid, began) for pid, began in identities if (status := _status(pid)) and status[_BEGAN] == began}


@contextmanager
def running(command: Sequence[str | Path], port: int, target: str, **headers: str) -> Iterator[Server]:
    """The server that ``command`` starts on ``port``, once it answers ``target``; ended when it is left.

    Raises Unmeasured when it ends, or is not ready in `START_SECONDS`, with what it said.
    """
    with tempfile.NamedTemporaryFile() as said, subprocess.Popen(command, stdout=said, stderr=said) as process:
        server = Server(port, process.pid, Path(said.name))
        end = time.monotonic() + START_SECONDS
        try:
            while not server.answers(target, **headers):
                if process.poll() is not None or time.monotonic() > end:
                    last = server.said.read_text(encoding="utf-8", errors="replace")[-_SAID:].strip()
                    raise Unmeasured(f"{' '.join(map(str, command))} did not start: {last}")
                time.sleep(_BREATH)
            yield server
        finally:
            process.terminate()
            try:
                process.wait(timeout=STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()


@contextmanager
def serving(*options: str, command: Sequence[str] = (sys.executable, "-m", "oegyo", "serve")) -> Iterator[Server]:
    """``command`` with ``options``, which begins with ``oegyo serve`` and builds a release first if need be."""
    port = free_port()
    with running([*command, "--port", str(port), *options], port, address_of("ASK {}")) as server:
        yield server


def address_of(query: str) -> str:
    """The path and the query string that ask ``query``."""
    return "/sparql?" + urlencode({"query": query})


def machine() -> str:
    """What the figures depend on beside the code, in one line."""
    model = next(
        (line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")),
        platform.machine(),
    )
    memory = next((int(line.split()[1]) >> 20 for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), 0)
    load = os.getloadavg()[0]
    processors = len(os.sched_getaffinity(0))
    return (
        f"{model}, {processors} processors, {memory} GiB, Python {platform.python_version()}, load {load:.1f} at the start"
    )


def _lines(path: str) -> list[str]:
    return Path(path).read_text(encoding="utf-8").splitlines()
