"""Ways of doing the same thing, measured in turn, so that whatever else the machine does slows all of them alike."""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING

import click

from oegyo.config import Settings, from_environment
from oegyo.release import Release

if TYPE_CHECKING:
    from collections.abc import Callable


def in_turn(rounds: int, **ways: Callable[[], object]) -> None:
    """Do the same thing in each of the ``ways``, ``rounds`` times in turn; print the medians, and ratios to the first."""
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for way in ways.values():
        way()  # what is done once is done
    for _ in range(rounds):
        for name, way in ways.items():
            began = time.perf_counter()
            way()
            taken[name].append((time.perf_counter() - began) * 1000)
    first = statistics.median(next(iter(taken.values())))
    for name, times in taken.items():
        median = statistics.median(times)
        click.echo(f"  {name.replace('_', ' '):44}{median:>12.3f} ms{median / first:>10.1f} ×")


def built() -> Release:
    """The release built last, or one built now."""
    from oegyo.paths import installed_sources
    from oegyo.pipeline import stages

    releases = Settings(**from_environment()).release
    return Release.current(releases) or stages.build(installed_sources(), releases, lambda _: None)
