"""What is added is tried over the small release of the web's tests."""

from __future__ import annotations

from web.conftest import _app, _client, _engine, _release, _settings  # noqa: F401 - fixtures
