"""The threats that .github/SECURITY.md lists: each line names the tests that hold it, and those without one yet are here."""

from __future__ import annotations

import ast
import dataclasses
import json
import re
import socket
import tomllib
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from fuzz.driver import Driver
from http_client import Reply
from oegyo.engine import Answer
from oegyo.gate.front import Front
from oegyo.web.app import create_app
from web.page import read

if TYPE_CHECKING:
    from http_client import Reply
    from oegyo.config import Settings
    from oegyo.engine import Question
    from oegyo.release import Release

ROOT = Path(__file__).parent.parent.parent
TEXT = (ROOT / ".github" / "SECURITY.md").read_text(encoding="utf-8")
JSON = "application/sparql-results+json"
EVERYTHING = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"


def test_every_test_that_the_threat_model_names_exists() -> None:
    """A line without a test that holds it is a wish."""
    threats = re.findall(r"^\d+\. (.*?)(?=^\d+\. |^## |\Z)", TEXT, re.MULTILINE | re.DOTALL)
    assert len(threats) >= 20
    for threat in threats:
        named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", threat)
        assert named, f"no test holds this: {threat[:80]}"
        for path, name in named:
            tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
            assert name in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}, f"{path}::{name}"


def ask(front: Driver, query: str, accept: str = JSON, **more: str) -> Reply:
    """The reply of ``front`` to ``query``, with ``more`` parameters."""
    return front.ask("GET", "/sparql", urlencode({"query": query} | more).encode(), [(b"accept", accept.encode())])


def post(front: Driver, body: str, content_type: str = "application/sparql-query", path: str = "/sparql") -> Reply:
    """The reply of ``front`` to ``body``."""
    length = str(len(body.encode())).encode()
    headers = [(b"content-type", content_type.encode()), (b"content-length", length), (b"accept", JSON.encode())]
    return front.ask("POST", path, b"", headers, body.encode())


def slug(reply: Reply) -> str:
    """Which problem ``reply`` is, or nothing when it is none."""
    if reply.values(b"content-type") != [b"application/problem+json"]:
        return ""
    return str(json.loads(reply.body)["type"]).rpartition("/")[2]


ELSEWHERE = {
    "SERVICE": "SELECT * { SERVICE <{url}> { ?s ?p ?o } }",
    "SERVICE SILENT": "SELECT * { SERVICE SILENT <{url}> { ?s ?p ?o } }",
    "SERVICE of a variable": "SELECT * { VALUES ?there { <{url}> } SERVICE ?there { ?s ?p ?o } }",
    "SERVICE of a name": "PREFIX x: <{url}> SELECT * { SERVICE x: { ?s ?p ?o } }",
    "SERVICE without spaces": "SELECT*{SERVICE<{url}>{?s ?p ?o}}",
    "SERVICE in a subquery": "SELECT * { ?a ?b ?c { SELECT * { OPTIONAL { SERVICE <{url}> { ?s ?p ?o } } } } }",
    "SERVICE in EXISTS": "ASK { FILTER EXISTS { SERVICE <{url}> { ?s ?p ?o } } }",
    "SERVICE spelt by code points": r"SELECT * { \u0053ERVICE <{url}> { ?s ?p ?o } }",
    "FROM": "SELECT * FROM <{url}> { ?s ?p ?o }",
    "FROM NAMED": "SELECT * FROM NAMED <{url}> { GRAPH ?g { ?s ?p ?o } }",
    "GRAPH": "SELECT * { GRAPH <{url}> { ?s ?p ?o } }",
    "DESCRIBE": "DESCRIBE <{url}>",
    "LOAD": "LOAD <{url}>",
    "LOAD SILENT": "LOAD SILENT <{url}> INTO GRAPH <x:g>",
}


@pytest.mark.parametrize("query", ELSEWHERE.values(), ids=ELSEWHERE)
def test_no_query_makes_the_server_call_another_address(front: Driver, query: str) -> None:
    """Not one that listens on this very machine, whatever the query is."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        replies = [ask(front, query.replace("{url}", url)), post(front, query.replace("{url}", url))]
        replies += [ask(front, "SELECT * { ?s ?p ?o }", **{name: url}) for name in ("default-graph-uri", "named-graph-uri")]
        with pytest.raises(BlockingIOError):
            listener.accept()
    for reply in replies:
        assert reply.status in {200, 400, 403, 406}


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM <file://{path}> { ?s ?p ?o }",
        "SELECT * FROM NAMED <file://{path}> { GRAPH ?g { ?s ?p ?o } }",
        "SELECT * { GRAPH <file://{path}> { ?s ?p ?o } }",
        "SELECT * { SERVICE <file://{path}> { ?s ?p ?o } }",
        "BASE <file://{path}> SELECT * FROM <> { ?s ?p ?o }",
        "LOAD <file://{path}>",
        "DESCRIBE <file://{path}>",
    ],
)
def test_no_query_reads_a_file(front: Driver, tmp_path: Path, query: str) -> None:
    """Not even one that holds RDF: a graph is one of the release, or it is not there."""
    path = tmp_path / "secret.nt"
    path.write_text('<x:a> <x:b> "a secret" .\n', encoding="ascii")
    for accept in (JSON, "text/html", "text/turtle, */*;q=0.1"):
        reply = ask(front, query.replace("{path}", str(path)), accept)
        assert reply.status in {200, 400, 403, 406}
        assert b"a secret" not in reply.body


def test_no_request_changes_the_data(front: Driver) -> None:
    """By no form of the protocol and by no method: what was counted before is counted after."""
    before = ask(front, EVERYTHING)
    assert before.status == 200
    for update in ("INSERT DATA { <x:a> <x:b> <x:c> }", "DELETE WHERE { ?s ?p ?o }", "CLEAR ALL", "DROP ALL"):
        assert slug(ask(front, update)) == "forbidden"
        assert slug(post(front, update)) == "forbidden"
        assert slug(post(front, update, "application/sparql-update")) == "forbidden"
        assert slug(post(front, urlencode({"update": update}), "application/x-www-form-urlencoded")) == "forbidden"
        assert slug(ask(front, "ASK {}", update=update)) == "forbidden"
        for method in ("PUT", "DELETE", "PATCH"):
            for path in ("/sparql", "/id/state/KOR.ttl", "/download/oegyo.ttl"):
                assert front.ask(method, path, b"", [], update.encode()).status == 405
    assert ask(front, EVERYTHING + " # and again").body == before.body


@pytest.mark.parametrize("accept", [JSON, "text/csv", "text/tab-separated-values", "application/sparql-results+xml"])
def test_rows_past_the_limit_are_refused_and_not_cut(front: Driver, accept: str) -> None:
    """A table that ends at a line's end looks whole, so not one row of it is sent."""
    reply = ask(front, "SELECT * { ?a ?b ?c . ?d ?e ?f }", accept)
    assert (reply.status, slug(reply)) == (507, "too-large")
    assert b"LIMIT" in reply.body


@pytest.mark.parametrize("accept", ["application/n-triples", "text/turtle", "application/ld+json", "application/rdf+xml"])
def test_triples_past_the_limit_are_refused_and_not_cut(front: Driver, accept: str) -> None:
    """Neither is a graph."""
    reply = ask(front, "CONSTRUCT { ?a ?b [ ?e ?f ] } { ?a ?b ?c . ?d ?e ?f }", accept)
    assert (reply.status, slug(reply)) == (507, "too-large")


def test_large_requests_with_small_answers_do_not_fill_the_memory(settings: Settings, release: Release) -> None:
    """What is kept is counted with the request that it answers, which may be a thousand times as long."""
    front = Front(settings, [release.graph], release)
    driver = Driver(front, settings)
    for number in range(30):
        assert post(driver, f"ASK {{}} # {number}" + " " * 50_000).status == 200
    held = sum(len(key.body or b"") for key in front.origin.cache._stored)
    driver.close()
    assert 0 < held <= front.origin.cache.size <= settings.cache_size


class _Elsewhere:
    """An engine as an endpoint elsewhere may be: its answer is JSON, and what it calls its columns is its own affair."""

    def ask(self, question: Question) -> Answer:
        """One row of one column, with a script wherever there is room for one."""
        script = "<script>alert(1)</script>"
        row = {script: {"type": "literal", "value": script, "xml:lang": "en"}}
        content = {"head": {"vars": [script]}, "results": {"bindings": [row]}}
        return Answer(json.dumps(content).encode(), question.solutions or "")

    def close(self) -> None:
        """Nothing was started."""


def test_the_name_of_a_column_is_no_markup(settings: Settings, release: Release) -> None:
    """SPARQL allows no such name, but an endpoint elsewhere may send one: that is said, as text."""
    client = create_app(settings, _Elsewhere(), release).test_client()
    response = client.get("/sparql?query=ASK%7B%7D", headers={"Accept": "text/html"})
    assert response.status_code == 502
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in response.text
    scripts = [one.attributes.get("src", "") for one in read(response.text).all("script")]
    assert [source for source in scripts if not source.startswith("/static/built/")] == []


def test_a_value_of_csv_is_the_value(front: Driver) -> None:
    """No sign is put before what a spreadsheet might take for a formula: other programs would read another value."""
    reply = ask(front, 'SELECT ("=1+1" AS ?a) ("@x, y" AS ?b) {}', "text/csv")
    assert reply.body == b'a,b\r\n=1+1,"@x, y"\r\n'
    assert reply.values(b"content-type") == [b"text/csv; charset=utf-8"]
    assert reply.values(b"x-content-type-options") == [b"nosniff"]


def test_what_is_no_part_of_the_key_changes_no_answer(front: Driver) -> None:
    """A header that one client sends cannot change what the next one is sent."""
    for path, query in (
        ("/", b""),
        ("/sparql", b""),
        ("/sparql", b"query=ASK%7B%7D"),
        ("/id/state/KOR.html", b""),
        ("/none", b""),
    ):
        for accept in (b"text/html", b"text/turtle, */*;q=0.1"):
            poisoned = [
                (b"accept", accept),
                (b"host", b"one.example"),
                (b"x-forwarded-host", b"evil.example"),
                (b"x-forwarded-proto", b"javascript"),
                (b"x-original-url", b"/evil"),
                (b"x-http-method-override", b"DELETE"),
                (b"origin", b"https://evil.example"),
                (b"cookie", b"lang=evil"),
            ]
            first = front.ask("GET", path, query, poisoned)
            assert b"evil" not in first.body + b"".join(value for _, value in first.headers)
            assert front.ask("GET", path, query, poisoned[:2]) == first


def test_a_cache_in_between_keeps_no_refusal_and_mixes_no_formats(front: Driver) -> None:
    """Every answer says what it depends on, and a refusal that nobody may keep it."""
    for path, query, status in (
        ("/sparql", b"query=ASK%7B%7D", 200),
        ("/sparql", b"query=ASK", 400),
        ("/none", b"", 404),
        ("/id/state/KOR", b"", 303),
    ):
        reply = front.ask("GET", path, query, [(b"accept", b"*/*")])
        assert reply.status == status
        (vary,) = reply.values(b"vary")
        assert {b"accept", b"accept-language", b"accept-encoding"} <= set(vary.lower().split(b", "))
        if status >= 400:
            assert reply.values(b"cache-control") == [b"no-store"]


def test_another_release_has_other_tags(front: Driver, settings: Settings, release: Release) -> None:
    """What a client kept from one is not taken for the answer of the next."""
    (tag,) = ask(front, EVERYTHING).values(b"etag")
    headers = [(b"accept", JSON.encode()), (b"if-none-match", tag)]
    query = urlencode({"query": EVERYTHING}).encode()
    assert front.ask("GET", "/sparql", query, headers).status == 304
    other = Driver(Front(settings, [release.graph], dataclasses.replace(release, digest="another")), settings)
    assert other.ask("GET", "/sparql", query, headers).status == 200
    other.close()


def test_every_dependency_has_a_lower_bound_and_none_comes_from_elsewhere() -> None:
    """Each is a release of the package index, no older than one that was tried."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for line in chain(project["dependencies"], *project["optional-dependencies"].values()):
        assert re.fullmatch(r"[A-Za-z0-9_.-]+(\[[a-z,]+\])?>=[\d.]+", line), line
