"""The front of the server, an ASGI application before the web application.

What is kept is sent again, what is asked twice at once is answered once, and a query of a program goes straight to the
engine. Everything else is the web application's, in a thread.
"""

from __future__ import annotations

import asyncio
import sys
from concurrent.futures import CancelledError
from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING, Any, TypeAlias

import click
from a2wsgi import WSGIMiddleware
from werkzeug.wrappers import Request

from oegyo.engine import Limits, Pool, Question, RemoteEngine
from oegyo.errors import LostProblem, OegyoError, QueryProblem
from oegyo.web import headers, problems, protocol, sparql
from oegyo.web.app import create_app
from oegyo.web.flights import QUESTIONS, Flights
from oegyo.web.negotiate import negotiate_header
from oegyo.web.responses import Cache, Headers, Kept, Key, preferred_coding

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from concurrent.futures import Future
    from pathlib import Path

    from oegyo.config import Settings
    from oegyo.engine import Answer, Engine
    from oegyo.release import Release

Message: TypeAlias = dict[str, Any]
Receive: TypeAlias = "Callable[[], Awaitable[Message]]"
Send: TypeAlias = "Callable[[Message], Awaitable[None]]"
Application: TypeAlias = "Callable[[Message, Receive, Send], Awaitable[None]]"

_THREADS = 8  # while the workers are busy, pages and refusals still go out
_PASSED_ON = ("/download/", "/healthz", "/readyz")  # files are sent from the disk, and health is never a memory
_LONG = 256_000  # bytes that take long enough to compress for others to notice
_FRESH = b"public, max-age=60, stale-while-revalidate=86400"


class Front:
    """The ASGI application over ``files``, with the pages of ``release`` if there is one."""

    def __init__(self, settings: Settings, files: Sequence[Path], release: Release | None) -> None:
        self._settings = settings
        self._files = files
        self._release = release
        self._digest = release.digest if release else str(id(self))
        self._cache = Cache(settings.cache_size)
        self._flights: Flights[Kept] = Flights()
        self._common = headers.common(release)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request, or follow the server's life."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            with suppress(asyncio.CancelledError):  # the client has left: nobody reads what would be sent
                await self._respond(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        try:
            await self._start()
        except OegyoError as error:
            click.echo(f"Error: {error}", err=True)
            sys.stderr.flush()
            await send({"type": "lifespan.startup.failed", "message": ""})
            return
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self._stop()
        await send({"type": "lifespan.shutdown.complete"})

    async def _start(self) -> None:
        """Start the engine, and the web application over it; say where it is."""
        loop = asyncio.get_running_loop()
        engine: Engine
        if self._settings.engine == "embedded":
            self.pool = Pool(self._files, Limits.of(self._settings))
            await self.pool.start()
            self._answer, self._stop = self.pool.answer, self.pool.close
            engine = _InThreads(self.pool, loop)
        else:
            remote = RemoteEngine(self._settings.engine, self._settings.deadline, self._settings.result_size)
            self._answer, self._stop = remote.answer, remote.stop
            engine = remote
        app: Any = create_app(self._settings, engine, self._release)  # a2wsgi has types of its own for WSGI and ASGI
        self._app: Application = WSGIMiddleware(app, workers=_THREADS)  # type: ignore[assignment] # likewise
        click.echo(f"Oegyo is at http://{self._settings.address}/ (Ctrl-C stops it)")
        sys.stdout.flush()

    async def _respond(self, scope: Message, receive: Receive, send: Send) -> None:
        method, path = scope["method"], scope["path"]
        asks = method in {"GET", "HEAD"} or (method == "POST" and path == "/sparql")
        if not asks or path.startswith(_PASSED_ON):
            await self._app(scope, receive, send)
            return
        given = _joined(scope["headers"])
        body = await _read(receive, self._settings.query_size) if method == "POST" else b""
        if body is None:
            await self._app(scope, _too_long(self._settings.query_size), send)
            return
        key = Key(
            "POST" if method == "POST" else "GET",
            path,
            scope["query_string"],
            given.get(b"accept", b""),
            given.get(b"accept-language", b""),
            given.get(b"host", b""),
            given.get(b"content-type", b"") if body else b"",
            body,
        )
        tag = key.tag(self._digest)
        coding = preferred_coding(given.get(b"accept-encoding", b""))
        if method != "POST" and tag.encode() in given.get(b"if-none-match", b""):
            kept = Kept(304, self._common, b"")
        else:
            kept = self._cache.get(key) or await self._flights.ride(
                key, lambda: self._make(scope, key), lambda: _disconnected(receive)
            )
        await _send(send, kept, tag, coding, head=method == "HEAD")

    async def _make(self, scope: Message, key: Key) -> Kept:
        """Make the answer to ``key``, and keep it if it is one that may be kept."""
        kept = await self._of_program(key) or await self._of_application(scope, key.body)
        if kept.status == 200:
            self._cache.put(key, kept)
        return kept

    async def _of_program(self, key: Key) -> Kept | None:
        """The answer to a program's query; None for whatever else is asked for."""
        if key.path != "/sparql" or b"text/html" in key.accept:
            return None
        environ = {
            "REQUEST_METHOD": key.method,
            "QUERY_STRING": key.query.decode("latin-1"),
            "CONTENT_TYPE": key.content_type.decode("latin-1"),
            "CONTENT_LENGTH": str(len(key.body)),
            "wsgi.input": BytesIO(key.body),
        }
        try:
            operation = protocol.read(Request(environ), self._settings.query_size)
            if operation.query is None or operation.format:
                return None
            wanted = negotiate_header(key.accept.decode("latin-1"))
            question = Question(operation.query, *sparql.media_types(wanted), operation.dataset)
            answer = await self._answer(question)
        except QueryProblem as problem:
            status, more, body = problems.as_json(problem, self._settings)
            return Kept(status, [*self._common, *more], body)
        content_type = wanted.content_type(answer.media_type).encode("latin-1")
        return Kept(200, [(b"content-type", content_type), *self._common], answer.body)

    async def _of_application(self, scope: Message, body: bytes) -> Kept:
        """The answer of the web application, whole."""
        messages: list[Message] = []
        questions: list[Future[object]] = []
        QUESTIONS.set(questions)

        async def send(message: Message) -> None:
            messages.append(message)

        async def receive() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        # Whether the client has the answer already is settled here, and HEAD is a GET whose body is not sent.
        asked = [entry for entry in scope["headers"] if entry[0] not in {b"if-none-match", b"accept-encoding", b"range"}]
        try:
            method = "POST" if scope["method"] == "POST" else "GET"
            await self._app({**scope, "method": method, "headers": asked}, receive, send)
        except asyncio.CancelledError:
            for question in questions:
                question.cancel()
            raise
        start, *rest = messages
        own = [(name, value) for name, value in start["headers"] if name not in {b"content-length", b"etag", b"vary"}]
        return Kept(start["status"], own, b"".join(part.get("body", b"") for part in rest))


class _InThreads:
    """The pool for the threads of the web application, whose questions end when their client leaves."""

    def __init__(self, pool: Pool, loop: asyncio.AbstractEventLoop) -> None:
        self._pool = pool
        self._loop = loop

    def ask(self, question: Question) -> Answer:
        """Answer ``question``; raises a `oegyo.errors.QueryProblem` when there is no whole answer."""
        future = asyncio.run_coroutine_threadsafe(self._pool.answer(question), self._loop)
        questions = QUESTIONS.get()
        if questions is not None:
            questions.append(future)  # type: ignore[arg-type] # a future of an answer is one of an object
        try:
            return future.result()
        except CancelledError as error:
            msg = "The client has left."
            raise LostProblem(msg) from error

    def close(self) -> None:
        """The front closes the pool."""


async def _read(receive: Receive, limit: int) -> bytes | None:
    """The body of a request; None when it is longer than ``limit`` bytes."""
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > limit:
            return None
    return body


def _too_long(limit: int) -> Receive:
    """A body that the web application refuses as too long, in its own words."""

    async def receive() -> Message:
        return {"type": "http.request", "body": b" " * (limit + 1), "more_body": False}

    return receive


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _joined(pairs: Sequence[tuple[bytes, bytes]]) -> dict[bytes, bytes]:
    """The headers by name; one that comes on several lines is one list (RFC 9110 §5.3)."""
    given: dict[bytes, bytes] = {}
    for name, value in pairs:
        given[name] = given[name] + b", " + value if name in given else value
    return given


async def _send(send: Send, kept: Kept, tag: str, coding: str, *, head: bool) -> None:
    """Send ``kept`` in the coding the client likes."""
    coding = kept.coding(coding)
    body = kept.body_in(coding) if len(kept.body) < _LONG else await asyncio.to_thread(kept.body_in, coding)
    more: Headers = [(b"vary", headers.VARY)]
    if kept.status in {200, 304}:
        more += [(b"etag", f'"{tag}{"-" if coding else ""}{coding}"'.encode()), (b"cache-control", _FRESH)]
    elif kept.status >= 400:
        more.append((b"cache-control", b"no-store"))
    if coding:
        more.append((b"content-encoding", coding.encode()))
    if kept.status != 304:
        more.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": kept.status, "headers": [*kept.headers, *more]})
    await send({"type": "http.response.body", "body": b"" if head else body})
