"""What a new process that holds the graph costs: ``python tests/benchmarks/forks.py [rounds]`` prints a line for each way.

A fork of our zygote, a process of multiprocessing's fork server that has loaded the graph as well, and a new process that
loads it by itself. Of its own imports this file has few, since a process of multiprocessing reads it again.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if __name__ == "__main__":  # run as a file, which has its own folder on the path and no other
    sys.path.insert(0, str(Path(__file__).parent.parent))

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkServerContext, SpawnContext

GRAPH = "GRAPH_TO_FORK"
"""The variable that tells the fork server where the graph is."""


def main(rounds: int) -> None:
    """Print the median of each way, and the ratio to the first."""
    import click

    from benchmarks.local_server import machine
    from benchmarks.turns import built, in_turn
    from oegyo.config import Settings
    from oegyo.engine import Limits
    from oegyo.engine.embedded import program
    from oegyo.engine.processes import Zygote

    graph = built().graph
    os.environ |= {GRAPH: str(graph), "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent.parent), *sys.path])}
    multiprocessing.set_forkserver_preload(["benchmarks.loaded_graph"])
    click.echo(machine())
    with asyncio.Runner() as runner:
        zygote = Zygote(program([graph], Limits.of(Settings())), 300.0)
        runner.run(zygote.start())
        try:
            in_turn(
                rounds,
                fork_of_the_zygote=lambda: runner.run(zygote.fork()).end(),
                fork_of_a_forkserver_with_the_graph=lambda: _started(multiprocessing.get_context("forkserver")),
                a_process_that_loads_the_graph=lambda: _started(multiprocessing.get_context("spawn")),
            )
        finally:
            zygote.end()


def _started(context: ForkServerContext | SpawnContext) -> None:
    """Start a process, wait until it says how large its graph is, and end it."""
    here, there = context.Pipe()
    process = context.Process(target=_child, args=[there])
    process.start()
    assert here.recv() > 0
    process.kill()
    process.join()


def _child(front: Connection) -> None:
    from benchmarks.loaded_graph import STORE

    front.send(len(STORE))
    front.recv()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9)
