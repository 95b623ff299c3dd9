"""The front of the server, an ASGI application before the web application.

What is kept is sent again, what is asked twice at once is answered once, and a query of a program goes straight to the
engine. Everything else is the web application's, in a thread.
"""

from __future__ import annotations

import asyncio
import gc
import signal
import sys
import threading
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

import click

from oegyo.errors import OegyoError, RateProblem
from oegyo.gate import asgi, probes
from oegyo.gate.cache import CODINGS, Headers, Kept, Key, preferred_coding
from oegyo.gate.edition import FILES, Edition
from oegyo.gate.logs import Logs
from oegyo.gate.metrics import PROBES, Metrics
from oegyo.gate.rate import Rate
from oegyo.gate.relay import Relay
from oegyo.release import Release
from oegyo.web.http import assets, headers, problems

if TYPE_CHECKING:
    from collections.abc import Coroutine, Sequence
    from pathlib import Path

    from oegyo.config import Settings
    from oegyo.gate.asgi import Message, Receive, Send

_LONG = 256_000  # bytes that take long enough to compress for others to notice
_FRESH = b"public, max-age=60, stale-while-revalidate=86400"
_FOREVER = assets.FOREVER.encode("ascii")
_COLLECTIONS = (50_000, 20, 100)  # a full collection takes 100 ms with the kept answers, so it is rare
_LEFT = 499  # what logs call a client that left before its answer; nobody is ever sent it


class _Sent(NamedTuple):
    """What went out: its status, the bytes of its body, whether it was kept, and what it answered."""

    status: int
    size: int
    kept: bool = False
    key: Key | None = None


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
        self.edition = Edition(settings, files, release, self._relay, self._observe)
        self.metrics = Metrics(lambda: self.edition)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request, or follow the server's life."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            began = perf_counter()
            try:
                sent = await self._respond(scope, receive, send)
            except asyncio.CancelledError:  # the client has left: nobody reads what would be sent
                sent = _Sent(_LEFT, 0)
            self.metrics.request(scope["path"], sent.status)
            if self._logs.access and not self._relay.service(scope["path"]):  # a worker's own request, at a secret path
                seconds = perf_counter() - began
                self._logs.request(
                    scope["method"], scope["path"], sent.status, sent.size, seconds, kept=sent.kept, key=sent.key
                )

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        try:
            await self.edition.start()
        except OegyoError as error:
            click.echo(f"Error: {error}", err=True)
            sys.stderr.flush()
            await send({"type": "lifespan.startup.failed", "message": ""})
            return
        gc.freeze()  # what is here now stays: looking through it again and again would stop every request meanwhile
        gc.set_threshold(*_COLLECTIONS)
        if threading.current_thread() is threading.main_thread():  # elsewhere no signal can be caught
            hang_up = asyncio.get_running_loop().add_signal_handler
            hang_up(signal.SIGHUP, lambda: self._run(self._change()))
        if not assets.read():
            click.echo(assets.NONE, err=True)
        click.echo(f"Oegyo is at http://{self._settings.address}/ (Ctrl-C stops it)")
        sys.stdout.flush()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.edition.stop()
        await send({"type": "lifespan.shutdown.complete"})

    def _run(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _change(self) -> None:
        """Serve the release that is current now, or the files as they are now; when that fails, go on as before."""
        async with self._changing:
            old, files, release = self.edition, self._files, self.edition.release
            try:
                if release:
                    release = Release.current(self._settings.release) or release
                    if release.digest == old.digest:
                        return
                    files = [release.graph]
                new = Edition(self._settings, files, release, self._relay, self._observe)
                await new.start()
            except (OegyoError, OSError, TimeoutError) as error:
                click.echo(f"Error: {error}; what was served before still is", err=True)
                return
            self.edition = new
            click.echo(f"Oegyo now serves {release.path if release else 'the files anew'}", err=True)
        await old.retire()  # not as a task, which might be cancelled before it has begun

    def _observe(self, text: str, outcome: str, seconds: float) -> None:
        self.metrics.query(outcome, seconds)
        self._logs.query(text, outcome, seconds)

    async def _respond(self, scope: Message, receive: Receive, send: Send) -> _Sent:
        method, path = scope["method"], scope["path"]
        if path in PROBES:
            told = await probes.respond(method, path, self.edition, self.metrics, self._settings)
            return _Sent(told.status, await _send(send, told, "", "", head=method == "HEAD"))
        if service := self._relay.service(path):
            brought = await self._relay.bring(service, await asgi.read(receive, self._settings.query_size) or b"")
            return _Sent(brought.status, await _send(send, brought, "", "", head=False))
        if self._rate:
            try:
                self._rate.check(scope)
            except RateProblem as problem:
                status, more, text = problems.as_json(problem, self._settings)
                refusal = Kept(status, [*self.edition.common, *more], text)
                return _Sent(status, await _send(send, refusal, "", "", head=method == "HEAD"))
        asks = method in {"GET", "HEAD"} or (method == "POST" and path == "/sparql")
        if not asks or path.startswith(FILES):
            return await self._pass_on(scope, receive, send)
        given = _joined(scope["headers"])
        body = await asgi.read(receive, self._settings.query_size) if method == "POST" else b""
        if body is None:
            return await self._pass_on(scope, asgi.too_long(self._settings.query_size), send)
        host = given.get(b"host", b"")
        if self._settings.trusted_proxies:  # they say what the client called the server
            host = b" ".join((host, given.get(b"x-forwarded-host", b""), given.get(b"x-forwarded-proto", b"")))
        key = Key(
            "POST" if method == "POST" else "GET",
            path,
            scope["query_string"],
            given.get(b"accept", b""),
            given.get(b"accept-language", b""),
            host,
            given.get(b"content-type", b"") if body else b"",
            body,
        )
        edition = self.edition
        tag = key.tag(edition.makes)
        coding = preferred_coding(given.get(b"accept-encoding", b""))
        if method != "POST" and (had := _had(given.get(b"if-none-match", b""), tag)):
            tag, answer, known = had, Kept(304, edition.common, b""), True
        elif kept := edition.cache.get(key):
            self.metrics.hits += 1
            answer, known = kept, True
        else:
            self.metrics.misses += 1
            answer, known = await edition.fetch(scope, key, receive), False
        fresh = _FOREVER if assets.is_immutable(path) else _FRESH
        size = await _send(send, answer, tag, coding, head=method == "HEAD", fresh=fresh)
        return _Sent(answer.status, size, known, key)

    async def _pass_on(self, scope: Message, receive: Receive, send: Send) -> _Sent:
        """Let the web application answer as it goes."""
        counted = asgi.Counted(send)
        await self.edition.app(scope, receive, counted)
        return _Sent(counted.status, counted.size)


def _had(if_none_match: bytes, tag: str) -> str:
    """The ETag that the client has of the answer called ``tag``, in whatever coding; none when it has another answer."""
    return next((had for coding in (*CODINGS, "") if f'"{(had := _in_coding(tag, coding))}"'.encode() in if_none_match), "")


def _in_coding(tag: str, coding: str) -> str:
    """The ETag of an answer in a coding: its bytes are others (RFC 9110 §8.8.3.3)."""
    return f"{tag}-{coding}" if coding else tag


def _joined(pairs: Sequence[tuple[bytes, bytes]]) -> dict[bytes, bytes]:
    """The headers by name; one that comes on several lines is one list (RFC 9110 §5.3)."""
    given: dict[bytes, bytes] = {}
    for name, value in pairs:
        given[name] = given[name] + b", " + value if name in given else value
    return given


async def _send(send: Send, kept: Kept, tag: str, coding: str, *, head: bool, fresh: bytes = _FRESH) -> int:
    """Send ``kept`` in the coding the client likes, and say how many bytes; without a ``tag`` nobody may keep it."""
    coding = kept.coding(coding)
    body = kept.body_in(coding) if len(kept.body) < _LONG else await asyncio.to_thread(kept.body_in, coding)
    more: Headers = [(b"vary", headers.VARY)]
    if tag and kept.status in {200, 304}:
        more += [(b"etag", f'"{_in_coding(tag, coding)}"'.encode()), (b"cache-control", fresh)]
    elif not tag or kept.status >= 400:
        more.append((b"cache-control", b"no-store"))
    if coding:
        more.append((b"content-encoding", coding.encode()))
    if kept.status != 304:
        more.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": kept.status, "headers": [*kept.headers, *more]})
    await send({"type": "http.response.body", "body": b"" if head else body})
    return 0 if head else len(body)
