"""What every answer carries, and the answer to a preflight."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flask import Response, current_app, request

from oegyo.web.http import assets

if TYPE_CHECKING:
    from flask import Flask

    from oegyo.release import Release

RELEASE = "Oegyo-Release"
"""The header that says which data answered: the digest of the release."""

_EXPOSED = (
    RELEASE,
    "Accept-Ranges",
    "Allow",
    "Content-Disposition",
    "Content-Encoding",
    "Content-Range",
    "ETag",
    "Link",
    "Location",
    "Retry-After",
    "Vary",
)
_CROSS_ORIGIN = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": ", ".join(_EXPOSED)}
_PREFLIGHT = {"Access-Control-Max-Age": "86400"}
_ASKED = "Access-Control-Request-Headers"
_LONGEST = 4_096  # characters of the names that a preflight asks for: no browser's page sends as many
_FIELD_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # https://www.rfc-editor.org/rfc/rfc9110#section-5.1
# No page runs a script but our own files, loads from elsewhere or may be framed: a literal of the data that looks like a
# script stays text, and an answer that holds one is not taken for a script, as its media type is none (nosniff).
_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)


VARY = b"Accept, Accept-Language, Accept-Encoding"
"""What any answer may depend on beside its address."""


def common(release: Release | None) -> list[tuple[bytes, bytes]]:
    """The headers of every answer to a program, as ASGI writes them."""
    pairs = {**_CROSS_ORIGIN, "X-Content-Type-Options": "nosniff", **({RELEASE: release.digest} if release else {})}
    return [(name.lower().encode("ascii"), value.encode("ascii")) for name, value in pairs.items()]


def init_app(app: Flask, release: Release | None) -> None:
    """Let ``app`` answer preflights, and put the headers on each of its answers."""
    app.before_request(_answer_preflight)

    @app.after_request
    def add(response: Response) -> Response:
        response.headers.update(_CROSS_ORIGIN)
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.vary.add("Accept")
        if response.mimetype == "text/html":
            response.headers["Content-Security-Policy"] = _POLICY
            response.vary.add("Accept-Language")
        if response.status_code == 200 and assets.is_immutable(request.path):
            response.headers["Cache-Control"] = assets.FOREVER
        if release:
            response.headers[RELEASE] = release.digest
        return response


def _answer_preflight() -> Response | None:
    """204 to OPTIONS, with what the address allows; None lets any other request, and an unknown address, go on."""
    if request.method != "OPTIONS" or request.routing_exception:
        return None
    allowed = current_app.make_default_options_response().allow.to_header()
    response = Response(status=204, headers={"Allow": allowed, "Access-Control-Allow-Methods": allowed, **_PREFLIGHT})
    if names := allowed_headers(request.headers.get(_ASKED, "")):
        response.headers["Access-Control-Allow-Headers"] = ", ".join(names)
    response.vary.add(_ASKED)
    del response.headers["Content-Type"]  # there is no content
    return response


def allowed_headers(asked: str) -> list[str]:
    """The headers that a page of another origin may send, of those ``asked`` for: all that are any, each once.

    Nothing is answered to one user and not to another, so no header does harm, and a client's own (``queryid``,
    ``x-requested-with``) are passed over. Too long a list is allowed nothing: https://fetch.spec.whatwg.org/#http-requests.
    """
    names = [name.strip() for name in asked.split(",")] if len(asked) <= _LONGEST else []
    return list({name.lower(): name for name in names if _FIELD_NAME.fullmatch(name)}.values())
