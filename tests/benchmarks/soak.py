"""Whether the server stays as it is: ``python tests/benchmarks/soak.py [minutes]`` does to it all that it must bear.

Clients ask as they should, make mistakes, ask for what takes too long, leave before they are answered, send and read slowly,
or have connections and say nothing. Meanwhile processes of the server are killed, any but the first, and it is told to
change to releases, good ones and broken ones.

Prints what it holds as it goes. Exit status 1 when at rest it holds more than before, when a request was lost that was not
under way at a kill, when a good release was not taken or a broken one not said, or when a process is left after the end.
"""

from __future__ import annotations

import random
import shlex
import sys
import tempfile
import time
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

sys.path.insert(0, str(Path(__file__).parent.parent))  # run as a file, which has its own folder on the path and no other
from benchmarks import queries
from benchmarks.crowd import People, crowd
from benchmarks.disturbances import Kills, Reloads, again_and_again
from benchmarks.local_server import address_of, alive, machine, serving
from benchmarks.neighbours import rest
from benchmarks.releases import built, copied

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.crowd import Met
    from benchmarks.local_server import Held, Server
    from benchmarks.releases import Releases

DEADLINE = 2.0
OPTIONS = ("--deadline", str(DEADLINE), "--workers", "2", "--queue", "1", "--cache-size", "4000000")
"""Hostile queries end soon, and the cache is full soon: what grows after that is a leak."""

ALLOWED = {"memory": 1.25, "threads": 1.0, "descriptors": 1.1, "processes": 1.0}
"""How much of each a server may hold at rest afterwards, of what it held before."""

_WARMING = 20.0  # seconds
_SETTLING = 8.0  # seconds after the deadline in which all that was under way is over
_UNDER_WAY = 0.2  # seconds in which a request that has just been sent may have been given to a process that is gone
_SAMPLES = 40
_SHOWN = 10

_DEEP = 8_000
_TRIPLES = "SELECT * { ?s ?p ?o }"
_SEVERAL = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
_DOUBLED = " ".join(f"BIND(CONCAT(?x{number}, ?x{number}) AS ?x{number + 1})" for number in range(30))
_HOSTILE = [
    queries.RUNAWAY,
    f"SELECT * {{ {_SEVERAL} }} ORDER BY ?c ?f ?i",
    f"SELECT * {{ {_SEVERAL} }}",
    "SELECT * {" + "{" * _DEEP + "}" * _DEEP + "}",
    f"SELECT (STRLEN(?x30) AS ?n) {{ BIND('0123456789' AS ?x0) {_DOUBLED} }}",
    "SELECT ?o { ?s ?p ?o } ORDER BY ?o",
]
_GOOD = [
    queries.LOOKUP,
    queries.STATES,
    "SELECT * { ?s ?p ?o } LIMIT 10",
    "CONSTRUCT WHERE { ?s a ?type } LIMIT 100",
    "ASK { ?s ?p 'nothing' }",
]
_MISTAKES = [
    "SELECT * {",
    "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "DROP ALL",
    "SELECT * FROM <x:none> { }",
]
_PAGES = [
    "/",
    "/queries/",
    "/download/",
    "/id/state/KOR.html",
    "/id/state/KOR.ttl",
    "/id/state/none",
    "/none",
    "/search?q=viet",
]

PEOPLE = {
    "good": People(
        10,
        6,
        targets=[*map(queries.unique, _GOOD + _MISTAKES), *map(address_of, _GOOD), *_PAGES],
        headers={"Accept": "*/*"},
        pause=0.05,
        leaves=True,
        expected=[200, 303, 400, 403, 404],
    ),
    "of everything": People(11, 2, targets=[queries.unique(_TRIPLES)], pause=1.0, expected=[200, 504]),
    "hostile": People(12, 8, targets=list(map(queries.unique, _HOSTILE)), pause=0.5, expected=[200, 400, 504, 507]),
    "vanishing": People(13, 4, targets=list(map(queries.unique, (queries.RUNAWAY, _TRIPLES))), pause=0.5, patience=0.3),
    "slow to read": People(14, 4, "sip", targets=[queries.unique(_TRIPLES)]),
    "slow to write": People(15, 4, "drip", each=4),
    "idle": People(16, 50, "sit", each=4),
}
"""Who comes, by what they are called in the end."""

_ANSWERED = ("good", "of everything", "hostile")
"""Those of them who wait for their answers."""


@click.command(help=__doc__)
@click.argument("minutes", type=click.FloatRange(min=0.1), default=30.0)
@click.option("--server", default=f"{sys.executable} -m oegyo", help="The command of the server.")
def main(minutes: float, server: str) -> None:
    """Load a server for ``minutes``, do to it what it must bear, and say whether it stayed as it was."""
    executable, *options = shlex.split(server)
    command = [executable, *options[:2], "serve", *options[2:]] if options[:1] == ["-m"] else [executable, "serve", *options]
    click.echo(machine())
    with tempfile.TemporaryDirectory() as folder:
        releases = copied(built(command), Path(folder) / "releases")
        with serving(*OPTIONS, "--release", str(releases.folder), command=command) as running:
            processes: set[tuple[int, str]] = set()
            complaints = list(_soaked(running, releases, minutes * 60, processes))
    left = alive(processes)
    if left:
        complaints.append(f"processes are left after the end: {sorted(pid for pid, _ in left)}")
    for complaint in complaints:
        click.echo(f"FAILED: {complaint}")
    sys.exit(1 if complaints else 0)


def _soaked(server: Server, releases: Releases, seconds: float, processes: set[tuple[int, str]]) -> Iterator[str]:
    """What is wrong with ``server`` after so many ``seconds``, in words; all its ``processes`` are noted."""
    kills, reloads, chance = Kills(), Reloads(), random.Random(11)  # noqa: S311 - nothing is kept secret with it
    for _ in releases.good:  # what is done once is done
        reloads.good(server, releases)
    with crowd(server, *PEOPLE.values()):
        time.sleep(_WARMING)
    before = _at_rest(server)
    with ExitStack() as stack:
        met = stack.enter_context(crowd(server, *PEOPLE.values()))
        stack.enter_context(again_and_again(partial(kills.one, server, chance), 2.0, 8.0, chance))
        stack.enter_context(again_and_again(partial(_reload, reloads, server, releases, chance), 0.2, 1.0, chance))
        _watch(server, seconds, kills, reloads, processes)
    after = _at_rest(server)
    yield from _grown(before, after)
    yield from _lost(dict(zip(PEOPLE, met, strict=True)), kills)
    click.echo(f"{len(kills.moments)} processes were killed")
    click.echo(f"of {reloads.count} reloads, {reloads.taken} were taken, and {reloads.refused} of broken releases said")
    if reloads.not_taken:
        yield f"{reloads.not_taken} good releases were not taken"
    if reloads.not_said:
        yield f"{reloads.not_said} broken releases were not said"


def _reload(reloads: Reloads, server: Server, releases: Releases, chance: random.Random) -> None:
    """A good release or, one time in three, a broken one."""
    if chance.random() < 1 / 3:
        reloads.bad(server, releases, chance)
    else:
        reloads.good(server, releases)


def _watch(server: Server, seconds: float, kills: Kills, reloads: Reloads, processes: set[tuple[int, str]]) -> None:
    """Look at the server every now and then for so many ``seconds``."""
    began = time.monotonic()
    click.echo(f"{'seconds':>8}{'MB':>8}{'threads':>9}{'descriptors':>13}{'processes':>11}{'kills':>7}{'reloads':>9}")
    for number in range(1, _SAMPLES + 1):
        time.sleep(max(0.0, began + number * seconds / _SAMPLES - time.monotonic()))
        processes |= server.identities()
        held = server.held()
        click.echo(
            f"{time.monotonic() - began:>8.0f}{held.memory:>8.0f}{held.threads:>9}{held.descriptors:>13}"
            f"{held.processes:>11}{len(kills.moments):>7}{reloads.count:>9}"
        )


def _at_rest(server: Server) -> Held:
    """What ``server`` holds when everybody has left."""
    time.sleep(DEADLINE + _SETTLING)
    rest(server)
    held = server.held()
    click.echo(
        f"at rest: {held.memory:.0f} MB, {held.threads} threads, {held.descriptors} descriptors, {held.processes} processes"
    )
    return held


def _grown(before: Held, after: Held) -> Iterator[str]:
    """What there is more of than is allowed."""
    for name, allowed in ALLOWED.items():
        had, has = getattr(before, name), getattr(after, name)
        if has > had * allowed:
            yield f"{name}: {has:.0f} at rest afterwards, {had:.0f} before"


def _lost(met: dict[str, Met], kills: Kills) -> Iterator[str]:
    """Say what everybody met; what is wrong when a request was lost that was not under way at a kill."""
    for who, theirs in met.items():
        click.echo(f"{who}: {dict(sorted(theirs.outcomes.items()))}")
        if who not in _ANSWERED:
            continue
        otherwise = [loss for loss in theirs.losses if not kills.meet(loss[0], loss[1], _UNDER_WAY)]
        click.echo(f"  lost: {len(theirs.losses) - len(otherwise)} under way at a kill, {len(otherwise)} others")
        for began, ended, outcome, target in otherwise[:_SHOWN]:
            click.echo(f"    {outcome} after {ended - began:.2f} s: {target[:100]}")
        if otherwise:
            yield f"{len(otherwise)} requests of those who are {who} were lost, and not by a kill"


if __name__ == "__main__":
    main()
