"""What the pages are made from, passed to each blueprint: nothing here is global."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar, cast

from oegyo.errors import QueryProblem
from oegyo.saved.query import read_queries
from oegyo.terms.namespaces import GRAPHS
from oegyo.web.reading.graph import Graph
from oegyo.web.reading.terms import Terms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from oegyo.config import Settings
    from oegyo.engine import Engine
    from oegyo.release import Release
    from oegyo.saved.query import SavedQuery
    from oegyo.web.http.language import Language

_T = TypeVar("_T")


@dataclass(frozen=True)
class Site:
    """The settings, the engine that answers, the release it answers over (None for other people's files), its queries."""

    settings: Settings
    engine: Engine
    release: Release | None
    queries: dict[str, SavedQuery]
    _made: dict[Callable[[Graph], object], object] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, settings: Settings, engine: Engine, release: Release | None) -> Site:
        """The site over ``release``, its saved queries read once."""
        return cls(settings, engine, release, read_queries(release.queries) if release else {})

    @property
    def served(self) -> Release:
        """The release, for pages that there are of a release alone; raises LookupError over other people's files."""
        if self.release is None:
            raise LookupError
        return self.release

    @property
    def prefixes(self) -> dict[str, str]:
        """The prefixes that names are shortened with."""
        return self.release.prefixes if self.release else {}

    @property
    def triples(self) -> dict[str, int]:
        """How many triples each named graph of the release has."""
        counts = self.release.triples if self.release else {}
        return {name: counts[name] for name in GRAPHS if name in counts}

    @cached_property
    def graph(self) -> Graph:
        """The graph as pages read it."""
        return Graph(self.engine)

    def terms(self, language: Language, names: Mapping[str, Mapping[str, str]] | None = None) -> Terms:
        """How to show terms to a reader of ``language``; ``names`` holds labels by IRI and language tag."""
        return Terms(self.prefixes, language, names or {}, pages=self.release is not None)

    def once(self, make: Callable[[Graph], _T]) -> _T:
        """What ``make`` makes of the graph, made once: a release never changes."""
        if make not in self._made:
            self._made[make] = make(self.graph)
        return cast("_T", self._made[make])

    def prepare(self, makers: Iterable[Callable[[Graph], Any]]) -> None:
        """Make these now, all at once, so that no reader waits; where that fails, whoever needs one asks again."""
        with suppress(QueryProblem):
            self.graph.remember_names()
        with suppress(QueryProblem), ThreadPoolExecutor() as threads:
            list(threads.map(self.once, makers))
