"""What it takes to add something, tried on a copy of the package: the how-to of `.github/CONTRIBUTING.md`, executed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING, Any

import pytest

import oegyo

if TYPE_CHECKING:
    from oegyo.release import Release

PACKAGE = Path(oegyo.__file__).parent

ASK = """
import asyncio, json, sys
from pathlib import Path
from gate.front_client import run
from oegyo.release import Release

async def story(client):
    for target, headers in json.loads(sys.argv[2]):
        reply = await client.ask(target, headers)
        print(json.dumps([reply.status, reply.headers, reply.body.decode("utf-8", "replace")]))

run(Release.read(Path(sys.argv[1])), story)
"""


@pytest.fixture(name="copied")
def _copied(tmp_path: Path) -> Path:
    """A copy of the package, to be changed."""
    copied = tmp_path / "oegyo"
    shutil.copytree(PACKAGE, copied, ignore=shutil.ignore_patterns("frontend", "__pycache__", "graph"))
    return copied


def put(path: Path, before: str, text: str) -> None:
    """Write ``text`` into ``path``, on lines of their own before the line that begins with ``before``."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    (place,) = (number for number, line in enumerate(lines) if line.startswith(before))
    path.write_text("".join([*lines[:place], text, *lines[place:]]), encoding="utf-8")


def run_with(copied: Path, *arguments: str) -> str:
    """What Python prints that finds the package ``copied``."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(copied.parent), str(Path(__file__).parents[1])])}
    done = subprocess.run([sys.executable, *arguments], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def answers(copied: Path, release: Release, *asked: tuple[str, dict[str, str]]) -> list[tuple[int, dict[str, str], str]]:
    """The status, the headers and the text with which ``copied`` answers over ``release``."""
    said = run_with(copied, "-c", ASK, str(release.path), json.dumps(asked))
    found: list[Any] = [json.loads(line) for line in said.splitlines() if line.startswith("[")]
    return [(status, headers, text) for status, headers, text in found]


def test_adding_a_result_format_is_one_row(copied: Path, release: Release) -> None:
    """Negotiation, files, the service description, the command line and compression follow by themselves."""
    row = '    Format("n3", "Notation3", "text/n3", "n3", Kind.GRAPH, "N3", charset=True),\n'
    put(copied / "terms" / "formats.py", "    # https://www.w3.org/TR/n-quads/", row)
    accept = {"accept": "text/n3"}
    query = "/sparql?query=CONSTRUCT%20WHERE%20%7B%3Fs%20%3Fp%20%3Fo%7D"
    given = answers(
        copied,
        release,
        (query, accept),
        (query, {**accept, "accept-encoding": "gzip"}),
        ("/id/state/KOR", accept),
        ("/id/state/KOR.n3", {}),
        ("/concept/stance.n3", {}),
        ("/quality.n3", {}),
        ("/queries/members", accept),
        ("/queries/members.n3", {}),
    )
    assert [status for status, _, _ in given] == [200, 200, 303, 200, 200, 200, 200, 200]
    assert given[1][1]["content-encoding"] == "gzip"
    assert given[2][1]["location"] == "/id/state/KOR.n3"
    assert {headers["content-type"] for status, headers, _ in given if status == 200} == {"text/n3; charset=utf-8"}
    pages = answers(
        copied,
        release,
        ("/sparql", {"accept": "text/turtle"}),
        ("/queries/members", {"accept": "text/html"}),
        ("/sparql", {"accept": "text/html"}),
    )
    assert "format:N3" in pages[0][2]
    assert 'href="members.n3"' in pages[1][2]
    assert '<option value="n3">Notation3</option>' in pages[2][2]
    assert "rdfxml, n3 for" in " ".join(run_with(copied, "-m", "oegyo", "query", "--help").split())


def test_adding_a_page_is_one_folder_and_one_row(copied: Path, release: Release) -> None:
    """The application, the navigation, the sitemap and the families of the metrics follow by themselves."""
    folder = copied / "web" / "visits"
    folder.mkdir()
    (folder / "__init__.py").write_text('"""``/visits``."""\n', encoding="utf-8")
    (folder / "routes.py").write_text(
        dedent("""
            from flask import Blueprint, render_template

            def blueprint(site):
                bp = Blueprint("visits", __name__)

                @bp.get("/visits")
                def index():
                    return render_template("visits/visits.html", rows=site.graph.listed("visits/states"))

                return bp
            """),
        encoding="utf-8",
    )
    (folder / "states.rq").write_text(
        "SELECT ?state WHERE { ?state a <https://w3id.org/oegyo/ontology#State> }", encoding="utf-8"
    )
    (folder / "visits.html").write_text(
        '{% extends "frame/base.html" %}{% block title %}Visits{% endblock %}'
        "{% block content %}<h1>Visits</h1><p>{{ rows|length }} states</p>{% endblock %}",
        encoding="utf-8",
    )
    table = copied / "web" / "pages.py"
    put(table, "if TYPE_CHECKING:", "from oegyo.web.visits import routes as visits\n\n")
    put(table, "    Page(_sitemap", '    Page(visits.blueprint, ("visits",), "/visits", "Visits", ("visits",)),\n')
    html = {"accept": "text/html"}
    page, home, sitemap, metrics = answers(
        copied, release, ("/visits", html), ("/", html), ("/sitemap-1.xml", {}), ("/metrics", {})
    )
    assert page[0] == 200
    assert "<p>2 states</p>" in page[2]
    assert '<a href="/visits" aria-current="page">Visits</a>' in page[2]
    assert '<a href="/visits">Visits</a>' in home[2]
    assert "/visits</loc>" in sitemap[2]
    assert 'oegyo_requests_total{family="visits",status="200"} 1.0' in metrics[2]
