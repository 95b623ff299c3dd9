"""SPARQL text in, result bytes out: the interface that the web and the command line see, whoever answers behind it.

Within one process, an answer may come as terms as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

from oegyo.engine.embedded import EmbeddedEngine
from oegyo.engine.limits import Limits
from oegyo.engine.pool import Pool
from oegyo.engine.question import Answer, Dataset, Found, Question
from oegyo.engine.remote import RemoteEngine

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from oegyo.config import Settings

__all__ = [
    "Answer",
    "Dataset",
    "EmbeddedEngine",
    "Engine",
    "Finder",
    "Found",
    "Limits",
    "Pool",
    "Question",
    "RemoteEngine",
    "open_engine",
]


class Engine(Protocol):
    """Whatever answers a query."""

    def ask(self, question: Question) -> Answer:
        """Answer ``question``; raises a `oegyo.errors.QueryProblem` when there is no whole answer."""
        ...

    def close(self) -> None:
        """End whatever the engine started."""
        ...


@runtime_checkable
class Finder(Engine, Protocol):
    """An engine in this very process, whose answers need not be written to be read."""

    def find(self, text: str) -> Found:
        """Find what ``text`` asks, which is a query of our own: it names no graphs and asks no service.

        Raises a `oegyo.errors.QueryProblem` when there is no whole answer.
        """
        ...


def open_engine(settings: Settings, files: Sequence[Path]) -> Engine:
    """The engine that ``settings`` name; the embedded one answers over the RDF ``files``."""
    if settings.engine == "embedded":
        return EmbeddedEngine(files, Limits.of(settings))
    return RemoteEngine.of(settings)
