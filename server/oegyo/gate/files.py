"""The files of a release on their way: sent from the disk as fast as each client reads, whole or in part."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from werkzeug.http import http_date

from oegyo.gate.conditions import Validators
from oegyo.web.http import files

if TYPE_CHECKING:
    from collections.abc import Mapping

    from oegyo.gate.asgi import Send
    from oegyo.gate.response import Headers
    from oegyo.release import Release
    from oegyo.web.http.files import File

FOLDER = "/download/"
"""The address of the folder with the files."""


def of(release: Release) -> Mapping[str, File]:
    """The files of ``release`` by their addresses."""
    names = [*(entry.name for entry in release.downloads), files.SUMS]
    return {FOLDER + name: files.find(release, name) for name in names}


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
