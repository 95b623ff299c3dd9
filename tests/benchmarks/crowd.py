"""Other clients of a server, in a process of their own so that they do not keep the one that measures waiting.

``with crowd(server, People(…)) as met:`` has them from then on; in the end ``met`` has what each kind of people met.
"""

from __future__ import annotations

import asyncio
import dataclasses
import itertools
import json
import resource
import subprocess
import sys
import time
from collections import Counter
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent.parent))  # run as a file, which has its own folder on the path and no other
from benchmarks.clients import REFUSED, Client, Lost, open_connection
from benchmarks.local_server import RESULTS, Unmeasured
from benchmarks.wrk import UNIQUE

if TYPE_CHECKING:
    from asyncio import StreamReader, StreamWriter
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

    from benchmarks.local_server import Server

_LONGEST_PAUSE = 1.0
_SLOWLY = 1.0
_OPENING = 200  # connections that are opened at once
_KEPT_LOSSES = 1000
_END_SECONDS = 60.0


@dataclass(frozen=True)
class People:
    """``count`` clients of the network ``net`` (the first of them 127.0.``net``.1) who do the same at ``each`` connection.

    What they do is the name of one of `DOINGS`. Who asks waits ``patience`` for an answer and ``pause`` before the next, has
    a new connection for it if it ``leaves``, and is to be answered with one of the statuses ``expected``, or refused.
    """

    net: int
    count: int
    does: str = "ask"
    targets: list[str] = field(default_factory=lambda: ["/"])
    each: int = 1
    headers: dict[str, str] = field(default_factory=lambda: {"Accept": RESULTS})
    pause: float = 0.0
    patience: float = 60.0
    leaves: bool = False
    expected: list[int] = field(default_factory=lambda: [200])

    def addresses(self) -> list[str]:
        """The address of each."""
        return [f"127.0.{self.net + number // 250}.{number % 250 + 1}" for number in range(self.count)]


@dataclass
class Met:
    """What clients met: how often each outcome (a status, or a kind of error), and those that none should have.

    Of those it has from when to when (the clock of `time.monotonic`) the request was under way, the outcome and the target.
    """

    outcomes: Counter[str] = field(default_factory=Counter)
    losses: list[tuple[float, float, str, str]] = field(default_factory=list)

    def add(self, outcome: str, began: float, target: str, *, lost: bool) -> None:
        """Note that ``target``, asked at ``began``, had ``outcome``."""
        self.outcomes[outcome] += 1
        if lost and len(self.losses) < _KEPT_LOSSES:
            self.losses.append((began, time.monotonic(), outcome, target))


async def _ask(people: People, address: str, port: int, met: Met) -> None:
    """Ask one target after the other; whoever is refused asks again when it is told to, or after a second."""
    client = Client(address, port, leaves=people.leaves)
    for target in itertools.cycle(people.targets):
        began = time.monotonic()
        pause = people.pause
        try:
            reply = await client.get(target, people.patience, **people.headers)
        except Lost as error:
            met.add(str(error), began, target, lost=True)
            pause = max(pause, 0.1)
        else:
            refused = reply.status in REFUSED
            met.add(str(reply.status), began, target, lost=not refused and reply.status not in people.expected)
            if refused:
                again = reply.headers.get("retry-after", "1")
                pause = max(pause, min(float(again) if again.isdigit() else _LONGEST_PAUSE, _LONGEST_PAUSE))
        await asyncio.sleep(pause)


async def _sit(_: People, address: str, port: int, met: Met) -> None:
    """Have a connection and say nothing; open the next when it is closed."""
    while True:
        async with _connection(address, port, met) as streams:
            await streams[0].read()


async def _drip(_: People, address: str, port: int, met: Met) -> None:
    """Begin a body and send a byte of it now and then; begin anew when the connection is closed."""
    head = f"POST /sparql HTTP/1.1\r\nHost: localhost:{port}\r\nContent-Type: application/sparql-query\r\n"
    while True:
        async with _connection(address, port, met) as (reader, writer):
            writer.write(f"{head}Content-Length: 100000\r\n\r\n".encode())
            answered = asyncio.ensure_future(reader.read())
            while not answered.done():
                writer.write(b" ")
                await writer.drain()
                await asyncio.wait([answered], timeout=_SLOWLY)
            answered.result()


async def _sip(people: People, address: str, port: int, met: Met) -> None:
    """Ask and read some of the answer now and then."""
    for target in itertools.cycle(people.targets):
        async with _connection(address, port, met) as (reader, writer):
            unique = target.replace(UNIQUE, f"{address}-{time.monotonic_ns()}")
            writer.write(f"GET {unique} HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n".encode())
            while await reader.read(1024):
                await asyncio.sleep(_SLOWLY)


@asynccontextmanager
async def _connection(address: str, port: int, met: Met) -> AsyncIterator[tuple[StreamReader, StreamWriter]]:
    """A connection that the other side may end when it likes; there is a pause before the next."""
    try:
        reader, writer = await open_connection(address, port)
        met.outcomes["opened"] += 1
        try:
            yield reader, writer
        finally:
            writer.close()
    except OSError as error:
        met.outcomes[type(error).__name__] += 1
    await asyncio.sleep(_SLOWLY)


DOINGS: dict[str, Callable[[People, str, int, Met], Awaitable[None]]] = {
    "ask": _ask,
    "sit": _sit,
    "drip": _drip,
    "sip": _sip,
}


@contextmanager
def crowd(server: Server, *people: People) -> Iterator[list[Met]]:
    """``people`` at ``server``, until it is left; then what each kind of them met is in the list.

    Raises Unmeasured when they fail, as for want of descriptors.
    """
    command = [sys.executable, __file__, str(server.port)]
    met: list[Met] = []
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(json.dumps([dataclasses.asdict(one) for one in people]) + "\n")
            process.stdin.flush()
            if not process.stdout.readline():
                raise Unmeasured("the other clients did not come")
            yield met
            printed, _ = process.communicate(timeout=_END_SECONDS)
            if process.returncode:
                raise Unmeasured("the other clients failed")
            met += (Met(Counter(one["outcomes"]), [tuple(loss) for loss in one["losses"]]) for one in json.loads(printed))
        finally:
            process.kill()


async def _all(port: int, people: list[People]) -> list[Met]:
    """Begin with everybody, say so, and go on until standard input ends."""
    met = [Met() for _ in people]
    tasks = []
    for one, theirs in zip(people, met, strict=True):
        for address in one.addresses() * one.each:
            tasks.append(asyncio.ensure_future(DOINGS[one.does](one, address, port, theirs)))
            if len(tasks) % _OPENING == 0:  # more at once would only wait to be accepted
                await asyncio.sleep(0.1)
    print(flush=True)  # noqa: T201 - to the process that has begun this one
    ended = asyncio.ensure_future(asyncio.to_thread(sys.stdin.read))
    await asyncio.wait([ended, *tasks], return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        if task.done():
            task.result()  # none ends by itself but by a fault
        task.cancel()
    await asyncio.wait(tasks)
    return met


def _main() -> None:
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    people = [People(**one) for one in json.loads(sys.stdin.readline())]
    met = asyncio.run(_all(int(sys.argv[1]), people))
    print(json.dumps([vars(one) for one in met]))  # noqa: T201 - to the process that has begun this one


if __name__ == "__main__":
    _main()
