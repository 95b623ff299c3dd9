"""The web application, which waits for its answers in threads, for the event loop: and what ends when a client leaves.

A thread cannot be stopped. What it waits for can, and nothing more is asked for a client who has left.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import CancelledError
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from a2wsgi import WSGIMiddleware

from oegyo.errors import LostProblem, message
from oegyo.gate.response import Response
from oegyo.web.http import protocol

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from a2wsgi.wsgi_typing import Environ, StartResponse, WSGIApp

    from oegyo.engine import Answer, Question
    from oegyo.gate.asgi import Application, Message, Receive, Send
    from oegyo.gate.request import Request

COUNT = 8
"""Threads: while the workers are busy, pages and refusals still go out."""

_ASCII = "".join(map(chr, range(128)))
_END_SECONDS = 5.0
_DECIDED_BY_THE_GATE = frozenset(
    {
        b"accept-encoding",
        b"if-match",
        b"if-modified-since",
        b"if-none-match",
        b"if-range",
        b"if-unmodified-since",
        b"range",
    }
)
_WRITTEN_BY_THE_GATE = frozenset({b"cache-control", b"content-length", b"etag", b"vary"})


class CancellationToken:
    """Ends what the thread of one request asks, and lets it ask nothing more.

    Every method runs in the event loop, so that no moment lies between asking and leaving.
    """

    def __init__(self) -> None:
        self.cancelled = False
        self._asking: asyncio.Task[Answer] | None = None  # a thread waits for one answer before it asks for another

    async def ask(self, answer: Callable[[Question], Awaitable[Answer]], question: Question) -> Answer:
        """The ``answer`` to ``question``; raises asyncio.CancelledError when the client leaves or has left."""
        if self.cancelled:
            raise asyncio.CancelledError
        self._asking = asyncio.current_task()
        return await answer(question)

    def cancel(self) -> None:
        """End what is asked, and let nothing more be."""
        self.cancelled = True
        if self._asking:
            self._asking.cancel()


_TOKEN: ContextVar[CancellationToken | None] = ContextVar("token", default=None)
"""That of the request whose thread this is."""


class BlockingEngine:
    """The engine for the threads of the web application, whose questions end when their client leaves.

    ``answer`` is to be run in the event loop ``loop``.
    """

    def __init__(self, answer: Callable[[Question], Awaitable[Answer]], loop: asyncio.AbstractEventLoop) -> None:
        self._answer = answer
        self._loop = loop

    def ask(self, question: Question) -> Answer:
        """Answer ``question``; raises a `oegyo.errors.QueryProblem` when there is no whole answer."""
        token = _TOKEN.get() or CancellationToken()
        try:
            return asyncio.run_coroutine_threadsafe(token.ask(self._answer, question), self._loop).result()
        except CancelledError as error:
            raise LostProblem(message("The client has left.")) from error

    def close(self) -> None:
        """The front closes the engine."""


class Threads:
    """A web application in threads of its own, once it is there to be served."""

    def __init__(self) -> None:
        self._app: Application
        self._wsgi: WSGIMiddleware | None = None
        self._calls: set[asyncio.Task[None]] = set()

    def serve(self, app: WSGIApp) -> None:
        """Let ``app`` answer from now on."""
        self._wsgi = WSGIMiddleware(_for_thread(app), workers=COUNT)
        middleware: Any = self._wsgi
        self._app = middleware  # by way of Any: the middleware has ASGI types of its own

    async def stream(self, scope: Message, receive: Receive, send: Send) -> None:
        """Let the application answer as it goes; what it stands behind takes ASCII alone, as in an address it should be."""
        await self._app({**scope, "query_string": quote(scope["query_string"], safe=_ASCII).encode()}, receive, send)

    async def respond(self, request: Request) -> Response:
        """The whole answer to ``request``, without what the gate writes itself.

        Raises asyncio.CancelledError when every client who waits for it has left.
        """
        messages: list[Message] = []
        token = CancellationToken()
        _TOKEN.set(token)
        body = request.key.body or b""

        async def send(message: Message) -> None:
            messages.append(message)

        async def receive() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        # Whether the client has the answer already is settled by the gate, and HEAD is a GET whose body is not sent.
        headers = [entry for entry in request.scope["headers"] if entry[0] not in _DECIDED_BY_THE_GATE]
        scope = {**request.scope, "method": request.key.method, "headers": headers, protocol.READ: request.operation}
        call = asyncio.ensure_future(self.stream(scope, receive, send))
        self._calls.add(call)
        call.add_done_callback(self._calls.discard)
        try:
            await asyncio.shield(call)  # a thread cannot be stopped: it goes on to its end, which is near without answers
        except asyncio.CancelledError:
            token.cancel()
            raise
        start, *rest = messages
        own = [(name, value) for name, value in start["headers"] if name not in _WRITTEN_BY_THE_GATE]
        return Response(start["status"], own, b"".join(part.get("body", b"") for part in rest))

    async def stop(self) -> None:
        """Wait, though not long, for the threads that still answer; the others end now."""
        if self._wsgi:
            self._wsgi.executor.shutdown(wait=False)
        if self._calls:
            await asyncio.wait(self._calls, timeout=_END_SECONDS)


def _for_thread(app: WSGIApp) -> WSGIApp:
    """``app``, told what the gate has read; it does nothing for a client who has left before a thread came free."""

    def respond(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        token = _TOKEN.get()
        if token and token.cancelled:
            start_response("204 No Content", [])  # to nobody
            return []
        given: Any = dict(environ)  # the server has its own type for it
        given[protocol.READ] = given["asgi.scope"].get(protocol.READ)
        return app(given, start_response)

    return respond
