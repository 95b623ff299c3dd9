"""The saved queries over the real graph: what they promise, what they answer, and that two engines agree on it."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, TypeAlias

import pyoxigraph as ox
import pytest

from oegyo.paths import installed_sources
from oegyo.pipeline.parse import read_prefixes
from oegyo.saved.header import read_header
from oegyo.saved.query import SavedQuery, read_query
from oegyo.saved.text import with_projected
from oegyo.terms.labels import LANGUAGES
from oegyo.terms.namespaces import ID

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from rdflib import Graph

Rows: TypeAlias = "list[list[str]]"
"""An answer as text: names and rows of a SELECT, sorted N-Triples of a CONSTRUCT (one to a row), one word of an ASK."""

SOURCES = installed_sources()
PATHS = sorted(SOURCES.queries.glob("*.rq"))
PREFIXES = read_prefixes(SOURCES.ontology / "prefixes.ttl")
FAMILIES = {
    "development",
    "korean-peninsula",
    "linking",
    "memberships",
    "missions",
    "peacekeeping",
    "quality",
    "relations",
    "security-council",
    "sources",
    "treaties",
}
HEADER = {"tags", "parameters", "picture", "entities", "record"} | {
    key if tag == "en" else f"{key}-{tag}" for key in ("summary", "description") for tag in LANGUAGES
}

each_query = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
each_query_with_language = pytest.mark.parametrize(
    "path", [path for path in PATHS if "VALUES ?lang {" in path.read_text(encoding="utf-8")], ids=lambda path: path.stem
)


def expected_path(query: SavedQuery) -> Path:
    """Where the answer to ``query`` is kept."""
    return SOURCES.queries / "expected" / f"{query.slug}.{'nt' if query.form == 'CONSTRUCT' else 'csv'}"


def regenerate(query: SavedQuery) -> str:
    """The command that writes the expected answer anew."""
    to = f"queries/expected/{expected_path(query).name}"
    if query.form == "CONSTRUCT":
        return f"oegyo query {query.slug} --format ntriples | LC_ALL=C sort > {to}"
    return f"oegyo query {query.slug} --format csv > {to}"


def expected(query: SavedQuery) -> Rows:
    """The answer that is kept for ``query``."""
    text = expected_path(query).read_bytes().decode()
    if query.form == "CONSTRUCT":
        return [[line] for line in text.splitlines()]
    return list(csv.reader(io.StringIO(text, newline="")))


def from_oxigraph(store: ox.Store, text: str) -> Rows:
    """What pyoxigraph answers."""
    result = store.query(text, use_default_graph_as_union=True)
    if isinstance(result, ox.QueryTriples):
        return ntriples(result)
    body = (result.serialize(format=ox.QueryResultsFormat.CSV) or b"").decode()
    return list(csv.reader(io.StringIO(body, newline="")))


def from_rdflib(graph: Graph, text: str) -> Rows:
    """What rdflib answers."""
    result = graph.query(text)
    if result.graph is not None:
        lines = result.graph.serialize(format="nt", encoding="utf-8")
        return ntriples(quad.triple for quad in ox.parse(lines, format=ox.RdfFormat.N_TRIPLES))
    if result.askAnswer is not None:
        return [[str(result.askAnswer).lower()]]
    names = result.vars or []
    return [[str(name) for name in names], *([str(row.get(name, "")) for name in names] for row in result.bindings)]


def ntriples(triples: Iterable[ox.Triple]) -> Rows:
    """``triples`` as sorted N-Triples lines."""
    return [[line] for line in sorted(f"{triple} ." for triple in triples)]


def languages(store: ox.Store, text: str) -> set[str]:
    """The language tags of the texts in an answer."""
    result = store.query(text, use_default_graph_as_union=True)
    if isinstance(result, ox.QueryTriples):
        terms = [triple.object for triple in result]
    elif isinstance(result, ox.QuerySolutions):
        terms = [term for solution in result for term in solution if term is not None]
    return {term.language for term in terms if isinstance(term, ox.Literal) and term.language}


def body(path: Path) -> str:
    """The SPARQL of a query without header, strings, IRIs and comments."""
    text = re.sub(r'"[^"\n]*"|<[^>\s]*>', "", path.read_text(encoding="utf-8"))
    return re.sub(r"#.*", "", text)


def test_every_query_is_found_and_has_an_answer_kept() -> None:
    """There are thirty or more, and one expected answer for each and none besides."""
    assert len(PATHS) >= 30
    kept = sorted((SOURCES.queries / "expected").iterdir())
    assert kept == sorted(expected_path(read_query(path)) for path in PATHS)


@each_query
def test_the_header_is_complete_in_every_language(path: Path) -> None:
    """A question, how to read its answer, tags and labelled parameters, each in English, Korean and Vietnamese."""
    query = read_query(path)
    assert re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", query.slug)
    assert set(read_header(query.text)) <= HEADER
    for texts in (query.summary, query.description, *(parameter.labels for parameter in query.parameters)):
        assert set(texts) == set(LANGUAGES)
        assert all(texts.values())
    for texts in (query.summary, query.description):
        assert re.search("[가-힣]", texts["ko"])
        assert re.search("[ạảãấầẩậắằẳặẹẻếềểệịọỏốồổộớờởợụủứừửựđơư]", texts["vi"])
    assert all(question.endswith("?") for question in query.summary.values())
    assert all(text.endswith(".") for text in query.description.values())
    assert query.tags
    assert set(query.tags) <= FAMILIES


@each_query
def test_the_text_is_plain_sparql_that_runs_anywhere(path: Path) -> None:
    """Named columns in a certain order, no named graph, no service, and every prefix declared as the table has it."""
    query, text = read_query(path), body(path)
    assert not re.search(r"(?<!\?)\b(GRAPH|SERVICE|FROM)\b|SELECT\s+(DISTINCT\s+)?\*", text, re.IGNORECASE)
    assert query.form in {"SELECT", "ASK", "CONSTRUCT"}
    assert (query.form == "SELECT") == bool(re.search(r"^ORDER BY ", text, re.MULTILINE))
    declared = dict(re.findall(r"^PREFIX (\w+): <(\S+)>$", query.text, re.MULTILINE))
    assert declared == {prefix: PREFIXES[prefix] for prefix in declared}
    assert list(declared) == sorted(declared)
    assert set(re.findall(r"(?<![\w?])([A-Za-z]\w*):(?=\w)", text)) == set(declared)


@each_query
def test_names_come_in_the_language_asked_for(path: Path) -> None:
    """A query that shows names lets the reader choose their language, English unless another is chosen."""
    parameters = {parameter.name: parameter for parameter in read_query(path).parameters}
    assert ("lang" in parameters) == bool(re.search(r"skos:prefLabel|rdfs:label|oegyo:text", body(path)))
    if "lang" in parameters:
        assert parameters["lang"].type == "language"
        assert parameters["lang"].default == "en"


@each_query
def test_pyoxigraph_and_rdflib_give_the_answer_that_is_kept(path: Path, oxigraph: ox.Store, rdflib_graph: Graph) -> None:
    """The same rows in the same order, and never none."""
    query = read_query(path)
    answer, kept = from_oxigraph(oxigraph, query.text), expected(query)
    assert answer == kept, f"the answer has changed; if the new one is right:\n  {regenerate(query)}"
    assert from_rdflib(rdflib_graph, query.text) == kept
    assert len(answer) >= (2 if query.form == "SELECT" else 1)


@each_query
def test_the_defaults_written_out_change_nothing(path: Path, oxigraph: ox.Store) -> None:
    """What a form sends when nobody touches it gets the answer of the bare address."""
    query = read_query(path)
    written_out = query.bind({parameter.name: parameter.default for parameter in query.parameters})
    assert from_oxigraph(oxigraph, written_out) == from_oxigraph(oxigraph, query.text)


@each_query_with_language
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_gets_the_whole_answer(path: Path, language: str, oxigraph: ox.Store) -> None:
    """As many rows as in English, with names in the language asked for."""
    query = read_query(path)
    asked = query.bind({"lang": language})
    assert len(from_oxigraph(oxigraph, asked)) == len(from_oxigraph(oxigraph, query.text))
    assert language in languages(oxigraph, asked)


@each_query
def test_the_columns_are_those_of_the_answer(path: Path, oxigraph: ox.Store) -> None:
    """As the page reads them from the text."""
    query = read_query(path)
    if query.form == "SELECT":
        assert query.columns == tuple(from_oxigraph(oxigraph, query.text)[0])


@each_query
def test_what_a_page_asks_besides_leaves_the_rows_as_they_are(path: Path, oxigraph: ox.Store) -> None:
    """As many, in the same order; and each thing behind a name is one that has a page."""
    query = read_query(path)
    if not query.nodes:
        return
    width = len(query.columns)
    answer = from_oxigraph(oxigraph, with_projected(query.text, query.nodes))
    assert [row[:width] for row in answer] == from_oxigraph(oxigraph, query.text)
    assert all(node.startswith(ID) or not node for row in answer[1:] for node in row[width:])


def test_another_value_gives_another_answer(oxigraph: ox.Store) -> None:
    """The parameters reach the question: another date, treaty, topic or record is another answer."""
    queries = {path.stem: read_query(path) for path in PATHS}

    def ask(slug: str, **values: str) -> Rows:
        return from_oxigraph(oxigraph, queries[slug].bind(values))

    assert ask("party-to-a-treaty", treaty="CTBT") == [["false"]]
    kinds = {row[0] for row in ask("true-on-a-date", date="1950-01-01")[1:]}
    assert kinds == {"Diplomatic Mission", "Diplomatic Relation", "Membership"}
    assert {row[0][:4] for row in ask("began-in-a-year", year="1989")[1:]} == {"1989"}
    record = "https://w3id.org/oegyo/id/membership/KOR-OECD"
    assert {row[1] for row in ask("evidence-for-a-record", address=record)[1:]} >= {"1996", "1996-12-12"}
    asean = ask("members-with-relations-before-a-date", organization="ASEAN", date="1960-01-01")
    assert [row[1] for row in asean[1:]] == ["Philippines", "Viet Nam", "Thailand"]
