"""What it costs to start, to lose a process, to answer much, and to change to another release."""

from __future__ import annotations

import itertools
import os
import random
import signal
import time
from functools import partial
from typing import TYPE_CHECKING

from benchmarks import queries
from benchmarks.clients import ask_at_once
from benchmarks.crowd import People, crowd
from benchmarks.local_server import RESULTS, Unmeasured, address_of
from benchmarks.neighbours import OTHERS, rest
from benchmarks.releases import changed, copied
from benchmarks.table import Line, medians, sums

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from benchmarks.clients import AtOnce
    from benchmarks.local_server import Held, Server
    from benchmarks.releases import Releases
    from benchmarks.table import Bench

_TOGETHER = [f"127.0.{OTHERS}.{number}" for number in range(1, 5)]
_TIMES = 5  # how often something short is measured in a round
_LARGE_ANSWER = 10_000_000  # bytes
_EVERYTHING = "SELECT * {{ ?s ?p ?o }} LIMIT {}"
_SOME = 1000
_SETTLED = 2.0
_MADE = "https://example.org/thing/"


def after_a_loss(bench: Bench) -> Iterator[Line]:
    """Lookups of four clients at once after a process of the server was killed, or has given a large answer."""
    with bench.running() as servers:
        yield from _after_a_loss(bench, servers, "the release", queries.unique(queries.LOOKUP))
    made = _made_graph(bench.folder / "million.nt", 1_000_000)
    with bench.running("--data", str(made)) as servers:
        yield from _after_a_loss(bench, servers, "1 M triples", _made_lookup())


def _after_a_loss(bench: Bench, servers: Mapping[str, Server], what: str, target: str) -> Iterator[Line]:
    """Lines about one graph. The last of four answers counts: it may be that of the worker that was not there."""
    rounds = bench.rounds * _TIMES
    ways = {name: partial(ask_at_once, server, _TOGETHER, target) for name, server in servers.items()}
    steady = medians(bench.in_turn(ways, rounds), lambda one: one.last)
    yield Line(f"4 lookups, {what}, steady, the last after ms", steady, digits=1)
    lost = {name: partial(_killed_first, server, target) for name, server in servers.items()}
    asked = {name: partial(_much_asked_first, server, target, _rows(server)) for name, server in servers.items()}
    for why, later in (("a process was killed", lost), ("a 10 MB answer", asked)):
        found = bench.in_turn(later, rounds)
        yield Line(f"4 lookups, {what}, {why}, the last after ms", medians(found, lambda one: one.last), steady, "≤ 2 ×", 1)
        yield Line(f"  of {4 * rounds} not answered", sums(found, lambda one: one.failed), wanted="0")


def _killed_first(server: Server, target: str) -> AtOnce:
    leaves = server.leaves()
    if not leaves:
        raise Unmeasured("the server has no process but its first")
    os.kill(random.choice(leaves), signal.SIGKILL)  # noqa: S311 - nothing is kept secret with it
    found = ask_at_once(server, _TOGETHER, target)
    rest(server)
    return found


def _much_asked_first(server: Server, target: str, rows: int) -> AtOnce:
    query = _EVERYTHING.format(rows) + f" # {time.monotonic_ns()}"
    status, _, body = server.fetch(address_of(query), 60, Accept=RESULTS)
    if status != 200 or len(body) < _LARGE_ANSWER / 2:
        raise Unmeasured(f"the large answer is {len(body):,} bytes with status {status}")
    found = ask_at_once(server, _TOGETHER, target)
    rest(server)
    return found


def _rows(server: Server) -> int:
    """How many triples make a large answer."""
    body = server.fetch(address_of(_EVERYTHING.format(_SOME)), 60, Accept=RESULTS)[2]
    return _SOME * _LARGE_ANSWER // len(body)


def _made_lookup() -> str:
    return queries.unique(f"SELECT ?p ?o {{ <{_MADE}7> ?p ?o }}")


def _made_graph(path: Path, triples: int) -> Path:
    """A file of so many ``triples`` in N-Triples, ten about each thing."""
    with path.open("w", encoding="ascii") as file:
        for thing in range(triples // 10):
            lines = (f'<{_MADE}{thing}> <{_MADE}property/{number}> "{thing} has {number}" .\n' for number in range(9))
            file.writelines([*lines, f"<{_MADE}{thing}> <{_MADE}next> <{_MADE}{thing + 1}> .\n"])
    return path


def start(bench: Bench) -> Iterator[Line]:
    """How long a server over a release that is built takes to its first answer, and what it holds then."""
    found = bench.in_turn({name: partial(_begun, bench, name) for name in bench.servers})
    yield Line("start to the first answer, seconds", medians(found, lambda one: one[0]), wanted="≤ 1", digits=2)
    yield Line("memory of all processes, MB (PSS)", medians(found, lambda one: one[1].memory), wanted="≤ 160")
    yield Line("  processes", medians(found, lambda one: one[1].processes))
    yield Line("  threads", medians(found, lambda one: one[1].threads))


def large_start(bench: Bench) -> Iterator[Line]:
    """How long a server over ten million triples takes to its first answer."""
    if not bench.large:
        return
    made = _made_graph(bench.folder / "ten-million.nt", 10_000_000)
    found = bench.in_turn({name: partial(_begun, bench, name, "--data", str(made)) for name in bench.servers}, rounds=1)
    yield Line("start with 10 M triples, seconds", medians(found, lambda one: one[0]), wanted="≤ 40", digits=1)
    yield Line("memory of all processes, MB (PSS)", medians(found, lambda one: one[1].memory))


def _begun(bench: Bench, name: str, *options: str) -> tuple[float, Held]:
    began = time.monotonic()
    with bench.started(name, *options) as server:
        seconds = time.monotonic() - began
        time.sleep(_SETTLED)
        return seconds, server.held()


def reloads(bench: Bench) -> Iterator[Line]:
    """What a server holds after it has changed between two releases, while a few clients ask."""
    releases = {name: copied(folder, bench.folder / f"releases of {name}") for name, folder in bench.releases.items()}
    folders = {name: one.folder for name, one in releases.items()}
    with bench.running(releases=folders) as servers:
        for name, server in servers.items():  # what is done once is done
            _reloaded(server, releases[name], 2)
        before = {name: server.held() for name, server in servers.items()}
        yield from _held("before", before, {})
        done = 0
        for wanted in (10, 100) if bench.large else (10,):
            missed = {name: _reloaded(server, releases[name], wanted - done) for name, server in servers.items()}
            done = wanted
            yield from _held(f"after {wanted} reloads", {name: server.held() for name, server in servers.items()}, before)
            yield Line("  of the last reloads not taken", missed, wanted="0")


def _held(when: str, held: Mapping[str, Held], before: Mapping[str, Held]) -> Iterator[Line]:
    wanted = "about 1 ×" if before else ""
    for what, name in (("memory, MB (PSS)", "memory"), ("threads", "threads"), ("descriptors", "descriptors")):
        found, base = ({column: float(getattr(one, name)) for column, one in some.items()} for some in (held, before))
        yield Line(f"{what}, {when}", found, base, wanted)


def _reloaded(server: Server, releases: Releases, times: int) -> int:
    """Change the release of ``server`` so many ``times`` while two clients ask; how many changes did not come about."""
    missed = 0
    with crowd(server, People(OTHERS, 2, targets=[queries.unique(queries.LOOKUP)], pause=0.05)):
        for name, digest in itertools.islice(itertools.cycle(reversed(releases.good.items())), times):
            releases.point(name)
            missed += not changed(server, digest)
    time.sleep(_SETTLED)
    return missed
