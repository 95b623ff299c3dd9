"""Comunica joins two endpoints: each tells what it is, each answers its part, and neither calls the other.

It needs node and npm, and installs Comunica once into the user's cache folder; so it is no part of the tests that run
everywhere, but a step of its own: ``python -m pytest tests/clients/comunica``.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from platformdirs import user_cache_path

from clients.serving import serving
from waiting import SECONDS

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
INSTALL_SECONDS = 300

STATES = """\
@prefix x: <http://x/> .
x:한국 x:name "대한민국"@ko ; x:memberOf x:UN, x:UPU .
x:조선 x:memberOf x:UN .
"""
ORGANIZATIONS = """\
@prefix x: <http://x/> .
x:UN x:seat "New York" .
x:UPU x:seat "Bern" .
x:NATO x:seat "Brussels" .
"""
ROWS = [{"name": "대한민국", "seat": "Bern"}, {"name": "대한민국", "seat": "New York"}]


@pytest.fixture(name="comunica", scope="module")
def _comunica() -> Path:
    """The program that asks Comunica, beside an installation of it."""
    for name in ("node", "npm"):
        assert shutil.which(name), f"{name} is not on this machine: install it (apt-get install nodejs npm)"
    package = HERE.parent / "package.json"
    digest = hashlib.sha256(package.read_bytes()).hexdigest()[:12]
    folder = user_cache_path("oegyo-tests") / f"comunica-{digest}"
    if not (folder / "installed").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        shutil.copy(package, folder)
        command = ["npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts"]
        subprocess.run(command, cwd=folder, check=True, timeout=INSTALL_SECONDS)
        (folder / "installed").touch()
    return Path(shutil.copy(HERE / "join.mjs", folder))


@pytest.fixture(name="endpoints", scope="module")
def _endpoints(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """One that knows states, and one that knows organisations."""
    folder = tmp_path_factory.mktemp("comunica")
    states, organizations = folder / "states.ttl", folder / "organizations.ttl"
    states.write_text(STATES, encoding="utf-8")
    organizations.write_text(ORGANIZATIONS, encoding="utf-8")
    with serving(states) as one, serving(organizations) as other:
        yield one, other


def ask(comunica: Path, query: str, *sources: str) -> list[dict[str, Any]]:
    """The rows that Comunica finds, in an order of their own."""
    environment = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    command = ["node", comunica.name, query, *sources]
    done = subprocess.run(
        command, cwd=comunica.parent, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False
    )
    assert done.returncode == 0, done.stderr
    rows: list[dict[str, Any]] = json.loads(done.stdout)
    return sorted(rows, key=str)


def test_two_sources_are_joined(comunica: Path, endpoints: tuple[str, str]) -> None:
    """It is told two addresses, sees from their descriptions that they are endpoints, and asks both."""
    query = "SELECT ?name ?seat { ?state <http://x/name> ?name ; <http://x/memberOf> ?in . ?in <http://x/seat> ?seat }"
    assert ask(comunica, query, *endpoints) == ROWS


def test_the_client_follows_service(comunica: Path, endpoints: tuple[str, str]) -> None:
    """SERVICE is switched off in the endpoint; a client that federates evaluates it by itself."""
    pattern = f"SERVICE <{endpoints[1]}> {{ ?in <http://x/seat> ?seat }}"
    query = f"SELECT ?name ?seat {{ ?state <http://x/name> ?name ; <http://x/memberOf> ?in . {pattern} }}"
    assert ask(comunica, query, *endpoints) == ROWS


def test_one_source_is_asked_with_hangul(comunica: Path, endpoints: tuple[str, str]) -> None:
    """IRIs and texts arrive and come back as they are."""
    query = (
        'SELECT ?in { ?state <http://x/name> "대한민국"@ko ; <http://x/memberOf> ?in . FILTER(?state = <http://x/한국>) }'
    )
    assert ask(comunica, query, endpoints[0]) == [{"in": "http://x/UN"}, {"in": "http://x/UPU"}]
