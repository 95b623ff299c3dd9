"""Releases to change between: a folder that has two good ones and some broken ones, and names the one to serve."""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import shutil
import signal
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.local_server import address_of, serving

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.local_server import Server

CHANGE_SECONDS = 30.0
"""In which a server must have changed to another release."""

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


def built(command: Sequence[str]) -> Path:
    """The folder of releases of the server that ``command`` starts, which it builds itself; it is there for the next run."""
    name = hashlib.sha256(str(Path(command[0]).absolute()).encode()).hexdigest()[:8]
    folder = Path(tempfile.gettempdir()) / f"oegyo-benchmark-{name}"
    with serving("--release", str(folder), command=command):
        return folder


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


def changed(server: Server, digest: str) -> bool:
    """Tell ``server`` to change, and say whether it serves the release of that ``digest`` in `CHANGE_SECONDS`."""
    os.kill(server.pid, signal.SIGHUP)
    end = time.monotonic() + CHANGE_SECONDS
    while time.monotonic() < end:
        if served(server) == digest:
            return True
        time.sleep(0.05)
    return False


def served(server: Server) -> str | None:
    """The digest of the release that ``server`` answers from; None when it does not answer."""
    try:
        return server.fetch(address_of("ASK {}"), CHANGE_SECONDS)[1]["Oegyo-Release"]
    except (OSError, http.client.HTTPException):
        return None
