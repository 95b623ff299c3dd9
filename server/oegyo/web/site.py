"""What the pages are made from, passed to each blueprint: nothing here is global."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from oegyo import queries
from oegyo.namespaces import GRAPHS

if TYPE_CHECKING:
    from oegyo.config import Settings
    from oegyo.engine import Engine
    from oegyo.queries import SavedQuery
    from oegyo.release import Release


@dataclass(frozen=True)
class Site:
    """The settings, the engine that answers, the release it answers over (None for other people's files), its queries."""

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
