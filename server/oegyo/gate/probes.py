"""The addresses for whoever keeps the server running: ``/healthz``, ``/readyz`` and ``/metrics``.

They are answered without a thread, are never kept, and do not count against a client's rate.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from oegyo.errors import QueryProblem
from oegyo.gate.cache import Kept
from oegyo.web.http import problems

if TYPE_CHECKING:
    from oegyo.config import Settings
    from oegyo.gate.edition import Edition
    from oegyo.gate.metrics import Metrics

_TEXT = b"text/plain; charset=utf-8"


class _MethodProblem(QueryProblem):
    """The address only tells."""

    slug = "method-not-allowed"
    title = "Method Not Allowed"
    status = 405


async def respond(method: str, path: str, edition: Edition, counted: Metrics, settings: Settings) -> Kept:
    """The answer to ``method`` at ``path``, one of `oegyo.gate.metrics.PROBES`."""
    try:
        if method not in {"GET", "HEAD"}:
            msg = f"{path} answers GET and HEAD."
            raise _MethodProblem(msg)
        if path == "/healthz":
            content_type, body = _TEXT, b"ok\n"
        elif path == "/readyz":
            await edition.ready()
            content_type, body = _TEXT, b"ready\n"
        else:
            content_type, body = counted.content_type.encode("ascii"), counted.write()
    except QueryProblem as problem:
        status, more, text = problems.as_json(problem, settings)
        allow = [(b"allow", b"GET, HEAD")] if isinstance(problem, _MethodProblem) else []
        return Kept(status, [*edition.common, *more, *allow], text)
    return Kept(200, [(b"content-type", content_type), *edition.common], body)
