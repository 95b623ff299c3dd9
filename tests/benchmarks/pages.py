"""How long a worker takes to make a page: ``python tests/benchmarks/pages.py [rounds]`` prints a line for each kind.

Nothing is stored, and no front stands before it: what is measured is what a reader waits for who is the first to come. The
first line is a page with almost nothing on it; what it takes is the web framework's.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if __name__ == "__main__":  # run as a file, which has its own folder on the path and no other
    sys.path.insert(0, str(Path(__file__).parent.parent))

import click

from benchmarks.local_server import machine
from benchmarks.turns import built, in_turn
from oegyo.config import Settings
from oegyo.engine import worker
from oegyo.gate import rendering
from oegyo.gate.site_worker import Renderer

if TYPE_CHECKING:
    from collections.abc import Callable

PAGES = {
    "nothing": "/robots.txt",
    "a_record": "/id/membership/KOR-UN.html",
    "a_concept": "/concept/stance/supports.html",
    "a_state": "/id/state/FRA.html",
    "the_state_of_Korea": "/id/state/KOR.html",
    "an_organization_with_many_members": "/id/organization/UN.html",
    "the_first_page": "/",
    "relations": "/explore/relations",
    "missions": "/explore/missions",
    "peacekeeping": "/explore/peacekeeping",
    "the_timeline": "/explore/timeline",
    "quality": "/quality",
    "the_ontology": "/ontology",
    "a_sitemap": "/sitemap-1.xml",
    "an_answer_of_two_hundred_rows": "/queries/states-with-relations",
}
"""A page of each kind, by what it shows."""

_SCOPE = {
    "method": "GET",
    "query_string": b"",
    "headers": [(b"host", b"localhost"), (b"accept", b"text/html"), (b"accept-language", b"ko")],
    "client": ("127.0.0.1", 1),
    "server": ("127.0.0.1", 8000),
    "http_version": "1.1",
    "scheme": "http",
}


def main(rounds: int) -> None:
    """Print the median of each page, and the ratio to the first."""
    release, settings = built(), Settings()
    renderer = Renderer(settings, worker.StoreEngine(worker.load([release.graph]), settings.result_size, {}), release)
    renderer.prepare()
    click.echo(machine())
    in_turn(rounds, **{name: _asked(renderer, path) for name, path in PAGES.items()})


def _asked(renderer: Renderer, path: str) -> Callable[[], object]:
    """What asks for the page at ``path``, as the front does."""
    message = rendering.write_page({**_SCOPE, "path": path}, b"")
    assert rendering.read_rendered(renderer.respond(message)).response.status == 200
    return partial(renderer.respond, message)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
