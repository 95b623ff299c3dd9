"""The web application."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask

from oegyo.web import (
    about,
    assets,
    bare,
    completion,
    downloads,
    entity,
    explore,
    frame,
    headers,
    home,
    language,
    local,
    ontology,
    problems,
    quality,
    saved_queries,
    search,
    sitemap,
    sparql,
)
from oegyo.web.site import Site

if TYPE_CHECKING:
    from oegyo.config import Settings
    from oegyo.engine import Engine
    from oegyo.release import Release


def create_app(settings: Settings, engine: Engine, release: Release | None) -> Flask:
    """The application that answers over ``engine``; without a ``release``, only SPARQL over whatever the engine holds."""
    app = Flask("oegyo.web")
    # One byte more than is allowed: a body without a length is cut at the limit in silence, and this shows that it was.
    app.config["MAX_CONTENT_LENGTH"] = settings.query_size + 1
    app.jinja_env.globals["release"] = release
    problems.init_app(app, settings)
    headers.init_app(app, release)
    language.init_app(app)
    assets.init_app(app)
    local.init_app(app)
    frame.init_app(app, release)

    site = Site.of(settings, engine, release)
    app.register_blueprint(home.blueprint(site))
    app.register_blueprint(sparql.blueprint(site))
    app.register_blueprint(completion.blueprint(site))
    if release is None:
        app.register_blueprint(bare.blueprint())
    else:
        app.register_blueprint(entity.blueprint(site))
        app.register_blueprint(explore.blueprint(site))
        app.register_blueprint(ontology.blueprint(site, release))
        app.register_blueprint(quality.blueprint(site))
        app.register_blueprint(saved_queries.blueprint(site))
        app.register_blueprint(downloads.blueprint(release))
        app.register_blueprint(search.blueprint(site))
        app.register_blueprint(about.blueprint(site))
        app.register_blueprint(sitemap.blueprint(site))
    return app
