"""All that answers over one release: its engine, the web application, the answers kept and those under way.

The front has one at a time and may change to another; each request is answered by the one it began with.
"""

from __future__ import annotations

import asyncio
import secrets
from concurrent.futures import CancelledError
from contextvars import ContextVar
from time import perf_counter
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import quote

from a2wsgi import WSGIMiddleware
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Request

from oegyo.engine import Limits, Pool, Question, RemoteEngine
from oegyo.errors import LostProblem, NotReadyProblem, QueryProblem
from oegyo.gate import asgi, software
from oegyo.gate.cache import Cache, Kept, Key
from oegyo.gate.flights import Flights
from oegyo.web import pages
from oegyo.web.app import application
from oegyo.web.http import headers, problems, protocol
from oegyo.web.http.negotiate import negotiate_header
from oegyo.web.reading.site import Site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from a2wsgi.wsgi_typing import Environ, StartResponse, WSGIApp
    from flask import Flask

    from oegyo.config import Settings
    from oegyo.engine import Answer, Engine
    from oegyo.gate.asgi import Application, Message, Receive, Send
    from oegyo.gate.relay import Relay
    from oegyo.release import Release

Observe: TypeAlias = "Callable[[str, str, float], None]"
"""Is told of each query that has ended: its text, its outcome, its seconds."""

FILES = "/download/"
"""Where the files of a release are: they are sent from the disk, as fast as each client reads."""

_ASCII = "".join(map(chr, range(128)))
_THREADS = 8  # while the workers are busy, pages and refusals still go out
_READERS = 64  # each has a thread as long as a client takes for a file
_OF_THE_FRONT = {b"content-length", b"etag", b"vary", b"cache-control"}  # headers that it writes itself
_READY_SECONDS = 2.0
_BREATH = 0.02
_END_SECONDS = 5.0
_TRIVIAL = Question("ASK {}", "application/sparql-results+json")


class Edition:
    """Answers over ``files``, with the pages of ``release`` if there is one."""

    def __init__(
        self, settings: Settings, files: Sequence[Path], release: Release | None, relay: Relay, observe: Observe
    ) -> None:
        self.release = release
        self.digest = release.digest if release else secrets.token_hex()  # files of one's own may be others after a restart
        self.makes = self.digest + software.digest()
        """What an answer depends on beside the request: the data, and what makes pages of it."""
        self.common = headers.common(release)
        self.cache = Cache(settings.cache_size)
        self.pool = Pool(files, Limits.of(settings), relay.addresses(settings)) if settings.engine == "embedded" else None
        self._engine = self.pool or RemoteEngine(settings.engine, settings.deadline, settings.result_size)
        self._settings = settings
        self._observe = observe
        self._opened = False  # until then it asks for itself, which nobody counts
        self._flights: Flights[Kept] = Flights()
        self._calls: set[asyncio.Task[None]] = set()  # of the web application; each is a thread's
        self._requests = 0
        self._trial: asyncio.Task[str] | None = None

    async def start(self) -> None:
        """Start the engine, and the web application over it, with what its pages share.

        Raises OegyoError when a file cannot be read.
        """
        try:
            engine = _InThreads(self, asyncio.get_running_loop())
            making = asyncio.to_thread(self._application, engine)  # while the engine reads the graph
            app: Any
            (site, app), _ = await asyncio.gather(making, self.pool.start() if self.pool else asyncio.sleep(0))
            if self.pool:
                await asyncio.to_thread(site.prepare, pages.prepared(self.release))
        except BaseException:
            await self.stop()
            raise
        if proxies := self._settings.trusted_proxies:
            app = ProxyFix(app, x_for=proxies, x_proto=proxies, x_host=proxies)
        self._pages = _in_threads(app, _THREADS)
        self._files = _in_threads(app, _READERS)
        self._opened = True

    def _application(self, engine: Engine) -> tuple[Site, Flask]:
        """The site over ``engine``, and its application."""
        site = Site.of(self._settings, engine, self.release)
        return site, application(site)

    async def app(self, scope: Message, receive: Receive, send: Send) -> None:
        """The web application; what it stands behind takes ASCII alone, as in an address it should be."""
        app = self._files if scope["path"].startswith(FILES) else self._pages
        await app({**scope, "query_string": quote(scope["query_string"], safe=_ASCII).encode()}, receive, send)

    async def stop(self) -> None:
        """End the engine, what it is asked, and with it the threads that asked."""
        if self.pool:
            await self.pool.close()
        if self._calls:
            await asyncio.wait(self._calls, timeout=_END_SECONDS)

    async def retire(self) -> None:
        """End the engine after the last request that began here."""
        try:
            while self._requests:
                await asyncio.sleep(_BREATH)
        finally:
            await self.stop()

    async def ready(self) -> None:
        """Have a trivial query answered, one for all who ask meanwhile; raises NotReadyProblem when it is not, and soon."""
        if self._trial is None or self._trial.done():
            self._trial = asyncio.ensure_future(self._try())
        if reason := await asyncio.shield(self._trial):
            raise NotReadyProblem(reason)

    async def _try(self) -> str:
        """Why a trivial query is not answered; empty when it is."""
        try:
            async with asyncio.timeout(_READY_SECONDS):
                await self._engine.answer(_TRIVIAL)
        except TimeoutError:
            return f"No worker came free in {_READY_SECONDS:g} seconds."
        except QueryProblem as problem:
            return problem.detail
        return ""

    async def answer(self, question: Question) -> Answer:
        """Answer ``question``, and say what became of it.

        Raises a `oegyo.errors.QueryProblem` when there is no whole answer.
        """
        began, outcome = perf_counter(), "answered"
        try:
            return await self._engine.answer(question)
        except QueryProblem as problem:
            outcome = problem.slug
            raise
        except asyncio.CancelledError:
            outcome = "left"
            raise
        finally:
            if self._opened:
                self._observe(question.text, outcome, perf_counter() - began)

    async def fetch(self, scope: Message, key: Key, receive: Receive) -> Kept:
        """The answer to ``key``, made once for all who ask meanwhile.

        Raises asyncio.CancelledError when the client leaves.
        """
        self._requests += 1
        try:
            return await self._flights.ride(key, lambda: self._make(scope, key), lambda: asgi.disconnected(receive))
        finally:
            self._requests -= 1

    async def _make(self, scope: Message, key: Key) -> Kept:
        """Make the answer to ``key``, and keep it if it is one that may be kept."""
        kept = await self._of_program(key) or await self._of_application(scope, key.body)
        if kept.status == 200:
            self.cache.put(key, kept)
        return kept

    async def _of_program(self, key: Key) -> Kept | None:
        """The answer to a program's query; None for whatever else is asked for."""
        if key.path != "/sparql" or b"text/html" in key.accept:
            return None
        try:
            operation = protocol.read(Request(key.environ()), self._settings.query_size)
            if operation.query is None or operation.format:
                return None
            wanted = negotiate_header(key.accept.decode("latin-1"))
            question = Question(operation.query, *wanted.media_types(), operation.dataset)
            answer = await self.answer(question)
        except QueryProblem as problem:
            status, more, body = problems.as_json(problem, self._settings)
            return Kept(status, [*self.common, *more], body)
        except HTTPException:  # too long: the application says so
            return None
        content_type = wanted.content_type(answer.media_type).encode("latin-1")
        return Kept(200, [(b"content-type", content_type), *self.common], answer.body)

    async def _of_application(self, scope: Message, body: bytes) -> Kept:
        """The answer of the web application, whole."""
        messages: list[Message] = []
        asker = _Asker()
        _ASKER.set(asker)

        async def send(message: Message) -> None:
            messages.append(message)

        async def receive() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        # Whether the client has the answer already is settled here, and HEAD is a GET whose body is not sent.
        asked = [entry for entry in scope["headers"] if entry[0] not in {b"if-none-match", b"accept-encoding", b"range"}]
        method = "POST" if scope["method"] == "POST" else "GET"
        call = asyncio.ensure_future(self.app({**scope, "method": method, "headers": asked}, receive, send))
        self._calls.add(call)
        call.add_done_callback(self._calls.discard)
        try:
            await asyncio.shield(call)  # a thread cannot be stopped: it goes on to its end, which is near without answers
        except asyncio.CancelledError:
            asker.leave()
            raise
        start, *rest = messages
        own = [(name, value) for name, value in start["headers"] if name not in _OF_THE_FRONT]
        return Kept(start["status"], own, b"".join(part.get("body", b"") for part in rest))


class _Asker:
    """What the thread of one request asks: it ends when the client leaves, and nothing is asked for him after that.

    Every method runs in the event loop, so that no moment lies between asking and leaving.
    """

    def __init__(self) -> None:
        self.left = False
        self._asking: asyncio.Task[Answer] | None = None  # a thread waits for one answer before it asks for another

    async def ask(self, edition: Edition, question: Question) -> Answer:
        """The answer of ``edition`` to ``question``; raises asyncio.CancelledError when the client leaves or has left."""
        if self.left:
            raise asyncio.CancelledError
        self._asking = asyncio.current_task()
        return await edition.answer(question)

    def leave(self) -> None:
        """End what is asked, and let nothing more be."""
        self.left = True
        if self._asking:
            self._asking.cancel()


_ASKER: ContextVar[_Asker | None] = ContextVar("asker", default=None)
"""Who asks in the thread of a request."""


def _in_threads(app: WSGIApp, count: int) -> Application:
    """``app`` for the event loop, with ``count`` threads of its own."""
    wrapped: Any = WSGIMiddleware(_unless_left(app), workers=count)
    application: Application = wrapped  # by way of Any: the middleware has ASGI types of its own
    return application


def _unless_left(app: WSGIApp) -> WSGIApp:
    """``app``, which does nothing for a client who has left before a thread came free."""

    def respond(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        asker = _ASKER.get()
        if asker and asker.left:
            start_response("204 No Content", [])  # to nobody
            return []
        return app(environ, start_response)

    return respond


class _InThreads:
    """The engine for the threads of the web application, whose questions end when their client leaves."""

    def __init__(self, edition: Edition, loop: asyncio.AbstractEventLoop) -> None:
        self._edition = edition
        self._loop = loop

    def ask(self, question: Question) -> Answer:
        """Answer ``question``; raises a `oegyo.errors.QueryProblem` when there is no whole answer."""
        asker = _ASKER.get()
        asking = asker.ask(self._edition, question) if asker else self._edition.answer(question)
        try:
            return asyncio.run_coroutine_threadsafe(asking, self._loop).result()
        except CancelledError as error:
            msg = "The client has left."
            raise LostProblem(msg) from error

    def close(self) -> None:
        """The front closes the engine."""
