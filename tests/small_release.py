"""A release of a few dozen quads, an engine, the application and the front over it: small enough to know by heart.

The fixtures are those of every test, loaded once (``pytest_plugins`` in ``conftest.py``); a folder or a file of tests that
needs another release, other settings or another client has a fixture of the same name. One of a session is made once for all
that see it, so whoever has other settings has an engine of their own.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

from fuzz.driver import Driver
from miniature import MEMBER_SINCE
from oegyo.config import Settings
from oegyo.engine import EmbeddedEngine, Limits
from oegyo.gate.front import Front
from oegyo.paths import installed_sources
from oegyo.release import Release
from oegyo.terms.namespaces import GRAPHS, graph_iri
from oegyo.web.app import create_app
from oegyo.web.http import assets

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from flask import Flask
    from werkzeug.test import TestResponse

PREFIXES = {
    "evidence": "https://w3id.org/oegyo/id/evidence/",
    "membership": "https://w3id.org/oegyo/id/membership/",
    "oegyo": "https://w3id.org/oegyo/ontology#",
    "org": "http://www.w3.org/ns/org#",
    "organization": "https://w3id.org/oegyo/id/organization/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "passage": "https://w3id.org/oegyo/id/passage/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "http://schema.org/",
    "scheme": "https://w3id.org/oegyo/concept/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "source": "https://w3id.org/oegyo/id/source/",
    "stance": "https://w3id.org/oegyo/concept/stance/",
    "state": "https://w3id.org/oegyo/id/state/",
    "statement": "https://w3id.org/oegyo/id/statement/",
    "wd": "http://www.wikidata.org/entity/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

GRAPH_TEXTS = {
    "ontology": """
        <https://w3id.org/oegyo/ontology> a owl:Ontology .
        oegyo:State a owl:Class ; skos:prefLabel "State"@en, "국가"@ko, "Quốc gia"@vi ;
            skos:definition "A State is a state."@en .
        oegyo:startDate a owl:DatatypeProperty ; skos:prefLabel "start date"@en, "시작일"@ko, "ngày bắt đầu"@vi .
        """,
    "concepts": """
        scheme:stance a skos:ConceptScheme ; skos:prefLabel "stance"@en .
        stance:supports a skos:Concept ; skos:inScheme scheme:stance ; skos:prefLabel "supports"@en, "뒷받침"@ko ;
            skos:definition "The passage says the same."@en .
        """,
    "facts": """
        state:KOR a oegyo:State ; skos:prefLabel "Republic of Korea"@en, "대한민국"@ko, "Đại Hàn Dân Quốc"@vi .
        state:PRK a oegyo:State ; skos:prefLabel "조선민주주의인민공화국"@ko .
        organization:UN a oegyo:Organization ; skos:prefLabel "United Nations"@en .
        membership:KOR-UN a oegyo:Membership ; org:member state:KOR ; org:organization organization:UN ;
            oegyo:startDate "1991-09-17"^^xsd:date ; oegyo:evidence evidence:membership-KOR-UN--note-0-40 .
        evidence:membership-KOR-UN--note-0-40 a oegyo:Evidence ; oegyo:passage passage:note-0-40 ;
            oegyo:stance stance:supports ; oegyo:onProperty oegyo:startDate ; oegyo:reportedValue "1991"^^xsd:gYear .
        statement:hostile a oegyo:Statement ; oegyo:subject state:KOR ; oegyo:text "<script>alert(1)</script>"@en ;
            schema:url <javascript:alert(1)>, <https://example.org/?a=1&b=2> .
        """,
    "sources": """
        source:note a oegyo:Source ; skos:prefLabel "A note"@en .
        passage:note-0-40 a oegyo:Passage ; oegyo:inSource source:note ; oegyo:section "Paragraph 1" ;
            oegyo:position "char=0,40" ; rdfs:comment "Korea joined in 1991."@en .
        """,
    "presentation": "\n".join(
        path.read_text(encoding="utf-8") for path in sorted(installed_sources().ontology.glob("presentation/*.ttl"))
    ),
    "links": "state:KOR skos:exactMatch wd:Q884 .",
    "derived": "state:KOR oegyo:memberOf organization:UN .",
}

NAMES = """\
#+ summary: What is each state called in a language?
#+ summary-ko: 각 국가는 한 언어로 무엇이라고 불리는가?
#+ summary-vi: Mỗi quốc gia được gọi là gì trong một ngôn ngữ?
#+ description: States without a name in it are left out.
#+ description-ko: 그 언어로 된 이름이 없는 국가는 빠진다.
#+ description-vi: Quốc gia không có tên trong ngôn ngữ đó bị bỏ qua.
#+ tags: [names]
#+ parameters:
#+   lang:
#+     type: language
#+     label: Language
#+     label-ko: 언어
#+     label-vi: Ngôn ngữ
PREFIX oegyo: <https://w3id.org/oegyo/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?name WHERE {
  VALUES ?lang { "en" }
  ?state a oegyo:State ; skos:prefLabel ?name .
  FILTER (LANG(?name) = ?lang)
}
ORDER BY ?name
"""

MEMBERS = """\
#+ summary: Who is a member of what?
#+ summary-ko: 누가 어디의 회원인가?
#+ summary-vi: Ai là thành viên của tổ chức nào?
#+ description: One triple for each membership.
#+ description-ko: 회원 자격마다 하나의 트리플.
#+ description-vi: Mỗi tư cách thành viên một bộ ba.
#+ tags: [memberships, shortcuts]
PREFIX oegyo: <https://w3id.org/oegyo/ontology#>
CONSTRUCT WHERE { ?state oegyo:memberOf ?organization }
"""


QUERIES = {"member-since": MEMBER_SINCE, "members": MEMBERS, "names": NAMES}


def write_quads(path: Path, texts: Mapping[str, str], more_prefixes: Mapping[str, str] | None = None) -> Path:
    """Write the quads of ``texts`` to ``path``: Turtle by the name of its graph, with `PREFIXES` and ``more_prefixes``."""
    found = quads(texts, {**PREFIXES, **(more_prefixes or {})})
    path.write_bytes(ox.serialize(found, format=ox.RdfFormat.N_QUADS) or b"")
    return path


def quads(texts: Mapping[str, str] = GRAPH_TEXTS, prefixes: Mapping[str, str] = PREFIXES) -> list[ox.Quad]:
    """The quads of a release: the Turtle of each graph, by its name."""
    lines = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in prefixes.items())
    return [
        ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(graph_iri(name)))
        for name, text in texts.items()
        for quad in ox.parse(lines + text, format=ox.RdfFormat.TURTLE)
    ]


def write_release(path: Path, texts: Mapping[str, str] = GRAPH_TEXTS, queries: Mapping[str, str] = QUERIES) -> Release:
    """Write a release below ``path`` as a build would, and read it."""
    for folder in ("download", "queries"):
        (path / folder).mkdir(parents=True)
    for name, text in queries.items():
        (path / "queries" / f"{name}.rq").write_text(text, encoding="utf-8")
    held = quads(texts)
    body = ox.serialize(held, format=ox.RdfFormat.N_QUADS) or b""
    (path / "graph.nq").write_bytes(body)
    own = [quad for quad in held if quad.graph_name != ox.NamedNode(graph_iri("presentation"))]
    files = {
        "oegyo.nq.gz": gzip.compress(ox.serialize(own, format=ox.RdfFormat.N_QUADS) or b"", mtime=0),
        "oegyo.ttl": "# 외교\n".encode(),
        "ontology.ttl": b"# ontology\n",
        "shapes.ttl": b"# shapes\n",
    }
    for name, content in files.items():
        (path / "download" / name).write_bytes(content)
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    text = "".join(f"{total}  {name}\n" for name, total in sums.items())
    (path / "download" / "SHA256SUMS").write_text(text, encoding="ascii")
    manifest = {
        "digest": hashlib.sha256(body).hexdigest(),
        "version": "0.1.0",
        "fingerprint": "0",
        "triples": {name: sum(quad.graph_name == ox.NamedNode(graph_iri(name)) for quad in held) for name in GRAPHS},
        "prefixes": PREFIXES,
        "downloads": [
            {"name": name, "topic": name.partition(".")[0], "bytes": len(files[name]), "sha256": total}
            for name, total in sums.items()
        ],
        "warnings": [],
    }
    (path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return Release.read(path)


@pytest.fixture(name="release", scope="session")
def _release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """The release on disk."""
    return write_release(tmp_path_factory.mktemp("release"))


@pytest.fixture(name="settings", scope="session")
def _settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings with small limits, so that they are met."""
    return Settings(release=tmp_path_factory.mktemp("releases"), workers=2, deadline=300.0, query_size=50_000)


@pytest.fixture(name="engine", scope="session")
def _engine(settings: Settings, release: Release) -> Iterator[EmbeddedEngine]:
    """A real engine over the release."""
    engine = EmbeddedEngine([release.graph], Limits.of(settings))
    yield engine
    engine.close()


@pytest.fixture(name="app", scope="session")
def _app(settings: Settings, engine: EmbeddedEngine, release: Release, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application over the release, without scripts, whether or not they are built here."""
    app = create_app(settings, engine, release)
    assets.init_app(app, tmp_path_factory.mktemp("none"))
    app.test_client_class = Client
    return app


class Client(FlaskClient):
    """A client that reads each answer to its end, as a browser does, so that files are closed."""

    def open(self, *args: Any, buffered: bool = True, **kwargs: Any) -> TestResponse:
        """Send a request."""
        return super().open(*args, buffered=buffered, **kwargs)


@contextmanager
def client_of(settings: Settings, release: Release, *files: Path) -> Iterator[FlaskClient]:
    """A client of the application over ``release`` and the ``files`` beside it."""
    engine = EmbeddedEngine([release.graph, *files], Limits.of(settings))
    app = create_app(settings, engine, release)
    app.test_client_class = Client
    try:
        yield app.test_client()
    finally:
        engine.close()


@contextmanager
def client_with(folder: Path, release: Release, facts: str, prefixes: Mapping[str, str]) -> Iterator[FlaskClient]:
    """A client of the application over ``release`` and the ``facts`` (Turtle with more ``prefixes``), kept in ``folder``."""
    file = write_quads(folder / "more.nq", {"facts": facts}, prefixes)
    with client_of(Settings(release=folder, workers=1), release, file) as client:
        yield client


@pytest.fixture(name="client")
def _client(app: Flask) -> FlaskClient:
    """A client of the application."""
    return app.test_client()


@pytest.fixture(name="front", scope="session")
def _front(settings: Settings, release: Release) -> Iterator[Driver]:
    """A front over the release, which what is only asked of it does not change."""
    driver = Driver(Front(settings, [release.graph], release), settings)
    yield driver
    driver.close()
