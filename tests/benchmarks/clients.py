"""Clients that are different people: each has an address of its own on this machine, and a connection at a time.

A server takes whoever comes from another address for another client; all of 127.0.0.0/8 is this machine.
"""

from __future__ import annotations

import asyncio
import math
import statistics
import time
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from benchmarks.local_server import RESULTS, Unmeasured
from benchmarks.wrk import UNIQUE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from benchmarks.local_server import Server

REFUSED = frozenset({429, 503})
"""The statuses of an answer that tells a client to come again."""

_LONGEST_HEAD = 1 << 16


@dataclass(frozen=True)
class Reply:
    """An answer: its status, its headers by their names in lower case, its body, and the seconds it took."""

    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float


class Lost(Exception):
    """A request had no whole answer; the message is the kind of error."""


class Client:
    """One client at ``address``, who keeps a connection to ``port`` for the next request unless it ``leaves`` it."""

    def __init__(self, address: str, port: int, *, leaves: bool = False) -> None:
        self._address = address
        self._port = port
        self._leaves = leaves
        self._number = 0
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, target: str, patience: float = 60.0, **headers: str) -> Reply:
        """The answer to ``target``, in which `UNIQUE` becomes what no other request has.

        Raises Lost when there is none, it is cut, or ``patience`` (seconds) ends.
        """
        self._number += 1
        unique = f"{self._address}-{id(self)}-{self._number}-{time.monotonic_ns()}"
        asked = {"Host": f"localhost:{self._port}", "Accept": RESULTS, **headers}
        lines = [f"GET {target} HTTP/1.1", *(f"{name}: {value}" for name, value in asked.items())]
        request = "".join(f"{line}\r\n" for line in [*lines, ""]).replace(UNIQUE, unique).encode()
        began = time.monotonic()
        try:
            async with asyncio.timeout(patience):
                status, given, body = await self._exchange(request)
        except (OSError, EOFError, ValueError) as error:  # a TimeoutError is an OSError
            self.close()
            raise Lost(type(error).__name__) from error
        if self._leaves or given.get("connection", "").lower() == "close":
            self.close()
        return Reply(status, given, body, time.monotonic() - began)

    async def _exchange(self, request: bytes) -> tuple[int, dict[str, str], bytes]:
        """Send ``request`` and read the answer; once more where a connection that was kept has ended meanwhile."""
        kept = self._streams
        try:
            return await self._sent(request)
        except (OSError, EOFError):
            if kept is None:
                raise
            self.close()
            return await self._sent(request)

    async def _sent(self, request: bytes) -> tuple[int, dict[str, str], bytes]:
        if self._streams is None:
            self._streams = await open_connection(self._address, self._port)
        reader, writer = self._streams
        writer.write(request)
        await writer.drain()
        return await _answer(reader)

    def close(self) -> None:
        """Leave the connection."""
        if self._streams:
            self._streams[1].close()
            self._streams = None


async def open_connection(address: str, port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A connection from ``address`` of this machine to ``port``."""
    return await asyncio.open_connection("127.0.0.1", port, local_addr=(address, 0), limit=_LONGEST_HEAD)


async def _answer(reader: asyncio.StreamReader) -> tuple[int, dict[str, str], bytes]:
    """The status, headers and body that come next (RFC 9112)."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    fields = (line.partition(":") for line in head[1:] if line)
    headers = {name.lower(): value.strip() for name, _, value in fields}
    status = int(head[0].split()[1])
    if "chunked" in headers.get("transfer-encoding", ""):
        return status, headers, await _chunks(reader)
    if "content-length" in headers:
        return status, headers, await reader.readexactly(int(headers["content-length"]))
    return status, headers, b"" if status in {204, 304} else await reader.read()


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    parts = []
    while size := int((await reader.readline()).split(b";")[0], 16):
        parts.append(await reader.readexactly(size))
        await reader.readline()
    await reader.readline()
    return b"".join(parts)


@dataclass(frozen=True)
class Waited:
    """What a client met: milliseconds that its answers took, and how many requests were refused, or had no answer."""

    p50: float
    p95: float
    max: float
    answered: int
    refused: int
    lost: int


def ask_in_turn(
    server: Server,
    address: str,
    targets: list[str],
    seconds: float,
    *,
    pause: float = 0.01,
    patience: float = 60.0,
    status: int = 200,
    headers: Mapping[str, str] = MappingProxyType({}),
) -> Waited:
    """Ask ``targets`` from ``address``, one at a time with ``pause`` between them, for ``seconds``, and once at least.

    Raises Unmeasured when one is answered with a status that neither is ``status`` nor refuses.
    """
    return asyncio.run(_in_turn(Client(address, server.port), targets, seconds, pause, patience, status, headers))


async def _in_turn(
    client: Client,
    targets: list[str],
    seconds: float,
    pause: float,
    patience: float,
    status: int,
    headers: Mapping[str, str],
) -> Waited:
    taken: list[float] = []
    refused = lost = number = 0
    end = time.monotonic() + seconds
    while number == 0 or time.monotonic() < end:
        target = targets[number % len(targets)]
        number += 1
        try:
            reply = await client.get(target, patience, **headers)
        except Lost:
            lost += 1
            continue
        if reply.status in REFUSED:
            refused += 1
        elif reply.status == status:
            taken.append(reply.seconds)
        else:
            raise Unmeasured(f"{target} is answered with {reply.status} and not {status}")
        await asyncio.sleep(pause)
    client.close()
    return Waited(*_milliseconds(taken), answered=len(taken), refused=refused, lost=lost)


def _milliseconds(taken: list[float]) -> tuple[float, float, float]:
    """The median, the 95th percentile and the most of some seconds, in milliseconds; without end when there are none."""
    if not taken:
        return math.inf, math.inf, math.inf
    p95 = statistics.quantiles(taken, n=20, method="inclusive")[-1] if len(taken) > 1 else taken[0]
    return statistics.median(taken) * 1000, p95 * 1000, max(taken) * 1000


@dataclass(frozen=True)
class AtOnce:
    """What clients met who asked at the same time: milliseconds until the last was answered, and how many were not."""

    last: float
    failed: int


def ask_at_once(server: Server, addresses: Iterable[str], target: str) -> AtOnce:
    """Ask ``target`` from all the ``addresses`` at the same time."""
    return asyncio.run(_at_once([Client(address, server.port, leaves=True) for address in addresses], target))


async def _at_once(clients: list[Client], target: str) -> AtOnce:
    replies = await asyncio.gather(*(client.get(target) for client in clients), return_exceptions=True)
    answered = [reply.seconds for reply in replies if isinstance(reply, Reply) and reply.status == 200]
    return AtOnce(max(answered, default=math.inf) * 1000, len(clients) - len(answered))
