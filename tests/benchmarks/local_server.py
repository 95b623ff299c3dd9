"""The real server for a benchmark: ``oegyo serve`` as anyone runs it, on a free port of this machine, over the release."""

from __future__ import annotations

import http.client
import os
import platform
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from gate.test_live_server import free_port, listens
from waiting import until

if TYPE_CHECKING:
    from collections.abc import Iterator

STOP_SECONDS = 20.0


@dataclass(frozen=True)
class Server:
    """A server that runs: its port, and the process it began with."""

    port: int
    pid: int

    def processes(self) -> set[int]:
        """Every process of the server, found by who started whom."""
        children: dict[int, list[int]] = {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    parent = int(
                        (entry / "stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()[1]
                    )
                except OSError:  # it has just ended
                    continue
                children.setdefault(parent, []).append(int(entry.name))
        found, new = set(), [self.pid]
        while new:
            pid = new.pop()
            found.add(pid)
            new += children.get(pid, [])
        return found

    def fetch(self, target: str, seconds: float, **headers: str) -> tuple[int, http.client.HTTPMessage, bytes]:
        """Status, headers and body of the answer to ``target``."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=seconds)
        try:
            connection.request("GET", target, headers=headers)
            response = connection.getresponse()
            return response.status, response.msg, response.read()
        finally:
            connection.close()


@contextmanager
def serving(*options: str) -> Iterator[Server]:
    """A server over the release, built first if need be; ended when it is left, and so is every process of it."""
    port = free_port()
    command = [sys.executable, "-m", "oegyo", "serve", "--port", str(port), *options]
    # What workers say when they die of a query is kept from the table, and shown if the server does not start.
    with (
        tempfile.TemporaryFile("w+") as said,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=said, text=True) as process,
    ):
        try:
            assert process.stdout is not None
            if not process.stdout.readline().startswith("Oegyo is at "):
                said.seek(0)
                msg = f"the server did not start: {said.read()[-1000:]}"
                raise SystemExit(msg)
            until(lambda: listens(port))
            yield Server(port, process.pid)
        finally:
            process.terminate()
            try:
                process.communicate(timeout=STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                raise


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
