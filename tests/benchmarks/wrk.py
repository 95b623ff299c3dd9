"""A load that wrk puts on a server over connections that are kept, and what it found."""

from __future__ import annotations

import json
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.local_server import RESULTS, Unmeasured
from benchmarks.peers import HOW_TO_GET, program

if TYPE_CHECKING:
    from benchmarks.local_server import Server

UNIQUE = "UNIQUE"
"""Where in an address a number stands that no other request has."""

_PATIENCE = 60.0
_SCRIPT = """
local addresses = {%(addresses)s}
local run = "%(run)d"
local threads = 0
function setup(thread) threads = threads + 1; thread:set("id", threads) end
local number = 0
function request()
  number = number + 1
  local address = addresses[number %% #addresses + 1]:gsub("UNIQUE", run .. "-" .. id .. "-" .. number)
  return wrk.format("GET", address, {%(headers)s})
end
function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format(
    '{"requests": %%d, "bytes": %%d, "seconds": %%f, "failed": %%d, "p50": %%f, "p95": %%f, "p99": %%f, "max": %%f}\\n',
    summary.requests, summary.bytes, summary.duration / 1e6,
    errors.connect + errors.read + errors.write + errors.timeout + (%(status)d < 400 and errors.status or 0),
    latency:percentile(50) / 1e3, latency:percentile(95) / 1e3, latency:percentile(99) / 1e3, latency.max / 1e3))
end
"""


@dataclass(frozen=True)
class Load:
    """One kind of request: the addresses that take turns, and what each must be answered with."""

    name: str
    addresses: list[str]
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Accept": RESULTS})
    connections: int = 16


@dataclass(frozen=True)
class Found:
    """What a load found: answers and bytes a second, how long an answer took in milliseconds, and how many failed."""

    requests: int
    bytes: int
    seconds: float
    failed: int
    p50: float
    p95: float
    p99: float
    max: float

    @property
    def rate(self) -> float:
        """Answers a second that were as they should be."""
        return max(0, self.requests - self.failed) / self.seconds


def put(server: Server, load: Load, seconds: int) -> Found:
    """Put ``load`` on ``server``, after each address was asked once and answered as it should be.

    Raises Unmeasured when wrk is not installed, or an address is answered otherwise.
    """
    wrk = program("wrk")
    if wrk is None:
        raise Unmeasured(f"wrk is not installed: {HOW_TO_GET['wrk']}")
    for address in load.addresses:
        status = server.fetch(address.replace(UNIQUE, str(time.monotonic_ns())), _PATIENCE, **load.headers)[0]
        if status != load.status:
            raise Unmeasured(f"{address} is answered with {status} and not {load.status}")
    written = {
        "addresses": ", ".join(json.dumps(address) for address in load.addresses),
        "headers": ", ".join(f"[{json.dumps(name)}] = {json.dumps(value)}" for name, value in load.headers.items()),
        "status": load.status,
        "run": time.monotonic_ns(),
    }
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "load.lua"
        script.write_text(_SCRIPT % written, encoding="utf-8")
        command = [
            wrk,
            "-t1",
            f"-c{load.connections}",
            f"-d{seconds}s",
            "-s",
            str(script),
            f"http://127.0.0.1:{server.port}",
        ]
        printed = subprocess.run(command, capture_output=True, text=True, check=True, timeout=seconds + _PATIENCE).stdout
    return Found(**json.loads(printed.splitlines()[-1]))
