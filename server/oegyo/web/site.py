"""What the pages are made from, passed to each blueprint: nothing here is global."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING

from oegyo import queries
from oegyo.errors import QueryProblem
from oegyo.namespaces import GRAPHS
from oegyo.web import ontology_page, quality_page
from oegyo.web.graph import Graph
from oegyo.web.names import Names

if TYPE_CHECKING:
    from oegyo.config import Settings
    from oegyo.engine import Engine
    from oegyo.queries import SavedQuery
    from oegyo.release import Release
    from oegyo.web.ontology_page import Vocabulary
    from oegyo.web.quality_page import Measured


@dataclass(frozen=True)
class Site:
    """The settings, the engine that answers, the release it answers over (None for other people's files), its queries.

    A release never changes, so what is large and asked for by many pages is asked of the engine once.
    """

    settings: Settings
    engine: Engine
    release: Release | None
    queries: dict[str, SavedQuery]

    @classmethod
    def of(cls, settings: Settings, engine: Engine, release: Release | None) -> Site:
        """The site over ``release``, its saved queries read once."""
        return cls(settings, engine, release, queries.read_all(release.queries) if release else {})

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

    @cached_property
    def names(self) -> Names:
        """What the search looks through."""
        return Names.read(self.graph)

    @cached_property
    def measured(self) -> Measured:
        """How good the data is."""
        return quality_page.measured(self.graph)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The classes, properties and concept schemes."""
        return ontology_page.vocabulary(self.graph)

    def prepare(self) -> None:
        """Ask for these now, all at once, so that no reader waits; where that fails, whoever needs one asks again."""
        if self.release:
            with suppress(QueryProblem), ThreadPoolExecutor() as threads:
                list(threads.map(partial(getattr, self), ("names", "measured", "vocabulary")))
