"""How fast the server is: ``python tests/benchmarks/serve.py [seconds]`` prints one line for each kind of request.

Needs wrk (``apt-get install wrk``, ``brew install wrk``). A line takes a few seconds, the whole about a minute. Each kind is
first asked once and must be answered as expected, so that no error is counted as a fast answer.
"""

from __future__ import annotations

import http.client
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

sys.path.insert(0, str(Path(__file__).parent.parent))  # run as a file, which has its own folder on the path and no other
from benchmarks import queries
from benchmarks.local_server import RESULTS, address_of, machine, serving
from benchmarks.wrk import UNIQUE, Load, put

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.local_server import Server

RUNAWAYS = 4

_SETTLED = 3.0  # seconds after which four runaways, two of which wait for the others, are known to be some


def main(seconds: int) -> None:
    """Start the server, put each load on it, print a line for each, stop it."""
    click.echo(machine())
    click.echo(f"{'':44}{'requests/s':>12}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}{'max ms':>9}{'failed':>8}")
    with serving() as server:
        for load in loads(server):
            measure(server, load, seconds)
        alone = Load("lookups, one at a time", [queries.unique(queries.LOOKUP)], connections=1)
        beside = [Load(f"{alone.name}, {RUNAWAYS} runaways", alone.addresses, connections=1)]
        beside.append(Load(f"lookups, four at a time, {RUNAWAYS} runaways", alone.addresses, connections=4))
        measure(server, alone, seconds)
        for load in beside:
            with runaways(server):
                measure(server, load, seconds)


def loads(server: Server) -> list[Load]:
    """What is asked of a server that has nothing else to do."""
    pages = queries.pages(server)
    page = {"Accept": "text/html"}
    tag = server.fetch(address_of(queries.LOOKUP), 30, Accept=RESULTS)[1]["ETag"]
    return [
        Load("kept answers", [address_of(queries.LOOKUP)]),
        Load("kept answers, compressed", [address_of(queries.STATES)], headers={"Accept": RESULTS, "Accept-Encoding": "br"}),
        Load(
            "the client has it already (304)", [address_of(queries.LOOKUP)], 304, {"Accept": RESULTS, "If-None-Match": tag}
        ),
        Load("queries never asked before", [queries.unique(queries.LOOKUP)]),
        Load("entity pages, kept", pages, headers=page),
        Load("entity pages, never asked before", [f"{one}?n={UNIQUE}" for one in pages], headers=page),
        Load("a saved query as CSV, kept", ["/queries/membership-since-and-source.csv?lang=ko"]),
        Load("syntax errors", ["/sparql?query=SELECT%20" + UNIQUE], 400),
    ]


def measure(server: Server, load: Load, seconds: int) -> None:
    """Put ``load`` on ``server`` and print a line about it."""
    found = put(server, load, seconds)
    latencies = "".join(f"{one:>9.1f}" for one in (found.p50, found.p95, found.p99, found.max))
    click.echo(f"{load.name:44}{found.requests / found.seconds:>12,.0f}{latencies}{found.failed:>8}")


@contextmanager
def runaways(server: Server) -> Iterator[None]:
    """Queries that take until the deadline, under way; the client leaves in the end, which ends them."""
    connections = [http.client.HTTPConnection("127.0.0.1", server.port, timeout=60) for _ in range(RUNAWAYS)]
    for number, connection in enumerate(connections):
        connection.request(
            "GET", address_of(f"{queries.RUNAWAY} # {number} {time.monotonic_ns()}"), headers={"Accept": RESULTS}
        )
    time.sleep(_SETTLED)
    try:
        yield
    finally:
        for connection in connections:
            connection.close()
        time.sleep(1.0)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
