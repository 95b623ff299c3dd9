"""How fast the server is: ``python tests/benchmarks/serve.py [seconds]`` prints one line for each kind of request.

Needs wrk (``apt-get install wrk``, ``brew install wrk``). A line takes a few seconds, the whole about a minute. Each kind is
first asked once and must be answered as expected, so that no error is counted as a fast answer.
"""

from __future__ import annotations

import http.client
import json
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

sys.path.insert(0, str(Path(__file__).parent.parent))  # run as a file, which has its own folder on the path and no other
from benchmarks.local_server import address_of, machine, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.local_server import Server

BASE = "https://w3id.org/oegyo/"
STATES = "SELECT ?state { ?state a <https://w3id.org/oegyo/ontology#State> } ORDER BY ?state LIMIT 20"
LOOKUP = "SELECT ?p ?o { <https://w3id.org/oegyo/id/state/KOR> ?p ?o } LIMIT 10"
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } # "
RUNAWAYS = 4
UNIQUE = "UNIQUE"
"""Where in an address a number stands that no other request has."""

_RESULTS = "application/sparql-results+json"
_SETTLED = 3.0  # seconds after which four runaways, two of which wait for the others, are known to be some
_SCRIPT = """
local addresses = {%(addresses)s}
local run = %(run)d
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
    '{"requests": %%d, "seconds": %%f, "failed": %%d, "p50": %%f, "p95": %%f, "p99": %%f, "max": %%f}\\n',
    summary.requests, summary.duration / 1e6,
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
    headers: dict[str, str] = field(default_factory=lambda: {"Accept": _RESULTS})
    connections: int = 16


def main(seconds: int) -> None:
    """Start the server, put each load on it, print a line for each, stop it."""
    wrk = shutil.which("wrk")
    if wrk is None:
        raise SystemExit("wrk is not installed: apt-get install wrk (or: brew install wrk)")
    click.echo(machine())
    click.echo(f"{'':44}{'requests/s':>12}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}{'max ms':>9}{'failed':>8}")
    with tempfile.TemporaryDirectory() as folder, serving() as server:
        for load in loads(server):
            measure(wrk, server, load, seconds, Path(folder))
        alone = Load("lookups, one at a time", [_unique(LOOKUP)], connections=1)
        beside = [Load(f"{alone.name}, {RUNAWAYS} runaways", alone.addresses, connections=1)]
        beside.append(Load(f"lookups, four at a time, {RUNAWAYS} runaways", alone.addresses, connections=4))
        measure(wrk, server, alone, seconds, Path(folder))
        for load in beside:
            with runaways(server):
                measure(wrk, server, load, seconds, Path(folder))


def loads(server: Server) -> list[Load]:
    """What is asked of a server that has nothing else to do."""
    _, _, body = server.fetch(address_of(STATES), 30, Accept=_RESULTS)
    rows = json.loads(body)["results"]["bindings"]
    pages = ["/" + row["state"]["value"].removeprefix(BASE) + ".html" for row in rows]
    page = {"Accept": "text/html"}
    tag = server.fetch(address_of(LOOKUP), 30, Accept=_RESULTS)[1]["ETag"]
    return [
        Load("kept answers", [address_of(LOOKUP)]),
        Load("kept answers, compressed", [address_of(STATES)], headers={"Accept": _RESULTS, "Accept-Encoding": "br"}),
        Load("the client has it already (304)", [address_of(LOOKUP)], 304, {"Accept": _RESULTS, "If-None-Match": tag}),
        Load("queries never asked before", [_unique(LOOKUP)]),
        Load("entity pages, kept", pages, headers=page),
        Load("entity pages, never asked before", [f"{one}?n={UNIQUE}" for one in pages], headers=page),
        Load("a saved query as CSV, kept", ["/queries/membership-since-and-source.csv?lang=ko"]),
        Load("syntax errors", ["/sparql?query=SELECT%20" + UNIQUE], 400),
    ]


def _unique(query: str) -> str:
    """The address that asks ``query``, with a comment that makes it another query every time."""
    return address_of(f"{query} # {UNIQUE}")


def measure(wrk: str, server: Server, load: Load, seconds: int, folder: Path) -> None:
    """Put ``load`` on ``server`` and print a line about it."""
    for address in load.addresses:
        status = server.fetch(address.replace(UNIQUE, str(time.monotonic_ns())), 30, **load.headers)[0]
        assert status == load.status, f"{address} is answered with {status}"
    script = folder / "load.lua"
    written = {
        "addresses": ", ".join(json.dumps(address) for address in load.addresses),
        "headers": ", ".join(f"[{json.dumps(name)}] = {json.dumps(value)}" for name, value in load.headers.items()),
        "status": load.status,
        "run": time.monotonic_ns(),
    }
    script.write_text(_SCRIPT % written, encoding="utf-8")
    command = [wrk, "-t1", f"-c{load.connections}", f"-d{seconds}s", "-s", str(script), f"http://127.0.0.1:{server.port}"]
    printed = subprocess.run(command, capture_output=True, text=True, check=True, timeout=seconds + 30).stdout
    found = json.loads(printed.splitlines()[-1])
    latencies = "".join(f"{found[name]:>9.1f}" for name in ("p50", "p95", "p99", "max"))
    click.echo(f"{load.name:44}{found['requests'] / found['seconds']:>12,.0f}{latencies}{found['failed']:>8}")


@contextmanager
def runaways(server: Server) -> Iterator[None]:
    """Queries that take until the deadline, under way; the client leaves in the end, which ends them."""
    connections = [http.client.HTTPConnection("127.0.0.1", server.port, timeout=60) for _ in range(RUNAWAYS)]
    for number, connection in enumerate(connections):
        connection.request("GET", address_of(RUNAWAY + f"{number} {time.monotonic_ns()}"), headers={"Accept": _RESULTS})
    time.sleep(_SETTLED)
    try:
        yield
    finally:
        for connection in connections:
            connection.close()
        time.sleep(1.0)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
