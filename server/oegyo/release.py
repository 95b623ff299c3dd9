"""Reading a release: one immutable directory, named by the digest of what is in it. Only the build writes one.

``manifest.json`` says what the rest is: ``graph.nq`` (every quad, sorted), ``download/`` (what people take away, with
``SHA256SUMS``) and ``queries/`` (the saved queries of that moment).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from oegyo.errors import OegyoError, Verbatim, message

if TYPE_CHECKING:
    from pathlib import Path

CURRENT = "current"
"""The file beside the releases that names the one to serve."""


@dataclass(frozen=True)
class Download:
    """One file under ``download/``: a distribution of the whole graph or of one topic, of so many ``triples``."""

    name: str
    topic: str
    bytes: int
    sha256: str
    triples: int | None = None  # a release that was built before they were counted does not say


@dataclass(frozen=True)
class Release:
    """A release on disk. ``digest`` names its content, ``fingerprint`` the sources it was built from."""

    path: Path
    digest: str
    version: str
    fingerprint: str
    triples: dict[str, int]
    prefixes: dict[str, str]
    downloads: tuple[Download, ...]
    warnings: tuple[str, ...]

    @property
    def graph(self) -> Path:
        """The N-Quads file an engine loads."""
        return self.path / "graph.nq"

    @property
    def queries(self) -> Path:
        """The folder of saved queries."""
        return self.path / "queries"

    @property
    def download(self) -> Path:
        """The folder of downloads."""
        return self.path / "download"

    @classmethod
    def read(cls, path: Path) -> Release:
        """The release in the directory ``path``.

        Raises OegyoError when there is none.
        """
        try:
            manifest: dict[str, Any] = json.loads((path / "manifest.json").read_text(encoding="utf-8"))
            return cls(
                path=path,
                digest=manifest["digest"],
                version=manifest["version"],
                fingerprint=manifest["fingerprint"],
                triples=manifest["triples"],
                prefixes=manifest["prefixes"],
                downloads=tuple(Download(**entry) for entry in manifest["downloads"]),
                warnings=tuple(manifest["warnings"]),
            )
        except KeyError as error:
            raise OegyoError(
                message("%(path)s is not a release: its manifest does not say %(name)s", path=str(path), name=str(error))
            ) from error
        except (OSError, ValueError, TypeError) as error:
            raise OegyoError(
                message("%(path)s is not a release: %(error)s", path=str(path), error=Verbatim(error))
            ) from error

    @classmethod
    def current(cls, releases: Path) -> Release | None:
        """The release to serve from the folder ``releases``, or None when nothing was built there yet."""
        pointer = releases / CURRENT
        if not pointer.is_file():
            return None
        return cls.read(releases / pointer.read_text(encoding="utf-8", errors="replace").strip())
