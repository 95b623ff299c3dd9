"""The files of a release as answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import send_from_directory

from oegyo.errors import NotFoundProblem, message
from oegyo.terms.formats import FORMATS

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Response

    from oegyo.release import Release

SUMS = "SHA256SUMS"
_CONTENT_TYPES = {
    # Gzip is what the file is, not how it travels: it must arrive as the checksum says.
    ".gz": "application/gzip",
    **{f".{entry.extension}": entry.content_type for entry in FORMATS},
}
_TEXT = "text/plain; charset=utf-8"


@dataclass(frozen=True)
class File:
    """A file as an answer: where it is, its media type, and the entity tag that tells it from any other."""

    path: Path
    content_type: str
    tag: str


def find(release: Release, name: str) -> File:
    """The file ``name`` among the downloads of ``release``; its tag is its checksum.

    Raises NotFoundProblem when there is none.
    """
    known = {entry.name: entry.sha256 for entry in release.downloads}
    if name not in known and name != SUMS:
        raise NotFoundProblem(
            message("There is no download called “%(name)s”.", name=name), advice=message("See /download/ for all of them.")
        )
    content_type = _CONTENT_TYPES.get("." + name.rpartition(".")[2], _TEXT)
    return File(release.download / name, content_type, known.get(name, release.digest))


def send(release: Release, name: str) -> Response:
    """The file ``name`` among the downloads of ``release``, whole; raises NotFoundProblem when there is none."""
    found = find(release, name)
    response = whole(found.path.parent, name, mimetype=found.content_type.partition(";")[0])
    response.headers["Content-Type"] = found.content_type
    return response


def whole(folder: Path, name: str, **options: str) -> Response:
    """The file ``name`` of ``folder``, whatever the client has of it: on what condition it is sent, the gate decides."""
    return send_from_directory(folder, name, conditional=False, etag=False, **options)
