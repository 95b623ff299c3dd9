"""The origin of all answers over one release: its engine, the web application, the stored responses, the requests under way.

The front has one at a time and may change to another; each request is answered by the one it began with.
"""

from __future__ import annotations

import asyncio
import secrets
from time import perf_counter
from typing import TYPE_CHECKING, TypeAlias

from oegyo.engine import Limits, Pool, Question, RemoteEngine
from oegyo.engine.tokens import open_services
from oegyo.engine.wire import FORK, FORK_OPEN
from oegyo.errors import NotReadyProblem, QueryProblem, message
from oegyo.gate import asgi, files, rendering, site_worker, software
from oegyo.gate.cache import Cache
from oegyo.gate.collapsing import CollapsedRequests
from oegyo.gate.rate import address
from oegyo.gate.request import joined
from oegyo.gate.response import Response
from oegyo.web.http import headers, problems, protocol
from oegyo.web.http.negotiate import prefers_html_problem_header

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Hashable, Sequence
    from pathlib import Path

    from oegyo.config import Settings
    from oegyo.engine import Answer
    from oegyo.errors import Said
    from oegyo.gate.asgi import Message, Receive
    from oegyo.gate.relay import Relay
    from oegyo.gate.repeats import Repeats
    from oegyo.gate.request import Key, Request
    from oegyo.gate.response import Headers
    from oegyo.release import Release

Observe: TypeAlias = "Callable[[str, str, float], None]"
"""Is told of each query that has ended: its text, its outcome, its seconds."""

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
_OF_PROBLEM = frozenset({b"allow", b"content-range", b"retry-after"})
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
        self.cache: Cache[Key, Response] = Cache(settings.cache_size)
        self.repeats: Repeats = Cache(settings.cache_size // 8)
        self.files = files.of(release) if release else {}
        self._relays = relays = relay.addresses(settings)
        self.pool = Pool(site_worker.program(settings, relays, release, sources), Limits.of(settings), relays)
        """Answers pages, and questions unless another endpoint does."""
        self._engine = self.pool if settings.engine == "embedded" else RemoteEngine.of(settings)
        self._settings = settings
        self._observe = observe
        self._collapsed: CollapsedRequests[Response] = CollapsedRequests()
        self._requests = 0
        self._trial: asyncio.Task[Said | None] | None = None

    async def start(self) -> None:
        """Start the processes behind it.

        Raises OegyoError when a file cannot be read.
        """
        try:
            await self.pool.start()
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> None:
        """End the processes, and what they are asked."""
        await self.pool.close()

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

    async def answer(self, question: Question, client: str) -> Answer:
        """Answer ``question`` of ``client``, and say what became of it.

        Raises a `oegyo.errors.QueryProblem` when there is no whole answer.
        """
        began, outcome = perf_counter(), "answered"
        try:
            return await self._engine.answer(question, client)
        except QueryProblem as problem:
            outcome = problem.slug
            raise
        except asyncio.CancelledError:
            outcome = "left"
            raise
        finally:
            self._observe(question.text, outcome, perf_counter() - began)

    async def fetch(self, request: Request, receive: Receive) -> Response:
        """The answer to ``request``, made once for all who ask the same meanwhile.

        Raises asyncio.CancelledError when the client leaves.
        """
        return await self._joined(request.key, lambda: self._make(request), receive)

    async def pass_on(self, scope: Message, body: bytes, receive: Receive) -> Response:
        """What the web application says to a request that is no question and asks for nothing that could be stored."""
        return await self._joined(object(), lambda: self._render(scope, body), receive)

    async def refused(self, scope: Message, problem: QueryProblem) -> Response:
        """``problem`` as whoever sent the request of ``scope`` is told of it: a reader on a page, if a worker has time."""
        told = self.refusal(problem)
        accept = joined(scope["headers"]).get(b"accept", b"").decode("latin-1")
        if not prefers_html_problem_header(accept) or self.pool.is_full:
            return told
        try:
            sent = rendering.write_refusal(scope, problem)
            page = await self.pool.call(sent, rendering.read_rendered, self._client(scope))
        except QueryProblem:
            return told
        own = [pair for pair in told.headers if pair[0] in _OF_PROBLEM]
        return Response(problem.status, [*_without_ours(page.response.headers), *own], page.response.body)

    def refusal(self, problem: QueryProblem) -> Response:
        """``problem`` as a program is told of it."""
        status, more, body = problems.as_json(problem, self._settings)
        return Response(status, [*self.common, *more], body)

    async def _joined(self, key: Hashable, work: Callable[[], Awaitable[Response]], receive: Receive) -> Response:
        self._requests += 1
        try:
            return await self._collapsed.join(key, work, lambda: asgi.disconnected(receive))
        finally:
            self._requests -= 1

    async def _make(self, request: Request) -> Response:
        """Make the answer to ``request``, and store it if it is one that may be."""
        response = self._static(request.key.path) or await self._of_program(request)
        response = response or await self._render(request.scope, request.key.body or b"", request)
        if response.status == 200:
            self.cache.put(request.key, response, request.key.size + response.size)
        return response

    def _static(self, path: str) -> Response | None:
        """A file of ours at ``path``; None when there is none."""
        found = files.static(path)
        if found is None:
            return None
        return Response(200, [*found[0], *self.common], found[1])

    async def _render(self, scope: Message, body: bytes, request: Request | None = None) -> Response:
        """What the web application says to the request of ``scope``, which may have been read as ``request``."""
        # Whether the client has the answer already is settled by the gate, and HEAD is a GET whose body is not sent.
        given = [entry for entry in scope["headers"] if entry[0] not in _DECIDED_BY_THE_GATE]
        asked = {**scope, "method": "GET" if scope["method"] == "HEAD" else scope["method"], "headers": given}
        began, outcome = perf_counter(), ""
        try:
            kind = FORK_OPEN if request and request.text and self._asks_services(request.text) else FORK
            rendered = await self.pool.call(
                rendering.write_page(asked, body, request), rendering.read_rendered, self._client(scope), kind
            )
        except QueryProblem as problem:
            outcome = problem.slug
            return await self.refused(scope, problem)
        except asyncio.CancelledError:
            outcome = "left"
            raise
        finally:
            if outcome:
                self._observe((request and request.text) or scope["path"], outcome, perf_counter() - began)
        for one in rendered.asked:
            self._observe(one.text, one.outcome, one.seconds)
        response = rendered.response
        return Response(response.status, _without_ours(response.headers), response.body)

    def _client(self, scope: Message) -> str:
        """Whose the request of ``scope`` is."""
        return address(scope, self._settings.trusted_proxies)

    def _asks_services(self, text: str) -> bool:
        """Whether the query ``text`` asks services that may be asked; one that asks another is refused where it is read."""
        try:
            return open_services(text, self._relays)[1]
        except QueryProblem:
            return False

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
            answer = await self.answer(protocol.question(asked.query, asked, wanted), self._client(request.scope))
        except QueryProblem as problem:
            return self.refusal(problem)
        content_type = wanted.content_type(answer.media_type).encode("latin-1")
        return Response(200, [(b"content-type", content_type), *self.common], answer.body)


def _without_ours(given: Headers) -> Headers:
    """``given`` without what the gate writes itself; where an answer depends on more than others do, it says on what."""
    kept = [(name, value) for name, value in given if name not in _WRITTEN_BY_THE_GATE]
    ours = set(headers.VARY.lower().split(b", "))
    depends = [(name, value) for name, value in given if name == b"vary" and not ours.issuperset(value.lower().split(b", "))]
    return [*kept, *depends]
