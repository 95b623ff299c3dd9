"""What every answer carries, and the answer to a preflight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, current_app, request

from oegyo.web.http import assets

if TYPE_CHECKING:
    from flask import Flask

    from oegyo.release import Release

RELEASE = "Oegyo-Release"
"""The header that says which data answered: the digest of the release."""

_CROSS_ORIGIN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": f"{RELEASE}, ETag, Link, Location, Retry-After",
}
_PREFLIGHT = {
    "Access-Control-Allow-Headers": "Accept, Accept-Language, Content-Type, If-None-Match, Range",
    "Access-Control-Max-Age": "86400",
}
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
    del response.headers["Content-Type"]  # there is no content
    return response
