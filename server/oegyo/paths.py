"""Where things are: the graph's sources in the wheel or the checkout, what is made of them in the user's cache folder."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from oegyo import __version__
from oegyo.errors import SettingError, message


@dataclass(frozen=True)
class Sources:
    """The three folders a release is built from."""

    ontology: Path
    data: Path
    queries: Path

    @classmethod
    def under(cls, root: Path) -> Sources:
        """The folders ``ontology/``, ``data/`` and ``queries/`` below ``root``."""
        return cls(root / "ontology", root / "data", root / "queries")

    @property
    def fingerprint(self) -> str:
        """A digest of everything a release is built from: to know whether the sources changed since."""
        total = hashlib.sha256(__version__.encode())
        for folder in (self.ontology, self.data, self.queries):
            for path in sorted(path for path in folder.rglob("*") if path.suffix in {".ttl", ".rq"}):
                total.update(f"\0{self.name(path)}\0".encode())
                total.update(path.read_bytes())
        return total.hexdigest()

    def name(self, path: Path) -> str:
        """``path`` as a user knows it: ``data/memberships.ttl``; unchanged when it lies elsewhere."""
        for folder in (self.ontology, self.data, self.queries):
            if path.is_relative_to(folder):
                return str(Path(folder.name) / path.relative_to(folder))
        return str(path)


def installed_sources() -> Sources:
    """The sources this installation came with.

    Raises SettingError when neither a checkout nor an installed wheel holds them.
    """
    package = Path(__file__).resolve().parent
    for root in (package / "graph", package.parent.parent):
        if (root / "ontology" / "core.ttl").is_file():
            return Sources.under(root)
    raise SettingError(
        message(
            "no ontology/core.ttl beside %(package)s: install the package again, or name the folder with --sources",
            package=str(package),
        )
    )


def releases() -> Path:
    """The folder of built releases, in the user's cache."""
    return platformdirs.user_cache_path("oegyo") / "releases"


def templates() -> Path:
    """The folder of templates as they were compiled, in the user's cache."""
    return platformdirs.user_cache_path("oegyo") / "templates"
