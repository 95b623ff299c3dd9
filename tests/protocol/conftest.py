"""The application of the web tests, over the same release."""

from __future__ import annotations

from web.conftest import _app, _client, _engine, _release, _settings  # noqa: F401 - fixtures
