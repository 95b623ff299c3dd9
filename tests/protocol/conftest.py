"""The application of the web tests, over the same release, alone and behind the gate."""

from __future__ import annotations

from gate.conftest import _front  # noqa: F401 - a fixture
from web.conftest import _app, _client, _engine, _release, _settings  # noqa: F401 - fixtures
