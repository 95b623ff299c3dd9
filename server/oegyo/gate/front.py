"""The front of the server, the ASGI application behind its connections and before the web application.

What is stored is sent again, requests for the same are collapsed, a query of a program goes straight to the engine, and a
file from the disk to its reader. On what condition and in which part anything is sent is decided here alone. Everything else
is the web application's, in a thread.
"""

from __future__ import annotations

import asyncio
import gc
import signal
import sys
import threading
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import click
from werkzeug.http import parse_date

from oegyo.errors import OegyoError, PreconditionProblem, QueryProblem, message
from oegyo.gate import asgi, coding, conditions, files, monitoring, repeats
from oegyo.gate.conditions import Conditions, Decision, Validators
from oegyo.gate.logs import Logs
from oegyo.gate.metrics import MONITORING, Metrics
from oegyo.gate.origin import Origin
from oegyo.gate.rate import Rate
from oegyo.gate.relay import Relay
from oegyo.gate.repeats import Repeat
from oegyo.gate.request import ENDPOINT, Request, joined
from oegyo.gate.response import Response
from oegyo.release import Release
from oegyo.web.http import assets, headers

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Sequence
    from pathlib import Path

    from oegyo.config import Settings
    from oegyo.gate.asgi import Message, Receive, Send
    from oegyo.gate.repeats import Repeats
    from oegyo.gate.response import Headers
    from oegyo.web.http.files import File

_Keep: TypeAlias = "Callable[[int, Headers, bytes], None]"
_LONG = 256_000  # bytes that take long enough to compress for others to notice
_FRESH = b"public, max-age=60, stale-while-revalidate=86400"
_FOREVER = assets.FOREVER.encode("ascii")
_COLLECTIONS = (50_000, 20, 100)  # a full collection takes 100 ms with the kept answers, so it is rare
_LEFT = 499  # what logs call a client that left before its answer; nobody is ever sent it


class _Sent(NamedTuple):
    """What went out: its status, the bytes of its body, whether it was stored, and what it answered."""

    status: int
    size: int
    stored: bool = False
    request: Request | None = None


class Front:
    """The ASGI application over ``files``, with the pages of ``release`` if there is one."""

    def __init__(self, settings: Settings, files: Sequence[Path], release: Release | None) -> None:
        self._settings = settings
        self._files = files
        self._logs = Logs(settings)
        self._rate = Rate(settings.rate_limit, settings.trusted_proxies) if settings.rate_limit else None
        self._tasks: set[asyncio.Task[None]] = set()
        self._changing = asyncio.Lock()
        self._relay = Relay.of(settings)
        self.origin = Origin(settings, files, release, self._relay, self._observe)
        self.metrics = Metrics(lambda: self.origin)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request."""
        began = perf_counter()
        try:
            sent = await self._respond(scope, receive, send)
        except asyncio.CancelledError:  # the client has left: nobody reads what would be sent
            sent = _Sent(_LEFT, 0)
        self.metrics.request(scope["path"], sent.status)
        if self._logs.access and not self._relay.service(scope["path"]):  # a worker's own request, at a secret path
            seconds = perf_counter() - began
            query = sent.request.text if sent.request else None
            self._logs.request(
                scope["method"], scope["path"], sent.status, sent.size, seconds, kept=sent.stored, query=query
            )

    async def start(self) -> bool:
        """Start what answers, and say whether it could; what is wrong is said to whoever started the server."""
        try:
            await self.origin.start()
        except OegyoError as error:
            click.echo(f"Error: {error}", err=True)
            return False
        gc.freeze()  # what is here now stays: looking through it again and again would stop every request meanwhile
        gc.set_threshold(*_COLLECTIONS)
        if threading.current_thread() is threading.main_thread():  # elsewhere no signal can be caught
            hang_up = asyncio.get_running_loop().add_signal_handler
            hang_up(signal.SIGHUP, lambda: self._run(self._change()))
        return True

    def say(self) -> None:
        """Say where the server is."""
        if not assets.built_assets():
            click.echo(assets.NONE, err=True)
        click.echo(f"Oegyo is at http://{self._settings.address}/ (Ctrl-C stops it)")
        sys.stdout.flush()

    async def stop(self) -> None:
        """End what answers, and see it gone."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.origin.stop()

    def refusal(self, problem: QueryProblem) -> Response:
        """``problem`` as a program is told of it."""
        return self.origin.refusal(problem)

    def again(self, sent: bytes) -> bytes | None:
        """The answer, as it is written, to a request that was ``sent`` before just so; None when it has to be read."""
        repeat = None if self._rate else self.origin.repeats.get(sent)  # whose it is, the rate has to read
        if repeat is None:
            return None
        began = perf_counter()
        self.metrics.request(repeat.path, repeat.status)
        if repeat.status == 200:
            self.metrics.lookup(hit=True)
        if self._logs.access:
            seconds = perf_counter() - began
            self._logs.request(
                repeat.method, repeat.path, repeat.status, repeat.size, seconds, kept=True, query=repeat.query
            )
        return repeat.written

    def _run(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        """Forget ``task``; what nobody thought of goes to the log, and not to nobody."""
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            task.get_loop().call_exception_handler({"message": "a change of the release failed", "exception": error})

    async def _change(self) -> None:
        """Serve the release that is current now, or the files as they are now; when that fails, go on as before."""
        async with self._changing:
            old, files, release = self.origin, self._files, self.origin.release
            try:
                if release:
                    release = Release.current(self._settings.release) or release
                    if release.digest == old.digest:
                        return
                    files = [release.graph]
                new = Origin(self._settings, files, release, self._relay, self._observe)
                await new.start()
            except (OegyoError, OSError, TimeoutError) as error:
                said = " ".join(str(error).split())  # in one line, as a log has it
                click.echo(f"Error: {said}; what was served before still is", err=True)
                return
            self.origin = new
            click.echo(f"Oegyo now serves {release.path if release else 'the files anew'}", err=True)
        await old.retire()  # not as a task, which might be cancelled before it has begun

    def _observe(self, text: str, outcome: str, seconds: float) -> None:
        self.metrics.query(outcome, seconds)
        self._logs.query(text, outcome, seconds)

    async def _respond(self, scope: Message, receive: Receive, send: Send) -> _Sent:
        """Answer a request by whom it is for: the server itself, a service, the disk, the gate, or the application alone."""
        method, path = scope["method"], scope["path"]
        origin, head, limit = self.origin, method == "HEAD", self._settings.query_size
        if path in MONITORING:
            told = await monitoring.respond(method, path, origin, self.metrics)
            return _Sent(told.status, await _send(send, told, head=head))
        if service := self._relay.service(path):
            brought = await self._relay.bring(service, await asgi.body(receive, limit) or b"")
            return _Sent(brought.status, await _send(send, brought))
        try:
            if self._rate:
                self._rate.check(scope)
            if method in {"GET", "HEAD"} and (file := origin.files.get(path)):
                return await self._send_file(file, scope, receive, send)
            if method in {"GET", "HEAD"} or (method == "POST" and path == ENDPOINT):
                body = await asgi.body(receive, limit) if method == "POST" else b""
                request = Request(scope, body, limit, trusts_proxy=bool(self._settings.trusted_proxies))
                return await self._answer(request, receive, send)
        except QueryProblem as problem:
            refusal = await origin.refused(scope, problem)
            return _Sent(refusal.status, await _send(send, refusal, head=head))
        return await self._pass_on(scope, receive, send)

    async def _answer(self, request: Request, receive: Receive, send: Send) -> _Sent:
        """Answer ``request`` with what is stored, or with what is made for it now.

        Raises PreconditionProblem when that is not what the client makes its condition.
        """
        origin, head = self.origin, request.is_head
        tag = request.key.tag(origin.makes)
        fresh = _FOREVER if assets.is_immutable(request.key.path) else _FRESH
        keep = partial(self._keep, origin.repeats, request)
        if had := conditions.named(request.conditions, coding.tags(tag)):
            await _send(send, Response(304, origin.common, b""), had, fresh=fresh, keep=keep)
            return _Sent(304, 0, stored=True, request=request)
        stored = origin.cache.get(request.key)
        self.metrics.lookup(hit=stored is not None)
        response = stored or await origin.fetch(request, receive)
        chosen = response.coding(coding.preferred(request.headers.get(b"accept-encoding", b"")))
        if response.status == 200:
            tag = coding.tag(tag, chosen)
            if not _is_performed(request.conditions, Validators((tag,), parse_date(response.header(b"last-modified")))):
                response, chosen = Response(304, origin.common, b""), coding.IDENTITY
        size = await _send(send, response, tag, chosen, head=head, fresh=fresh, keep=keep if stored else None)
        return _Sent(response.status, size, stored is not None, request)

    def _keep(self, known: Repeats, request: Request, status: int, own: Headers, body: bytes) -> None:
        """Keep what answers ``request``, if it is known as it was sent, for when it comes again just so."""
        scope = request.scope
        if sent := scope.get("oegyo.sent"):
            query = request.text if self._logs.access else None
            repeats.keep(known, sent, Repeat.of(status, own, body, scope["method"], request.key.path, query))

    async def _send_file(self, file: File, scope: Message, receive: Receive, send: Send) -> _Sent:
        """Send ``file``, or the part of it that is asked for.

        Raises PreconditionProblem when it is not what the client makes its condition, and RangeProblem when there is no
        such part.
        """
        try:
            size, validators = files.describe(file)
        except FileNotFoundError:  # the release was deleted: the application says that there is no such file
            return await self._pass_on(scope, receive, send)
        given, head = joined(scope["headers"]), scope["method"] == "HEAD"
        own = [*files.headers(file, validators), *self.origin.common]
        if not _is_performed(Conditions.of(given), validators):
            await _begin(send, 304, own)
            return _Sent(304, await _end(send, b"", head=head))
        part = None if head else conditions.part(given, size, validators)
        first, end = part or (0, size)
        status = 206 if part else 200
        own.append((b"content-length", str(end - first).encode()))
        if part:
            own.append((b"content-range", f"bytes {first}-{end - 1}/{size}".encode()))
        await _begin(send, status, own)
        if head or not size:
            return _Sent(status, await _end(send, b"", head=head))
        await files.send(file, first, end, send)
        return _Sent(status, end - first)

    async def _pass_on(self, scope: Message, receive: Receive, send: Send) -> _Sent:
        """Let the web application answer what nobody stores; a body that is too long it need not see to refuse."""
        body = await asgi.body(receive, self._settings.query_size) or b""
        response = await self.origin.pass_on(scope, body, receive)
        return _Sent(response.status, await _send(send, response, head=scope["method"] == "HEAD"))


def _is_performed(given: Conditions, validators: Validators) -> bool:
    """Whether what has the ``validators`` is to be sent; raises PreconditionProblem when it is not what was asked for."""
    decision = conditions.decide(given, validators)
    if decision is Decision.FAILED:
        raise PreconditionProblem(message("The answer is not the one that the request makes its condition."))
    return decision is Decision.PERFORM


async def _send(
    send: Send,
    response: Response,
    tag: str = "",
    chosen: str = coding.IDENTITY,
    *,
    head: bool = False,
    fresh: bytes = _FRESH,
    keep: _Keep | None = None,
) -> int:
    """Send ``response`` in the coding that was ``chosen``, and say how many bytes; without a ``tag`` nobody may store it.

    ``keep`` is given what is sent, to send it again.
    """
    long = len(response.body) >= _LONG
    body = await asyncio.to_thread(response.body_in, chosen) if long else response.body_in(chosen)
    more: Headers = [] if response.header(b"vary") else [(b"vary", headers.VARY)]
    if tag and response.status in {200, 304}:
        more += [(b"etag", f'"{tag}"'.encode()), (b"cache-control", fresh)]
    elif not tag or response.status >= 400:
        more.append((b"cache-control", b"no-store"))
    if chosen:
        more.append((b"content-encoding", chosen.encode()))
    if response.status not in {204, 304}:
        more.append((b"content-length", str(len(body)).encode()))
    own = [*response.headers, *more]
    if keep:
        keep(response.status, own, b"" if head else body)
    await _begin(send, response.status, own)
    return await _end(send, body, head=head)


async def _begin(send: Send, status: int, own: Headers) -> None:
    await send({"type": "http.response.start", "status": status, "headers": own})


async def _end(send: Send, body: bytes, *, head: bool) -> int:
    """Send the ``body``, or none to HEAD, and say how many bytes."""
    await send({"type": "http.response.body", "body": b"" if head else body})
    return 0 if head else len(body)
