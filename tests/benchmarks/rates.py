"""How much is answered by a server that has nothing else to do: answers, downloads, queries, pages."""

from __future__ import annotations

import itertools
import operator
from functools import partial
from typing import TYPE_CHECKING

from benchmarks import queries
from benchmarks.local_server import RESULTS, Unmeasured, address_of
from benchmarks.table import IN_MEMORY, NGINX, ON_DISK, Line, beside, medians
from benchmarks.wrk import Load, put

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Mapping

    from benchmarks.local_server import Server
    from benchmarks.table import Bench
    from benchmarks.wrk import Found

DOWNLOAD = "/download/oegyo.nq.gz"
_ANSWER = "answer"
_PAGE = {"Accept": "text/html"}
_RATE: Callable[[Found], float] = operator.attrgetter("rate")


def kept(bench: Bench) -> Iterator[Line]:
    """An answer that is kept, and that the client has it already, beside nginx with the same bytes."""
    target = address_of(queries.LOOKUP)
    with bench.running() as servers:
        body = next(iter(servers.values())).fetch(target, 60, Accept=RESULTS)[2]
        with bench.nginx({_ANSWER: body}) as peer:
            addresses = dict.fromkeys(servers, target) | dict.fromkeys(peer, f"/{_ANSWER}")
            loads = {name: Load("a kept answer", [address]) for name, address in addresses.items()}
            yield from _rates(bench, servers | peer, loads, NGINX, "≥ 0.5 ×")
            loads = {name: _had_already(server, addresses[name]) for name, server in (servers | peer).items()}
            yield from _rates(bench, servers | peer, loads, NGINX, "≥ 0.5 ×")


def _had_already(server: Server, address: str) -> Load:
    tag = server.fetch(address, 60, Accept=RESULTS)[1]["ETag"]
    return Load("the client has it already (304)", [address], 304, {"Accept": RESULTS, "If-None-Match": tag})


def downloads(bench: Bench) -> Iterator[Line]:
    """A file, beside nginx with the same one."""
    with bench.running() as servers:
        status, _, body = next(iter(servers.values())).fetch(DOWNLOAD, 60)
        if status != 200:
            raise Unmeasured(f"{DOWNLOAD} is answered with {status}")
        with bench.nginx({DOWNLOAD.removeprefix("/"): body}) as peer:
            load = Load(f"a download of {len(body) / 1e6:.1f} MB", [DOWNLOAD], headers={}, connections=8)
            ways = {name: partial(_downloaded, server, load, bench.seconds) for name, server in (servers | peer).items()}
            found = bench.in_turn(ways)
            rates, costs = (medians(found, operator.itemgetter(place)) for place in range(2))
            yield Line(f"{load.name}, MB/s", rates, beside(rates, NGINX), "≥ 0.5 ×")
            yield Line("  of processor time for each, ms", costs, beside(costs, NGINX), "≤ 2 ×", digits=2)


def _downloaded(server: Server, load: Load, seconds: int) -> tuple[float, float]:
    """Megabytes a second, and milliseconds of the server's processor time for each; wrk may be the slower one of the two."""
    before = server.processor()
    found = put(server, load, seconds)
    return found.bytes / found.seconds / 1e6, (server.processor() - before) / max(1, found.requests) * 1000


def new_queries(bench: Bench) -> Iterator[Line]:
    """Light queries that were never asked before, beside Oxigraph in memory and on disk."""
    with bench.running() as servers, bench.oxigraph() as peers:
        kinds = {
            "lookups": [queries.unique(queries.LOOKUP)],
            "joins": queries.joins(next(iter(servers.values()))),
            "sorted names": [queries.unique(queries.SORTED)],
        }
        for (kind, addresses), connections in itertools.product(kinds.items(), (8, 64)):
            load = Load(f"{kind} never asked before, {connections} connections", addresses, connections=connections)
            found = yield from _rates(bench, servers | peers, dict.fromkeys(servers | peers, load), IN_MEMORY, "≥ 2 ×")
            if ON_DISK in found:
                ours = {name: found[name] for name in servers}
                yield Line("  × Oxigraph with the database on disk", ours, beside(found, ON_DISK))


def pages(bench: Bench) -> Iterator[Line]:
    """Pages and searches of a server that keeps no answer."""
    with bench.running("--cache-size", "0") as servers:
        first = next(iter(servers.values()))
        names = queries.words(first)
        several = [
            (Load("entity pages, not kept", queries.pages(first), headers=_PAGE), "≥ 600"),
            (Load("/search, not kept", [f"/search?q={name}" for name in names], headers=_PAGE), ""),
            (Load("/search.json, not kept", [f"/search.json?q={name}" for name in names], headers={}), "≥ 1,500"),
        ]
        for load, wanted in several:
            yield from _rates(bench, servers, dict.fromkeys(servers, load), "", wanted)
        for address in (
            "/explore/",
            "/explore/relations",
            "/explore/missions",
            "/explore/peacekeeping",
            "/explore/timeline",
        ):
            yield _page(bench, servers, address)
        for address in ("/quality", "/ontology", "/sitemap-1.xml", f"/search?q={names[0]}", queries.pages(first)[0]):
            yield _page(bench, servers, address)


def _page(bench: Bench, servers: Mapping[str, Server], address: str) -> Line:
    """How long one page takes; one connection, so that no two ask for it at once and share it."""
    load = Load(address, [address], headers=_PAGE, connections=1)
    found = bench.in_turn({name: partial(put, server, load, bench.seconds) for name, server in servers.items()})
    return Line(f"{address}, not kept, ms", medians(found, lambda one: one.p50), wanted="≤ 25 ms", digits=1)


def _rates(
    bench: Bench, servers: Mapping[str, Server], loads: Mapping[str, Load], peer: str, wanted: str
) -> Generator[Line, None, dict[str, float]]:
    """A line with the answers a second of each server under its load, which it returns, and one with what failed."""
    found = bench.in_turn({name: partial(put, server, loads[name], bench.seconds) for name, server in servers.items()})
    rates = medians(found, _RATE)
    name = next(iter(loads.values())).name
    yield Line(f"{name}, requests/s", rates, beside(rates, peer), wanted)
    failed = medians(found, lambda one: one.failed)
    if any(failed.values()):
        yield Line("  of which failed, of a round", failed, wanted="0")
    return rates
