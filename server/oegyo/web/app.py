"""The web application."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn
from urllib.parse import urlsplit

from flask import Flask
from jinja2 import FileSystemBytecodeCache
from werkzeug.routing import RequestRedirect

from oegyo import paths
from oegyo.web import pages
from oegyo.web.frame import frame
from oegyo.web.http import addresses, assets, files, headers, language, problems
from oegyo.web.reading import cells, local, words
from oegyo.web.reading.site import Site

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment

    from flask import Request, Response
    from jinja2.bccache import Bucket

    from oegyo.config import Settings
    from oegyo.engine import Engine
    from oegyo.release import Release


class _Compiled(FileSystemBytecodeCache):
    """Templates as they were compiled, for whoever starts next: compiling takes longer than all else in an application."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give ``bucket`` its code, which it refuses when it is of another template; nothing where nothing can be read."""
        with suppress(OSError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of ``bucket``, where something can be kept."""
        with suppress(OSError):
            Path(self.directory).mkdir(mode=0o700, parents=True, exist_ok=True)  # what is in it is run
            super().dump_bytecode(bucket)


class _Application(Flask):
    """An application that reads what is declared of an address, and leaves to the gate on what condition a file is sent."""

    def wsgi_app(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request, with what its page reads of the parameters."""
        path, query = (environ.get(name, "").encode("latin-1") for name in ("PATH_INFO", "QUERY_STRING"))
        environ["QUERY_STRING"] = pages.canonical(path.decode(errors="replace"), query).decode("latin-1")
        return super().wsgi_app(environ, start_response)

    def raise_routing_exception(self, request: Request) -> NoReturn:
        """Raise what the routes say of ``request``; where they lead elsewhere, by a path, and not by the client's Host."""
        if isinstance(request.routing_exception, RequestRedirect):
            raise RequestRedirect(urlsplit(request.routing_exception.new_url)._replace(scheme="", netloc="").geturl())
        super().raise_routing_exception(request)

    def send_static_file(self, filename: str) -> Response:
        """Send the file ``filename`` of the folder ``static``."""
        return files.whole(Path(str(self.static_folder)), filename)


_COMPILED = _Compiled(str(paths.templates()), f"%s.{sys.implementation.cache_tag}")


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
    folders = {"frame", *app.blueprints}  # of pages that are not served, nobody gave their templates what they call
    for name in app.jinja_env.list_templates(extensions=("html", "xml")):
        if name.partition("/")[0] in folders:
            app.jinja_env.get_template(name)  # now, or its first reader would wait for it
    return app
