"""The files of a release on their way: sent from the disk as fast as each client reads, whole or in part."""

from __future__ import annotations

import mimetypes
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from werkzeug.http import http_date

from oegyo.gate.conditions import Validators
from oegyo.web.http import assets, files

if TYPE_CHECKING:
    from collections.abc import Mapping

    from oegyo.gate.asgi import Send
    from oegyo.gate.response import Headers
    from oegyo.release import Release
    from oegyo.web.http.files import File

FOLDER = "/download/"
"""The address of the folder with the files."""

_ALSO = ("ontology.ttl", "shapes.ttl")  # which have an address of their own beside that
_STATIC = "/static/"
_FOLDER = assets.BUILT.parent
_NAME = re.compile(r"(?:built/)?[\w-][\w.-]*")


def of(release: Release) -> Mapping[str, File]:
    """The files of ``release`` by their addresses."""
    names = [*(entry.name for entry in release.downloads), files.SUMS]
    found = {FOLDER + name: files.find(release, name) for name in names}
    return {**found, **{f"/{name}": found[FOLDER + name] for name in _ALSO if FOLDER + name in found}}


def static(path: str) -> tuple[Headers, bytes] | None:
    """The headers and the bytes of the file of ours at the address ``path``; None when there is none."""
    name = path.removeprefix(_STATIC)
    if name == path or not _NAME.fullmatch(name):
        return None
    try:
        body, modified = (_FOLDER / name).read_bytes(), (_FOLDER / name).stat().st_mtime
    except OSError:
        return None
    media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    is_text = media_type.startswith("text/") or media_type.endswith("javascript")
    content_type = f"{media_type}; charset=utf-8" if is_text else media_type
    return [(b"content-type", content_type.encode("ascii")), (b"last-modified", http_date(modified).encode("ascii"))], body


def describe(file: File) -> tuple[int, Validators]:
    """The bytes that ``file`` has, and what tells it from any other; raises FileNotFoundError when it is gone."""
    status = file.path.stat()
    modified = datetime.fromtimestamp(int(status.st_mtime), UTC)  # HTTP counts in seconds
    return status.st_size, Validators((file.tag,), modified)


def headers(file: File, validators: Validators) -> Headers:
    """The headers of ``file``, sent whole, in part or not at all."""
    said = {
        "accept-ranges": "bytes",
        "cache-control": "no-cache",
        "content-disposition": f"inline; filename={file.path.name}",
        "content-type": file.content_type,
        "etag": f'"{file.tag}"',
        "last-modified": http_date(validators.last_modified),
        "vary": "Accept",
    }
    return [(name.encode(), value.encode()) for name, value in said.items()]


async def send(file: File, first: int, end: int, send_: Send) -> None:
    """Have the kernel send the bytes of ``file`` from ``first`` on to before ``end`` as a body that has begun.

    Raises asyncio.CancelledError when the client leaves.
    """
    with file.path.open("rb") as source:
        await send_({"type": "http.response.zerocopysend", "file": source.fileno(), "offset": first, "count": end - first})
