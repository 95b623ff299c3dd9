"""Files to take away: the whole graph, or a topic, in several formats, with their checksums."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, jsonify, render_template, request, send_from_directory

from oegyo.errors import NotFoundProblem
from oegyo.formats import FORMATS
from oegyo.web.negotiate import prefers_json

if TYPE_CHECKING:
    from oegyo.release import Release

SUMS = "SHA256SUMS"
_CONTENT_TYPES = {
    # Gzip is what the file is, not how it travels: it must arrive as the checksum says.
    ".gz": "application/gzip",
    **{f".{entry.extension}": entry.content_type for entry in FORMATS},
}
_TEXT = "text/plain; charset=utf-8"


def blueprint(release: Release) -> Blueprint:
    """``/download/`` and the files below it."""
    bp = Blueprint("downloads", __name__)

    @bp.get("/download/")
    def index() -> Response | str:
        if prefers_json(request.accept_mimetypes):
            return jsonify(_listing(release))
        return render_template("downloads.html", release=release, sums=SUMS)

    @bp.get("/download/<name>")
    def file(name: str) -> Response:
        return send(release, name)

    return bp


def send(release: Release, name: str) -> Response:
    """The file ``name`` among the downloads of ``release``; its ETag is its checksum.

    Raises NotFoundProblem when there is none.
    """
    known = {entry.name: entry.sha256 for entry in release.downloads}
    if name not in known and name != SUMS:
        msg = f"There is no download called {name!r}."
        raise NotFoundProblem(msg, advice="See /download/ for all of them.")
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


def _listing(release: Release) -> dict[str, Any]:
    entries = [
        {"name": entry.name, "topic": entry.topic, "bytes": entry.bytes, "sha256": entry.sha256}
        for entry in release.downloads
    ]
    return {"release": release.digest, "version": release.version, "files": entries}
