"""The addresses for whoever keeps the server running: ``/healthz``, ``/readyz`` and ``/metrics``.

They are answered without a thread, are never kept, and do not count against a client's rate.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from oegyo.errors import MethodProblem, QueryProblem, message
from oegyo.gate.response import Response

if TYPE_CHECKING:
    from oegyo.gate.metrics import Metrics
    from oegyo.gate.origin import Origin

_TEXT = b"text/plain; charset=utf-8"


async def respond(method: str, path: str, origin: Origin, counted: Metrics) -> Response:
    """The answer to ``method`` at ``path``, one of `oegyo.gate.metrics.MONITORING`."""
    try:
        if method not in {"GET", "HEAD"}:
            raise MethodProblem(message("%(path)s answers GET and HEAD.", path=path), ("GET", "HEAD"))
        if path == "/healthz":
            content_type, body = _TEXT, b"ok\n"
        elif path == "/readyz":
            await origin.ready()
            content_type, body = _TEXT, b"ready\n"
        else:
            content_type, body = counted.content_type.encode("ascii"), counted.write()
    except QueryProblem as problem:
        return origin.refusal(problem)
    return Response(200, [(b"content-type", content_type), *origin.common], body)
