"""What the pages in ``server/decisions/`` rest on: ``python tests/benchmarks/decisions.py [name…]`` measures it again.

Prints a line for each way of doing the same thing; what counts is the ratio. Builds a release first if there is none. The
whole takes about a minute. What a new process costs is in ``forks.py``.
"""

from __future__ import annotations

import pickle
import sqlite3
import sys
import time
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pyoxigraph as ox
from rdflib.plugins.sparql.parser import parseQuery

sys.path.insert(0, str(Path(__file__).parent.parent))  # run as a file, which has its own folder on the path and no other
from benchmarks.local_server import machine
from benchmarks.turns import built, in_turn
from oegyo.config import Settings
from oegyo.engine import Answer, EmbeddedEngine, Limits, Question, wire
from oegyo.engine.tokens import open_services
from oegyo.engine.worker import load
from oegyo.gate.request import Key
from oegyo.paths import installed_sources
from oegyo.pipeline.checks import read_check, validate_checks
from oegyo.pipeline.parse import DATA_GRAPHS, as_rdflib, parse
from oegyo.pipeline.parse import load as load_graph
from oegyo.pipeline.shapes import validate_shapes
from oegyo.saved.query import read_queries
from oegyo.web.reading.graph import Graph
from oegyo.web.search.index import Names, read_names

if TYPE_CHECKING:
    from collections.abc import Callable

    from oegyo.release import Release

_JSON = "application/sparql-results+json"
_ASKED = ["viet nam", "cote d'ivoire", "unesco", "유엔은", "NPT", "hoi dong bao an"]
_LABELS = """PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?thing WHERE { ?thing skos:prefLabel|skos:altLabel ?name FILTER(%s) }"""
_CONTAINS = 'CONTAINS(LCASE(?name), "%s")'
_REGEX = 'REGEX(?name, "%s", "i")'


def processes(release: Release) -> None:
    """A query in this process, and the same in a worker behind the pool."""
    store = load([release.graph])
    with closing(EmbeddedEngine([release.graph], Limits.of(Settings()))) as engine:
        for name, text in {"ASK": "ASK {}", "ten rows": "SELECT * { ?s ?p ?o } LIMIT 10"}.items():
            click.echo(f" {name}")
            question = Question(text, _JSON)
            in_turn(
                300,
                in_this_process=partial(_answered, store, text),
                in_a_worker=partial(engine.ask, question),
            )


def _answered(store: ox.Store, text: str) -> bytes | None:
    answer = store.query(text, use_default_graph_as_union=True)
    assert not isinstance(answer, ox.QueryTriples)
    return answer.serialize(format=ox.QueryResultsFormat.JSON)


def messages(_: Release) -> None:
    """An answer from a worker to the front: a line of JSON and the body, or a pickle."""
    for size in (1_000, 1_000_000):
        click.echo(f" an answer of {size:,} bytes")
        answer = Answer(b"x" * size, _JSON)
        in_turn(
            500,
            a_line_of_JSON_and_the_body=partial(_by_the_wire, answer),
            a_pickle=partial(_by_pickle, answer),
        )


def _by_the_wire(answer: Answer) -> object:
    return wire.read_reply(wire.write_reply(answer))


def _by_pickle(answer: Answer) -> object:
    return pickle.loads(pickle.dumps(answer))  # noqa: S301 - our own answer, written on this line


def lexer(release: Release) -> None:
    """Every saved query: its keywords told apart here, parsed by rdflib, parsed and answered by the engine."""
    texts = [query.text for query in read_queries(release.queries).values()]
    store, nothing = load([release.graph]), ox.Store()
    click.echo(f" {len(texts)} saved queries, {sum(map(len, texts)) / len(texts):,.0f} characters each")
    in_turn(
        3,
        our_lexer=lambda: [open_services(text, {}) for text in texts],
        parsed_by_the_engine=lambda: [nothing.query(text) for text in texts],
        answered_by_the_engine=lambda: [len(_all(store, text)) for text in texts],
        parsed_by_rdflib=lambda: [parseQuery(text) for text in texts],
    )


def _all(store: ox.Store, text: str) -> list[object]:
    answer = store.query(text, use_default_graph_as_union=True)
    return [bool(answer)] if isinstance(answer, ox.QueryBoolean) else list(answer)


def search(release: Release) -> None:
    """Names that hold a text: by the index in memory, by SQLite's full-text search, or by a query over the labels."""
    store = load([release.graph])
    with closing(EmbeddedEngine([release.graph], Limits.of(Settings()))) as engine:
        began = time.perf_counter()
        index = read_names(Graph(engine))
        click.echo(f" the index of {len(index.things):,} things is made in {time.perf_counter() - began:.2f} s")
    words, parts = _full_text(index, "unicode61 remove_diacritics 2"), _full_text(index, "trigram")
    ways: dict[str, Callable[[str], int]] = {
        "index": lambda text: len(index.find(text).hits),
        "FTS5_of_words": lambda text: _matches(words, text),
        "FTS5_of_trigrams": lambda text: _matches(parts, text),
        "CONTAINS": lambda text: len(_all(store, _LABELS % (_CONTAINS % text))),
        "REGEX": lambda text: len(_all(store, _LABELS % (_REGEX % text))),
    }
    for name, way in ways.items():
        click.echo(f" found by {name.replace('_', ' '):18}{ {text: way(text) for text in _ASKED} }")
    in_turn(10, **{name: lambda way=way: [way(text) for text in _ASKED] for name, way in ways.items()})


def _full_text(index: Names, tokenize: str) -> sqlite3.Connection:
    """The names of ``index`` in SQLite's full-text search."""
    base = sqlite3.connect(":memory:")
    base.execute(f"CREATE VIRTUAL TABLE names USING fts5(thing UNINDEXED, name, tokenize='{tokenize}')")
    pairs = [(thing.iri, name.text) for thing in index.things for name in thing.names]
    base.executemany("INSERT INTO names VALUES (?, ?)", pairs)
    return base


def _matches(base: sqlite3.Connection, text: str) -> int:
    """How many things have every word of ``text`` in a name."""
    words = " ".join('"' + word.replace('"', '""') + '"' for word in text.split())
    return len(base.execute("SELECT DISTINCT thing FROM names WHERE names MATCH ? ORDER BY rank", [words]).fetchall())


def tags(release: Release) -> None:
    """The ETag of an answer: from the request and the digest of the release, or from the answer once it is there."""
    store, text = load([release.graph]), "SELECT * { ?s ?p ?o } LIMIT 1000"
    key = Key("GET", "/sparql", text.encode(), _JSON.encode(), b"en", b"localhost:8000")
    in_turn(50, from_the_release=lambda: key.tag(release.digest), from_the_answer=lambda: hash(_answered(store, text)))


def checks(_: Release) -> None:
    """The whole graph: by the SHACL shapes, and by the checks, which are queries over sets."""
    sources = installed_sources()
    files = parse(sources, (), lambda _: None)
    store = load_graph(files)
    read = [read_check(path) for path in sorted((sources.ontology / "checks").glob("*.rq"))]
    data, shapes = as_rdflib(files, DATA_GRAPHS), as_rdflib(files, ("shapes",))
    click.echo(f" {len(read)} checks; {len(shapes):,} triples of shapes; {len(data):,} triples of data")
    in_turn(
        1,
        checks_by_pyoxigraph=lambda: validate_checks(store, read, {}),
        shapes_by_pySHACL=lambda: validate_shapes(data, shapes),
    )


MEASURES = {measure.__name__: measure for measure in (processes, messages, lexer, search, tags, checks)}


def main(wanted: list[str]) -> None:
    """Print what the measures ``wanted`` find, or all of them."""
    release = built()
    click.echo(machine())
    for name in wanted or MEASURES:
        click.echo(f"{name}: {MEASURES[name].__doc__}")
        MEASURES[name](release)


if __name__ == "__main__":
    main(sys.argv[1:])
