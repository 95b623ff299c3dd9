"""The web application."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask
from jinja2 import BytecodeCache

from oegyo.web import pages
from oegyo.web.frame import frame
from oegyo.web.http import addresses, assets, files, headers, language, problems
from oegyo.web.reading import cells, local, words
from oegyo.web.reading.site import Site

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment

    from flask import Response
    from jinja2.bccache import Bucket

    from oegyo.config import Settings
    from oegyo.engine import Engine
    from oegyo.release import Release


class _Compiled(BytecodeCache):
    """Templates as they were compiled, for every application of the process: compiling takes longer than all else in one."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give ``bucket`` its code, which it refuses when its template is another by now."""
        if bucket.key in self._code:
            bucket.bytecode_from_string(self._code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of ``bucket``."""
        self._code[bucket.key] = bucket.bytecode_to_string()


class _Application(Flask):
    """An application that reads what is declared of an address, and leaves to the gate on what condition a file is sent."""

    def wsgi_app(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request, with what its page reads of the parameters."""
        path, query = (environ.get(name, "").encode("latin-1") for name in ("PATH_INFO", "QUERY_STRING"))
        environ["QUERY_STRING"] = pages.canonical(path.decode(errors="replace"), query).decode("latin-1")
        return super().wsgi_app(environ, start_response)

    def send_static_file(self, filename: str) -> Response:
        """Send the file ``filename`` of the folder ``static``."""
        return files.whole(Path(str(self.static_folder)), filename)


_COMPILED = _Compiled()


def create_app(settings: Settings, engine: Engine, release: Release | None) -> Flask:
    """The application that answers over ``engine``; without a ``release``, only SPARQL over whatever the engine holds."""
    return application(Site.of(settings, engine, release))


def application(site: Site) -> Flask:
    """The application with the pages of ``site``."""
    settings, release = site.settings, site.release
    served = pages.served(release)
    app = _Application("oegyo.web", template_folder=".")  # each template is in the folder of its page
    # One byte more than is allowed: a body without a length is cut at the limit in silence, and this shows that it was.
    app.config["MAX_CONTENT_LENGTH"] = settings.query_size + 1
    app.jinja_env.globals["release"] = release
    problems.init_app(app, settings)
    headers.init_app(app, release)
    language.init_app(app)
    addresses.init_app(app)
    assets.init_app(app)
    local.init_app(app)
    words.init_app(app)
    cells.init_app(app)
    frame.init_app(app, [(page.link, page.title) for page in served if page.link])
    for page in served:
        app.register_blueprint(page.blueprint(site))
    app.jinja_env.bytecode_cache = _COMPILED
    for name in app.jinja_env.list_templates(extensions=("html", "xml")):
        app.jinja_env.get_template(name)  # now, or its first reader would wait for it
    return app
