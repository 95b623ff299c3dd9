"""How the application starts."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient

STARTED = """
from oegyo.config import Settings
from oegyo.engine.worker import StoreEngine
from oegyo.web.app import create_app
import pyoxigraph
app = create_app(Settings(), StoreEngine(pyoxigraph.Store(), 1000, {}), None)
print(app.test_client().get("/sparql", headers={"Accept": "text/html"}).text)
"""


def started(cache: Path) -> str:
    """A page of an application in a process of its own, whose user has ``cache`` as the folder for what can be made anew."""
    given = {**os.environ, "XDG_CACHE_HOME": str(cache)}
    return subprocess.run([sys.executable, "-c", STARTED], env=given, check=True, capture_output=True, text=True).stdout


def test_templates_are_compiled_once_for_all_who_start(tmp_path: Path) -> None:
    """In a folder that nobody else may write to; what is broken in it is made anew."""
    page = started(tmp_path)
    folder = tmp_path / "oegyo" / "templates"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    kept = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    assert kept
    assert started(tmp_path) == page
    assert {path: path.stat().st_mtime_ns for path in folder.iterdir()} == kept
    whole = {path: path.read_bytes() for path in kept}
    for path, code in whole.items():
        path.write_bytes(code[:-100])
    assert started(tmp_path) == page
    assert {path: path.read_bytes() for path in folder.iterdir()} == whole


def test_who_can_keep_nothing_starts_all_the_same(tmp_path: Path) -> None:
    """Where the folder is none, as on a system that is not written to."""
    (tmp_path / "nothing").write_text("")
    assert "<textarea" in started(tmp_path / "nothing")


@pytest.mark.parametrize("address", ["/queries", "/explore", "/download", "/queries?lang=ko"])
def test_a_redirect_leads_to_a_path_of_this_host(related: FlaskClient, address: str) -> None:
    """Whatever the client calls it: neither the header nor the page repeats the name."""
    answer = related.get(address, headers={"Host": "elsewhere.example"})
    path, _, query = address.partition("?")
    assert (answer.status_code, answer.headers["Location"]) == (308, f"{path}/?{query}" if query else f"{path}/")
    assert "elsewhere" not in answer.text
