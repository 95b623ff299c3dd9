"""The process that the workers of a server are forked from: with the graph, and the web application over it.

Run as ``python -m oegyo.gate.site_worker FD SETTINGS RELAYS RELEASE FILE…`` (`oegyo.engine.zygote`). What a page asks is
answered in its own process, so a page is ended as a query is: with its worker.
"""

from __future__ import annotations

import dataclasses
import gc
import io
import json
import sys
from importlib.resources import files
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, TypeVar

from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.test import run_wsgi_app

from oegyo.config import Settings
from oegyo.engine import RemoteEngine, wire, worker, zygote
from oegyo.engine.worker import StoreEngine
from oegyo.errors import QueryProblem
from oegyo.gate import rendering
from oegyo.gate.rendering import Asked
from oegyo.release import Release
from oegyo.terms import interface
from oegyo.web import pages
from oegyo.web.app import application
from oegyo.web.http import problems, protocol
from oegyo.web.reading import graph
from oegyo.web.reading.site import Site

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from flask import Flask

    from oegyo.engine import Answer, Engine, Finder, Found, Question
    from oegyo.gate.rendering import Wanted

_T = TypeVar("_T")


class Observed:
    """Asks ``engine``, and remembers what became of each query."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.asked: list[Asked] = []

    def ask(self, question: Question) -> Answer:
        """Answer ``question``; raises a `oegyo.errors.QueryProblem` when there is no whole answer."""
        return self._remembered(question.text, lambda: self._engine.ask(question))

    def close(self) -> None:
        """Close the engine."""
        self._engine.close()

    def _remembered(self, text: str, answer: Callable[[], _T]) -> _T:
        began, outcome = perf_counter(), "answered"
        try:
            return answer()
        except QueryProblem as problem:
            outcome = problem.slug
            raise
        finally:
            self.asked.append(Asked(text, outcome, perf_counter() - began))


class ObservedFinder(Observed):
    """An `Observed` whose ``engine`` finds too."""

    def __init__(self, engine: Finder) -> None:
        super().__init__(engine)
        self._finder = engine

    def find(self, text: str) -> Found:
        """Find what ``text`` asks; raises a `oegyo.errors.QueryProblem` when there is no whole answer."""
        return self._remembered(text, lambda: self._finder.find(text))


class Renderer:
    """Answers what the front wants, over ``engine`` and the pages of ``release`` if there is one."""

    def __init__(self, settings: Settings, engine: StoreEngine | RemoteEngine, release: Release | None) -> None:
        self._answer = engine.answer if isinstance(engine, StoreEngine) else engine.ask
        self._observed = ObservedFinder(engine) if isinstance(engine, StoreEngine) else Observed(engine)
        self.site = Site.of(settings, self._observed, release)
        self._app: Flask = application(self.site)
        self._wsgi: Callable[..., Any] = self._app
        if proxies := settings.trusted_proxies:
            self._wsgi = ProxyFix(self._app, x_for=proxies, x_proto=proxies, x_host=proxies)

    def prepare(self) -> None:
        """Make what is the same for all readers, and read every file that a page would: a worker can open none."""
        for path in files("oegyo.web").iterdir():
            if path.is_dir():
                for one in path.iterdir():
                    if one.name.endswith(".rq"):
                        graph.query(f"{path.name}/{one.name.removesuffix('.rq')}")
        self.site.prepare(pages.prepared(self.site.release))
        for language in interface.TAGS:
            self._app.test_client().get("/", headers={"Accept": "text/html", "Accept-Language": language})
        self._observed.asked.clear()

    def respond(self, message: bytes) -> bytes:
        """The reply to ``message``."""
        if message.startswith(wire.QUESTION):
            return worker.reply(self._answer, message)
        self._observed.asked = []
        wanted = rendering.read_wanted(message[1:])
        environ = _environ(wanted)
        if wanted.problem:
            response = problems.as_page(self._app, environ, wanted.problem)
            return rendering.write_rendered(
                response.status_code, [*response.headers], response.get_data(), self._observed.asked
            )
        parts, status, headers = run_wsgi_app(self._wsgi, environ, buffered=True)
        return rendering.write_rendered(int(status.partition(" ")[0]), [*headers], b"".join(parts), self._observed.asked)


def _environ(wanted: Wanted) -> dict[str, Any]:
    return {
        **wanted.environ,
        "CONTENT_LENGTH": str(len(wanted.body)),
        "wsgi.version": (1, 0),
        "wsgi.input": io.BytesIO(wanted.body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        protocol.READ: wanted.operation,
    }


def program(settings: Settings, relays: Mapping[str, str], release: Release | None, sources: Sequence[Path]) -> list[str]:
    """What answers over ``sources`` and with the pages of ``release``, for `oegyo.engine.Pool`."""
    plain = {name: str(value) if isinstance(value, Path) else value for name, value in dataclasses.asdict(settings).items()}
    return [__name__, json.dumps(plain), json.dumps(relays), str(release.path) if release else "", *map(str, sources)]


def main(given: list[str]) -> None:
    """Be the process that workers are forked from."""
    descriptor, plain, relays, release_path, *sources = given
    values = json.loads(plain)
    settings = Settings(**{**values, "release": Path(values["release"])})

    def prepare() -> Callable[[bytes], bytes]:
        engine: StoreEngine | RemoteEngine
        if settings.engine == "embedded":
            store = worker.load([Path(name) for name in sources])
            engine = StoreEngine(store, settings.result_size, json.loads(relays))
        else:
            engine = RemoteEngine.of(settings)
        renderer = Renderer(settings, engine, Release.read(Path(release_path)) if release_path else None)
        if settings.engine == "embedded":
            renderer.prepare()
        gc.freeze()  # what is here now stays, and is shared by the workers
        return renderer.respond

    zygote.run(int(descriptor), settings.worker_memory, prepare, is_open=settings.engine != "embedded")


if __name__ == "__main__":
    main(sys.argv[1:])
