r"""What the gate promises, measured from outside: ``python tests/benchmarks/gate.py [seconds]`` prints a table.

Beside our server run Oxigraph's over the same quads, and nginx with the same bytes. Each figure is the median of a few
rounds of so many seconds, in which all take turns, so that whatever else the machine does slows all of them alike; what
counts is the ratio.

Needs wrk and nginx (``apt-get install wrk nginx``) and Oxigraph's server (``pip install oxigraph``); what is missing is
said, and the rest measured. Exit status 1 when something could not be measured. ``--server`` names a server by its
command, and may be given several times, so that two checkouts are measured in one run:

\b

    gate.py --server before=OLD/.venv/bin/oegyo --server "after=NEW/.venv/bin/oegyo --workers 2"
"""

from __future__ import annotations

import http.client
import shlex
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

sys.path.insert(0, str(Path(__file__).parent.parent))  # run as a file, which has its own folder on the path and no other
from benchmarks import lifetimes, neighbours, rates
from benchmarks.local_server import Unmeasured, machine
from benchmarks.peers import HOW_TO_GET, program
from benchmarks.releases import built
from benchmarks.table import Bench

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from benchmarks.table import Line


@dataclass(frozen=True)
class Row:
    """A row of the table: what is measured, and how."""

    about: str
    measure: Callable[[Bench], Iterable[Line]]


ROWS = {
    1: Row("answers that are kept", rates.kept),
    2: Row("downloads", rates.downloads),
    3: Row("queries that were never asked before", rates.new_queries),
    4: Row("a kept query beside others", neighbours.kept_query),
    5: Row("lookups beside hostile clients", neighbours.hostile),
    6: Row("pages that are not kept", rates.pages),
    7: Row("pages beside queries of browsers", neighbours.browsers),
    8: Row("lookups beside idle connections and slow bodies", neighbours.holders),
    9: Row("lookups after a loss and after a large answer", lifetimes.after_a_loss),
    10: Row("start and memory", lifetimes.start),
    11: Row("start with 10 M triples (--large)", lifetimes.large_start),
    12: Row("reloads", lifetimes.reloads),
}
"""The rows by their numbers."""


@click.command(help=__doc__)
@click.argument("seconds", type=click.IntRange(min=1), default=3)
@click.option("--server", "commands", multiple=True, help="NAME=COMMAND of a server; the one of this Python by default.")
@click.option("--rows", default=",".join(map(str, ROWS)), help="The rows to measure, by their numbers: 1,3,5.")
@click.option("--rounds", type=click.IntRange(min=1), default=3, help="Rounds of which each figure is the median.")
@click.option("--large", is_flag=True, help="Start with 10 M triples as well, and reload 100 times.")
def main(seconds: int, commands: tuple[str, ...], rows: str, rounds: int, large: bool) -> None:
    """Measure the rows, print each line as soon as it is known, and say what could not be measured."""
    servers = dict(map(_server, commands or [f"oegyo={Path(sys.executable).with_name('oegyo')}"]))
    click.echo(machine())
    missing = [f"{name} is not installed: {how}" for name, how in HOW_TO_GET.items() if program(name) is None]
    for one in missing:
        click.echo(one)
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(
            servers, {name: built(command) for name, command in servers.items()}, Path(folder), seconds, rounds, large
        )
        click.echo(bench.head())
        for number in map(int, rows.split(",")):
            missing += _measured(bench, number, ROWS[number])
    for one in dict.fromkeys(missing + bench.missing):
        click.echo(f"NOT MEASURED: {one}")
    sys.exit(1 if missing or bench.missing else 0)


def _measured(bench: Bench, number: int, row: Row) -> Iterator[str]:
    """Measure one ``row`` and print it; why, when it cannot be."""
    click.echo(f"{number} {row.about}")
    try:
        for line in row.measure(bench):
            click.echo(f"  {bench.row(line)}")
    except (Unmeasured, OSError, http.client.HTTPException, subprocess.SubprocessError) as error:
        click.echo(f"  could not be measured: {error}")
        yield f"row {number}: {type(error).__name__}: {error}"


def _server(text: str) -> tuple[str, list[str]]:
    """The name and the command line of a server, from ``NAME=COMMAND``."""
    name, _, command = text.partition("=")
    executable, *options = shlex.split(command)
    return name, [executable, "serve", *options]


if __name__ == "__main__":
    main()
