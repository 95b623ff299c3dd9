"""The origin of all answers over one release: its engine, the web application, the stored responses, the requests under way.

The front has one at a time and may change to another; each request is answered by the one it began with.
"""

from __future__ import annotations

import asyncio
import secrets
from time import perf_counter
from typing import TYPE_CHECKING, Any, TypeAlias

from werkzeug.middleware.proxy_fix import ProxyFix

from oegyo.engine import Limits, Pool, Question, RemoteEngine
from oegyo.errors import NotReadyProblem, QueryProblem, message
from oegyo.gate import asgi, files, software, threads
from oegyo.gate.cache import Cache
from oegyo.gate.collapsing import CollapsedRequests
from oegyo.gate.response import Response
from oegyo.web import pages
from oegyo.web.app import application
from oegyo.web.http import headers, problems, protocol
from oegyo.web.http.negotiate import prefers_html_problem_header
from oegyo.web.reading.site import Site

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from flask import Flask

    from oegyo.config import Settings
    from oegyo.engine import Answer
    from oegyo.errors import Said
    from oegyo.gate.asgi import Message, Receive, Send
    from oegyo.gate.relay import Relay
    from oegyo.gate.request import Request
    from oegyo.release import Release

Observe: TypeAlias = "Callable[[str, str, float], None]"
"""Is told of each query that has ended: its text, its outcome, its seconds."""

_READY_SECONDS = 2.0
_BREATH = 0.02
_TRIVIAL = Question("ASK {}", "application/sparql-results+json")


class Origin:
    """Answers over ``sources``, with the pages of ``release`` if there is one."""

    def __init__(
        self, settings: Settings, sources: Sequence[Path], release: Release | None, relay: Relay, observe: Observe
    ) -> None:
        self.release = release
        self.digest = release.digest if release else secrets.token_hex()  # files of one's own may be others after a restart
        self.makes = self.digest + software.digest()
        """What an answer depends on beside the request: the data, and what makes pages of it."""
        self.common = headers.common(release)
        self.cache = Cache(settings.cache_size)
        self.files = files.of(release) if release else {}
        self.pool = Pool(sources, Limits.of(settings), relay.addresses(settings)) if settings.engine == "embedded" else None
        self._engine = self.pool or RemoteEngine(settings.engine, settings.deadline, settings.result_size)
        self._settings = settings
        self._observe = observe
        self._opened = False  # until then it asks for itself, which nobody counts
        self._collapsed: CollapsedRequests[Response] = CollapsedRequests()
        self._requests = 0
        self._trial: asyncio.Task[Said | None] | None = None
        self._application = threads.Threads()

    async def start(self) -> None:
        """Start the engine, and the web application over it, with what its pages share.

        Raises OegyoError when a file cannot be read.
        """
        try:
            engine = threads.BlockingEngine(self.answer, asyncio.get_running_loop())
            making = asyncio.to_thread(self._made, engine)  # while the engine reads the graph
            app: Any
            (site, app), _ = await asyncio.gather(making, self.pool.start() if self.pool else asyncio.sleep(0))
            if self.pool:
                await asyncio.to_thread(site.prepare, pages.prepared(self.release))
        except BaseException:
            await self.stop()
            raise
        if proxies := self._settings.trusted_proxies:
            app = ProxyFix(app, x_for=proxies, x_proto=proxies, x_host=proxies)
        self._application.serve(app)
        self._opened = True

    def _made(self, engine: threads.BlockingEngine) -> tuple[Site, Flask]:
        """The site over ``engine``, and its application."""
        site = Site.of(self._settings, engine, self.release)
        return site, application(site)

    async def stop(self) -> None:
        """End the engine, what it is asked, and with it the threads that asked."""
        if self.pool:
            await self.pool.close()
        await self._application.stop()

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

    async def _try(self) -> Said | None:
        """Why a trivial query is not answered; None when it is."""
        try:
            async with asyncio.timeout(_READY_SECONDS):
                await self._engine.answer(_TRIVIAL)
        except TimeoutError:
            return message("No worker came free in %(seconds)s seconds.", seconds=_READY_SECONDS)
        except QueryProblem as problem:
            return problem.detail
        return None

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

    async def fetch(self, request: Request, receive: Receive) -> Response:
        """The answer to ``request``, made once for all who ask the same meanwhile.

        Raises asyncio.CancelledError when the client leaves.
        """
        self._requests += 1
        try:
            return await self._collapsed.join(request.key, lambda: self._make(request), lambda: asgi.disconnected(receive))
        finally:
            self._requests -= 1

    async def stream(self, scope: Message, receive: Receive, send: Send) -> None:
        """Let the web application answer as it goes."""
        await self._application.stream(scope, receive, send)

    def refusal(self, problem: QueryProblem) -> Response:
        """``problem`` as a program is told of it."""
        status, more, body = problems.as_json(problem, self._settings)
        return Response(status, [*self.common, *more], body)

    async def _make(self, request: Request) -> Response:
        """Make the answer to ``request``, and store it if it is one that may be."""
        response = await self._of_program(request) or await self._application.respond(request)
        if response.status == 200:
            self.cache.put(request.key, response)
        return response

    async def _of_program(self, request: Request) -> Response | None:
        """The answer to a program's query; None for whatever else is asked for, or would be shown to a reader."""
        asked, accept = request.operation, request.key.accept.decode("latin-1")
        if asked is None or prefers_html_problem_header(accept):
            return None
        try:
            if isinstance(asked, QueryProblem):
                raise asked
            wanted = protocol.wanted(asked, accept)
            if asked.query is None or wanted.html:
                return None
            answer = await self.answer(protocol.question(asked.query, asked, wanted))
        except QueryProblem as problem:
            return self.refusal(problem)
        content_type = wanted.content_type(answer.media_type).encode("latin-1")
        return Response(200, [(b"content-type", content_type), *self.common], answer.body)
