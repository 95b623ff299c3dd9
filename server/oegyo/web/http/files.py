"""The files of a release as answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import send_from_directory
from flask_babel import gettext

from oegyo.errors import NotFoundProblem
from oegyo.terms.formats import FORMATS

if TYPE_CHECKING:
    from flask import Response

    from oegyo.release import Release

SUMS = "SHA256SUMS"
_CONTENT_TYPES = {
    # Gzip is what the file is, not how it travels: it must arrive as the checksum says.
    ".gz": "application/gzip",
    **{f".{entry.extension}": entry.content_type for entry in FORMATS},
}
_TEXT = "text/plain; charset=utf-8"


def send(release: Release, name: str) -> Response:
    """The file ``name`` among the downloads of ``release``; its ETag is its checksum.

    Raises NotFoundProblem when there is none.
    """
    known = {entry.name: entry.sha256 for entry in release.downloads}
    if name not in known and name != SUMS:
        msg = gettext("There is no download called “%(name)s”.", name=name)
        raise NotFoundProblem(msg, advice=gettext("See /download/ for all of them."))
    suffix = "." + name.rpartition(".")[2]
    content_type = _CONTENT_TYPES.get(suffix, _TEXT)
    response = send_from_directory(
        release.download,
        name,
        mimetype=content_type.partition(";")[0],
        etag=known.get(name, release.digest),
    )
    response.headers["Content-Type"] = content_type
    return response
