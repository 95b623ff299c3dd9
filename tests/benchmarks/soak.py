"""Whether the server stays as it is: ``python tests/benchmarks/soak.py [minutes]`` loads it with good and hostile requests.

Prints its memory and its open files as it goes. Exit status 1 when the memory grows steadily, when a request is answered
as none should be, or when a process is left over: after the load, or after the end.
"""

from __future__ import annotations

import http.client
import random
import statistics
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import click

sys.path.insert(0, str(Path(__file__).parent.parent))  # run as a file, which has its own folder on the path and no other
from benchmarks.local_server import Server, address_of, machine, serving
from engine.test_hostile import MEMORY_BOMB

DEADLINE = 2.0
WORKERS = 2
OPTIONS = ("--deadline", str(DEADLINE), "--workers", str(WORKERS), "--queue", "1", "--cache-size", "4000000")
"""Hostile queries end soon, and the cache is full soon: what grows after that is a leak."""

CLIENTS = 6
RATE = 100.0  # requests a second, of all clients together
ALLOWED_GROWTH = 1.05
_LONGEST_WAIT = 30.0
_SETTLING = 5.0
_SAMPLES = 40
_QUARTERS = 4

_SEVERAL = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
_DEEP = 8_000
HOSTILE = [
    f"SELECT (COUNT(*) AS ?n) {{ {_SEVERAL} . ?j ?k ?l }}",
    f"SELECT * {{ {_SEVERAL} }} ORDER BY ?c ?f ?i",
    f"SELECT * {{ {_SEVERAL} }}",
    "SELECT * {" + "{" * _DEEP + "}" * _DEEP + "}",
    MEMORY_BOMB,
    "SELECT ?o { ?s ?p ?o } ORDER BY ?o",
]
GOOD = [
    "SELECT * { ?s ?p ?o } LIMIT 10",
    "SELECT ?type (COUNT(?s) AS ?n) { ?s a ?type } GROUP BY ?type",
    "CONSTRUCT WHERE { ?s a ?type } LIMIT 100",
    "ASK { ?s ?p 'nothing' }",
    "SELECT * { ?s ?p ?o }",
]
PAGES = ["/", "/queries/", "/ontology", "/download/", "/id/state/KOR.html", "/id/state/KOR.ttl", "/id/state/none", "/none"]
MISTAKES = [
    "SELECT * {",
    "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "DROP ALL",
    "SELECT * FROM <x:none> { }",
]
EXPECTED = {200, 303, 400, 403, 404, 503, 504, 507}


@dataclass(frozen=True)
class Sample:
    """What the server holds at one moment: megabytes in memory, open files, processes."""

    seconds: float
    memory: float
    files: int
    processes: int


def main(minutes: float) -> int:
    """Load a server for ``minutes``, watch it, and say whether it stayed as it was: the exit status."""
    click.echo(machine())
    complaints: list[str] = []
    outcomes: Counter[str] = Counter()
    with serving(*OPTIONS) as server:
        before = server.processes()
        samples = watch(server, minutes * 60, outcomes)
        time.sleep(DEADLINE + _SETTLING)
        after = server.processes()
        last = sample(server, 0.0)
        if len(after) > len(before):
            complaints.append(f"{len(after)} processes are there after the load, and {len(before)} were before it")
    left = [pid for pid in before | after if Path(f"/proc/{pid}").exists()]
    if left:
        complaints.append(f"processes are left after the end: {left}")
    odd = {name: count for name, count in outcomes.items() if not name.isdigit() or int(name) not in EXPECTED}
    if odd:
        complaints.append(f"requests were answered as none should be: {odd}")
    steady = growth(samples)
    if steady:
        complaints.append(steady)
    click.echo(f"answers by status: {dict(sorted(outcomes.items()))}")
    click.echo(f"at rest afterwards: {last.memory:.0f} MB, {last.files} open files, {last.processes} processes")
    for complaint in complaints:
        click.echo(f"FAILED: {complaint}")
    return 1 if complaints else 0


def watch(server: Server, seconds: float, outcomes: Counter[str]) -> list[Sample]:
    """Keep the clients going for ``seconds``, and look at the server every now and then."""
    end = time.monotonic() + seconds
    clients = [threading.Thread(target=_ask_on, args=[server, end, outcomes, number]) for number in range(CLIENTS)]
    for client in clients:
        client.start()
    samples: list[Sample] = []
    click.echo(f"{'seconds':>8}{'MB':>8}{'open files':>12}{'processes':>11}")
    for number in range(1, _SAMPLES + 1):
        time.sleep(max(0.0, end - seconds + number * seconds / _SAMPLES - time.monotonic()))
        found = sample(server, number * seconds / _SAMPLES)
        samples.append(found)
        click.echo(f"{found.seconds:>8.0f}{found.memory:>8.0f}{found.files:>12}{found.processes:>11}")
    for client in clients:
        client.join()
    return samples


def _ask_on(server: Server, end: float, outcomes: Counter[str], seed: int) -> None:
    """One client: a request at a time, at its share of the rate, until ``end``."""
    chance = random.Random(seed)  # noqa: S311 - nothing is kept secret with it
    while time.monotonic() < end:
        started = time.monotonic()
        target, patience = _next(chance)
        accept = chance.choice(["*/*", "text/html", "text/csv, */*;q=0.1", "text/turtle, */*;q=0.1"])
        try:
            outcome = str(server.fetch(target, patience, Accept=accept, **{"Accept-Encoding": "gzip, br"})[0])
        except TimeoutError:
            outcome = "200"  # a client that leaves in the middle, as some here are meant to
            if patience >= _LONGEST_WAIT:
                outcome = "no answer"
        except (OSError, http.client.HTTPException) as error:
            outcome = type(error).__name__
        outcomes[outcome] += 1
        time.sleep(max(0.0, started + CLIENTS / RATE - time.monotonic()))


def _next(chance: random.Random) -> tuple[str, float]:
    """A target, and how many seconds its client waits."""
    kind = chance.random()
    unique = f"\n# {chance.getrandbits(64)}"
    if kind < 0.03:
        return address_of(chance.choice(HOSTILE) + unique), _LONGEST_WAIT
    if kind < 0.05:
        return address_of(HOSTILE[0] + unique), 0.3  # it leaves
    if kind < 0.10:
        return address_of(chance.choice(MISTAKES) + unique), _LONGEST_WAIT
    if kind < 0.40:
        return chance.choice(PAGES) + "?" + urlencode({"n": chance.choice([0, chance.getrandbits(32)])}), _LONGEST_WAIT
    return address_of(chance.choice(GOOD) + (unique if kind < 0.80 else "")), _LONGEST_WAIT


def sample(server: Server, seconds: float) -> Sample:
    """What the server holds now: its share of what is in memory, so that shared pages count once."""
    memory, files, processes = 0, 0, 0
    for pid in server.processes():
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
            files += len(list(Path(f"/proc/{pid}/fd").iterdir()))
        except OSError:  # it has just ended
            continue
        memory += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        processes += 1
    return Sample(seconds, memory / 1000, files, processes)


def growth(samples: list[Sample]) -> str:
    """What is wrong when memory or files grow from each quarter of the time to the next; empty when they do not.

    The least of a quarter is what counts: a large answer on its way is no leak. The first quarter is for warming up.
    """
    size = max(1, len(samples) // _QUARTERS)
    quarters = [samples[place : place + size] for place in range(0, len(samples), size)][1:_QUARTERS]
    memory = [min(one.memory for one in quarter) for quarter in quarters]
    files = [statistics.median(one.files for one in quarter) for quarter in quarters]
    click.echo("least memory by quarter after the first: " + ", ".join(f"{least:.0f} MB" for least in memory))
    for name, values in (("memory", memory), ("open files", files)):
        if values == sorted(values) and values[-1] > values[0] * ALLOWED_GROWTH:
            return f"{name} grows steadily: {values}"
    return ""


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 10.0))
