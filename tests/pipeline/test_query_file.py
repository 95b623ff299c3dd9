"""Queries among the sources: a broken one is said with its file, its line and what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from oegyo.errors import BuildError
from oegyo.pipeline.query_file import read_query_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from oegyo.pipeline.query_file import QueryFile

ONE = ox.Quad(ox.NamedNode("http://a/1"), ox.NamedNode("http://a/is"), ox.Literal(1), ox.NamedNode("http://a/graph"))


def file(tmp_path: Path, text: str) -> QueryFile:
    """``text`` as a rule."""
    path = tmp_path / "rules/one.rq"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return read_query_file(path, "derive")


def store() -> ox.Store:
    """A store with one triple in a graph of its own."""
    found = ox.Store()
    found.add(ONE)
    return found


def test_a_query_asks_the_union_of_all_graphs(tmp_path: Path) -> None:
    """As the endpoint does."""
    (row,) = file(tmp_path, "SELECT ?n { ?s <http://a/is> ?n }").select(store())
    assert row["n"] == ONE.object
    assert file(tmp_path, "CONSTRUCT WHERE { ?s ?p ?o }").construct(store()) == {ONE.triple}


def test_a_construct_reads_tables_beside_the_graph(tmp_path: Path) -> None:
    """What is unbound in a row leaves out the triples that would need it, and no others."""
    text = "CONSTRUCT { ?s <http://a/a> ?a ; <http://a/b> ?b } WHERE { ?s <http://a/is> ?n VALUES (?n ?a ?b) { } }"
    written = file(tmp_path, text).construct(store(), {("n", "a", "b"): [(ox.Literal(1), ox.Literal("x"), None)]})
    assert written == {ox.Triple(ONE.subject, ox.NamedNode("http://a/a"), ox.Literal("x"))}


@pytest.mark.parametrize(
    ("text", "ask", "failure"),
    [
        ("#+ title: x\nASK {}", lambda one: one.select(store()), "ontology/rules/one.rq: is not a SELECT"),
        ("#+ title: x\nASK {}", lambda one: one.construct(store()), "ontology/rules/one.rq: is not a CONSTRUCT"),
        ("SELECT *\n{\n  oops }", lambda one: one.select(store()), "ontology/rules/one.rq:3: is not SPARQL: "),
        (
            "CONSTRUCT {}\n{ VALUES (?a) { }\n}\noops",
            lambda one: one.construct(store(), {("a",): [(ONE.object,)]}),
            ":4: is",
        ),
        (
            "CONSTRUCT {}\n{ VALUES (?a ?b) { } }",
            lambda one: one.construct(store(), {("a",): [], ("b", "c"): []}),
            "ontology/rules/one.rq:2: there is no table of ?a ?b; there is (?a), (?b ?c)",
        ),
        (
            "CONSTRUCT {}\n{ VALUES (?a ?b) { } }",
            lambda one: one.construct(store()),
            "ontology/rules/one.rq:2: there is no table of ?a ?b; there is none",
        ),
    ],
)
def test_a_query_that_cannot_be_asked_is_named(
    tmp_path: Path, text: str, ask: Callable[[QueryFile], object], failure: str
) -> None:
    """The stage that it belongs to fails with one line."""
    with pytest.raises(BuildError) as caught:
        ask(file(tmp_path, text))
    assert caught.value.stage == "derive"
    (said,) = caught.value.failures
    assert failure in said
    assert said.startswith("ontology/rules/one.rq:")


@pytest.mark.parametrize(
    ("text", "failure"),
    [
        ("#+ title: x\n#+ why: because: so\nASK {}", ":2: the header cannot be read: mapping values are not allowed here"),
        ("#+ title\nASK {}", ": the header is not lines of 'name: value'"),
    ],
)
def test_a_header_that_cannot_be_read_is_named(tmp_path: Path, text: str, failure: str) -> None:
    """With its line where YAML says one."""
    with pytest.raises(BuildError) as caught:
        file(tmp_path, text)
    assert (caught.value.stage, caught.value.failures) == ("derive", [f"ontology/rules/one.rq{failure}"])
