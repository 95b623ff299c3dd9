"""Releases to change between: a folder that has two good ones and a broken one, and names the one to serve."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_POINTER, _MANIFEST, _GRAPH = "current", "manifest.json", "graph.nq"
_MORE = b'<https://example.org/another> <https://example.org/release> "another" <https://w3id.org/oegyo/graph/facts> .\n'


@dataclass(frozen=True)
class Releases:
    """A folder of releases: the names of the good ones with their digests, and the names of broken ones."""

    folder: Path
    good: dict[str, str]
    broken: tuple[str, ...]

    def point(self, name: str) -> None:
        """Name the release to serve."""
        new = self.folder / f"{_POINTER}.new"
        new.write_text(name + "\n", encoding="ascii")
        new.replace(self.folder / _POINTER)


def copied(source: Path, folder: Path) -> Releases:
    """The current release of ``source`` in a new ``folder``, one like it with a triple more, and broken ones.

    One of those has a graph that is cut, one has no manifest, and one is not there.
    """
    name = (source / _POINTER).read_text(encoding="ascii").strip()
    first, second, cut, empty = (folder / one for one in (name, "another", "cut", "empty"))
    shutil.copytree(source / name, first)
    shutil.copytree(first, second, copy_function=os.link)
    shutil.copytree(first, cut, copy_function=os.link)
    empty.mkdir()
    graph = (first / _GRAPH).read_bytes()
    digests = {name: _digest(first), "another": _rewritten(second, graph + _MORE)}
    _rewritten(cut, graph[: len(graph) // 2])
    releases = Releases(folder, digests, (cut.name, empty.name, "missing"))
    releases.point(name)
    return releases


def _digest(release: Path) -> str:
    return str(json.loads((release / _MANIFEST).read_text(encoding="utf-8"))["digest"])


def _rewritten(release: Path, graph: bytes) -> str:
    """The digest of ``release``, which has another ``graph`` from now on."""
    manifest = json.loads((release / _MANIFEST).read_text(encoding="utf-8"))
    manifest["digest"] = hashlib.sha256(graph).hexdigest()
    for name, body in ((_GRAPH, graph), (_MANIFEST, json.dumps(manifest).encode())):
        (release / name).unlink()  # the file may be that of another release as well
        (release / name).write_bytes(body)
    return str(manifest["digest"])
