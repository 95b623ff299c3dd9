"""What a client meets while others ask for much, or hold what they have."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from benchmarks import queries
from benchmarks.clients import ask_in_turn
from benchmarks.crowd import People, crowd
from benchmarks.local_server import Unmeasured, address_of
from benchmarks.table import Line, medians, sums
from benchmarks.wrk import UNIQUE, Load, put

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from benchmarks.clients import Waited
    from benchmarks.local_server import Server
    from benchmarks.table import Bench, Figures

SOMEBODY = "127.0.0.9"
"""The address of the client that is measured beside others."""

OTHERS, HOSTILE = 2, 1
"""The networks of the others: 127.0.2.1 and so on; of the hostile ones 127.0.1.1 and so on."""

_SETTLED = 3.0  # seconds after which queries that take long are known to
_REST = 60.0  # seconds in which a server that was left alone must answer again
_PATIENCE = 5.0
_ELSEWHERE = {"Host": f"h{UNIQUE}.localhost"}
"""Whoever calls the server by another name has its own answers: addresses on a page have the name in them."""

_BROWSER = {"Accept": "text/html"}


def beside(people: People) -> Callable[[Server, Callable[[], Figures]], Figures]:
    """A way to measure a server while ``people`` are there: begun before, and over afterwards."""

    def measure(server: Server, measured: Callable[[], Figures]) -> Figures:
        with crowd(server, people):
            time.sleep(_SETTLED)
            found = measured()
        rest(server)
        return found

    return measure


def rest(server: Server) -> None:
    """Wait until ``server`` answers a query of its own accord again."""
    end = time.monotonic() + _REST
    time.sleep(0.5)
    while not server.answers(address_of(f"ASK {{}} # {time.monotonic_ns()}")):
        if time.monotonic() > end:
            raise Unmeasured(f"the server does not answer {_REST:.0f} seconds after everybody has left")
        time.sleep(0.1)


def kept_query(bench: Bench) -> Iterator[Line]:
    """A query whose answer is kept, while others search, read pages that are not kept, or run away."""
    load = Load("a kept query", [address_of(queries.LOOKUP)], connections=1)
    with bench.running() as servers:
        first = next(iter(servers.values()))
        ways = {name: partial(put, server, load, bench.seconds) for name, server in servers.items()}
        idle = medians(bench.in_turn(ways), lambda one: one.p95)
        yield Line(f"{load.name}, nobody else, p95 ms", idle, digits=2)
        search = [f"/search.json?q={name}" for name in queries.words(first)]
        away = [queries.unique(queries.RUNAWAY)]
        others = {
            "8 clients search": People(OTHERS, 8, targets=search, headers=_ELSEWHERE),
            "8 clients read /explore": People(OTHERS, 8, targets=["/explore/missions"], headers=_BROWSER | _ELSEWHERE),
            "4 runaways": People(OTHERS, 4, targets=away),
        }
        for what, people in others.items():
            crowded = {name: partial(beside(people), servers[name], way) for name, way in ways.items()}
            found = medians(bench.in_turn(crowded), lambda one: one.p95)
            yield Line(f"{load.name}, {what}, p95 ms", found, idle, "≤ 3 ×", digits=2)


def hostile(bench: Bench) -> Iterator[Line]:
    """Lookups of one client beside 50 others, each of whom has 20 queries that take until the deadline, and asks again."""
    people = People(HOSTILE, 50, targets=[queries.unique(queries.RUNAWAY)], each=20)
    with bench.running() as servers:
        yield from _lookups(bench, servers, "50 hostile clients × 20 runaways", people, {}, "< 50 ms")
        yield from _lookups(bench, servers, "one client × 10 runaways", replace(people, count=1, each=10), {}, "< 50 ms")


def browsers(bench: Bench) -> Iterator[Line]:
    """Pages that are not kept, and addresses that are none, while browsers wait for queries that take long."""
    people = People(OTHERS, 8, targets=[queries.unique(queries.RUNAWAY)], headers=_BROWSER)
    with bench.running() as servers:
        states = queries.pages(next(iter(servers.values())))
        for what, targets, status in (("an entity page", states, 200), ("a 404", [f"/none/{UNIQUE}"], 404)):
            ways = {
                name: partial(
                    ask_in_turn, server, SOMEBODY, targets, bench.seconds, status=status, headers=_BROWSER | _ELSEWHERE
                )
                for name, server in servers.items()
            }
            alone = medians(bench.in_turn(ways), lambda one: one.p50)
            yield Line(f"{what}, nobody else, p50 ms", alone, digits=1)
            crowded = {name: partial(beside(people), servers[name], way) for name, way in ways.items()}
            found = bench.in_turn(crowded)
            yield Line(
                f"{what}, 8 browser queries, p50 ms", medians(found, lambda one: one.p50), alone, "about 1 ×", digits=1
            )
            yield Line(f"{what}, 8 browser queries, the longest ms", medians(found, lambda one: one.max), digits=1)
            yield from _unanswered(found)


def holders(bench: Bench) -> Iterator[Line]:
    """Lookups of one client while others have connections and say nothing, or begin a body and do not end it."""
    with bench.running() as servers:
        ways = {name: partial(_looked_up, server, bench.seconds) for name, server in servers.items()}
        alone = medians(bench.in_turn(ways), lambda one: one.p95)
        yield Line("a lookup, nobody else, p95 ms", alone, digits=1)
        others = {
            "1,024 idle connections": People(OTHERS, 128, "sit", each=8),
            "512 slow bodies": People(OTHERS, 64, "drip", each=8),
            "10,000 idle connections": People(OTHERS, 625, "sit", each=16),
        }
        for what, people in others.items():
            yield from _lookups(bench, servers, what, people, alone, "about 1 ×")


def _lookups(
    bench: Bench, servers: Mapping[str, Server], what: str, people: People, alone: Mapping[str, float], wanted: str
) -> Iterator[Line]:
    """Lines about the lookups of one client beside ``people``."""
    ways = {
        name: partial(beside(people), server, partial(_looked_up, server, bench.seconds)) for name, server in servers.items()
    }
    found = bench.in_turn(ways)
    yield Line(f"a lookup, {what}, p50 ms", medians(found, lambda one: one.p50), digits=1)
    yield Line(f"a lookup, {what}, p95 ms", medians(found, lambda one: one.p95), alone, wanted, digits=1)
    yield from _unanswered(found)


def _looked_up(server: Server, seconds: float) -> Waited:
    target = queries.unique(queries.LOOKUP)
    return ask_in_turn(server, SOMEBODY, [target], seconds, patience=_PATIENCE)


def _unanswered(found: Mapping[str, list[Waited]]) -> Iterator[Line]:
    """How many of the requests of all rounds were refused, and how many had no answer."""
    asked = sums(found, lambda one: one.answered + one.refused + one.lost)
    yield Line("  requests of all rounds", asked)
    yield Line("  of which refused", sums(found, lambda one: one.refused), wanted="0")
    yield Line("  of which without an answer", sums(found, lambda one: one.lost), wanted="0")
