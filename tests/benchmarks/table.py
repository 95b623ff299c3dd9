"""The table that a benchmark prints: what is measured beside what, in turn, and how its lines look."""

from __future__ import annotations

import math
import statistics
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

import click

from benchmarks.local_server import Unmeasured, serving
from benchmarks.peers import nginx, oxigraph_in_memory, oxigraph_on_disk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path

    from benchmarks.local_server import Server

Figures = TypeVar("Figures")

NGINX, IN_MEMORY, ON_DISK = "nginx", "oxigraph", "ox. disk"
PEERS = (NGINX, IN_MEMORY, ON_DISK)
_WHAT, _COLUMN = 66, 11


@dataclass(frozen=True)
class Line:
    """One thing that was measured: by column what was found, and what that is held against."""

    what: str
    found: Mapping[str, float]
    base: Mapping[str, float] = field(default_factory=dict)
    wanted: str = ""
    digits: int = 0


@dataclass(frozen=True)
class Bench:
    """The servers to measure, by name, and for how long.

    A server is a command line that ends with its options, and the folder of releases that it has for itself. A figure is
    the median of so many ``rounds`` of so many ``seconds`` each, in which all take turns.
    """

    servers: Mapping[str, list[str]]
    releases: Mapping[str, Path]
    folder: Path
    seconds: int
    rounds: int
    large: bool
    missing: list[str] = field(default_factory=list)

    @contextmanager
    def running(self, *options: str, releases: Mapping[str, Path] | None = None) -> Iterator[dict[str, Server]]:
        """Every server, started with more ``options``, by its name."""
        with ExitStack() as stack:
            yield {
                name: stack.enter_context(self.started(name, *options, releases=(releases or self.releases)[name]))
                for name in self.servers
            }

    def started(self, name: str, *options: str, releases: Path | None = None) -> AbstractContextManager[Server]:
        """The server of that ``name`` over ``releases``, or over those that are its own."""
        folder = releases or self.releases[name]
        return serving("--release", str(folder), *options, command=self.servers[name])

    @contextmanager
    def nginx(self, files: Mapping[str, bytes]) -> Iterator[dict[str, Server]]:
        """Nginx by its name, with ``files`` to serve; nothing when it is not there, which is said."""
        folder = self.folder / "nginx"
        folder.mkdir(exist_ok=True)
        with self._peer(NGINX, nginx(folder, files)) as found:
            yield found

    @contextmanager
    def oxigraph(self) -> Iterator[dict[str, Server]]:
        """Oxigraph's server by its names, over what the first server has; nothing when it is not there, which is said."""
        folder = next(iter(self.releases.values()))
        name = (folder / "current").read_text(encoding="ascii").strip()
        quads, database = folder / name / "graph.nq", self.folder / "oxigraph"
        with (
            self._peer(IN_MEMORY, oxigraph_in_memory(quads)) as one,
            self._peer(ON_DISK, oxigraph_on_disk(database, quads)) as two,
        ):
            yield one | two

    @contextmanager
    def _peer(self, name: str, peer: AbstractContextManager[Server]) -> Iterator[dict[str, Server]]:
        with ExitStack() as stack:
            found = {}
            try:
                found[name] = stack.enter_context(peer)
            except Unmeasured as error:
                self.missing.append(f"nothing is measured beside {name}: {error}")
                click.echo(f"    {self.missing[-1]}")
            yield found

    def in_turn(self, ways: Mapping[str, Callable[[], Figures]], rounds: int | None = None) -> dict[str, list[Figures]]:
        """What each of the ``ways`` finds in each round; in a round all take turns, so that what is slow is so for all."""
        found: dict[str, list[Figures]] = {name: [] for name in ways}
        for _ in range(rounds or self.rounds):
            for name, way in ways.items():
                found[name].append(way())
        return found

    def head(self) -> str:
        """The head of the table."""
        columns = [*self.servers, *PEERS, *(f"{name} ×" for name in self.servers)]
        return "".join([f"{'':{_WHAT}}", *(f"{column:>{_COLUMN}}" for column in columns), "   wanted"])

    def row(self, line: Line) -> str:
        """``line`` as the table has it."""
        figures = [_figure(line.found.get(name), line.digits) for name in (*self.servers, *PEERS)]
        ratios = [_figure(_ratio(line.found.get(name), line.base.get(name)), 2) for name in self.servers]
        return f"{line.what:{_WHAT}}" + "".join(f"{text:>{_COLUMN}}" for text in [*figures, *ratios]) + f"   {line.wanted}"


def medians(found: Mapping[str, list[Figures]], figure: Callable[[Figures], float]) -> dict[str, float]:
    """The median of one ``figure`` of what was found, by column."""
    return {name: statistics.median(map(figure, all_of_it)) for name, all_of_it in found.items()}


def sums(found: Mapping[str, list[Figures]], figure: Callable[[Figures], float]) -> dict[str, float]:
    """All of one ``figure`` of what was found together, by column."""
    return {name: sum(map(figure, all_of_it)) for name, all_of_it in found.items()}


def beside(found: Mapping[str, float], peer: str) -> dict[str, float]:
    """What each column is held against when that is ``peer``: what the peer has, if it is there."""
    return dict.fromkeys(found, found[peer]) if peer in found else {}


def _ratio(found: float | None, base: float | None) -> float | None:
    if found is None or not base or math.isinf(base):
        return None
    return found / base


def _figure(value: float | None, digits: int) -> str:
    if value is None:
        return "–"
    return "never" if math.isinf(value) else f"{value:,.{digits}f}"
