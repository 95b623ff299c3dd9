"""pyoxigraph's parsers, which keep to the recommendations, on every format the endpoint writes."""

from __future__ import annotations

from urllib.parse import urlencode

import pyoxigraph as ox
import pytest
import urllib3

from oegyo.terms.formats import Kind, of_kind
from waiting import SECONDS

SELECT = "SELECT * { <http://x/한국> ?property ?value } ORDER BY ?property STR(?value)"
SOLUTIONS = [entry.media_type for entry in of_kind(Kind.SOLUTIONS)]
GRAPHS = [entry.media_type for entry in of_kind(Kind.GRAPH)]


def fetch(endpoint: str, query: str, media_type: str) -> bytes:
    """The answer to ``query``, written as ``media_type``."""
    address = f"{endpoint}?{urlencode({'query': query})}"
    response = urllib3.request("GET", address, headers={"Accept": media_type}, timeout=SECONDS)
    assert response.headers["Content-Type"].partition(";")[0] == media_type
    return response.data


def results_format(media_type: str) -> ox.QueryResultsFormat:
    """The format called so."""
    found = ox.QueryResultsFormat.from_media_type(media_type)
    assert found is not None
    return found


@pytest.mark.parametrize("media_type", [name for name in SOLUTIONS if name != "text/csv"])
def test_rows_are_read_as_they_were_meant(endpoint: str, media_type: str) -> None:
    """Columns as in the query; languages, types, empty and false values, and blank nodes."""
    found = ox.parse_query_results(fetch(endpoint, SELECT, media_type), format=results_format(media_type))
    assert isinstance(found, ox.QuerySolutions)
    assert [one.value for one in found.variables] == ["property", "value"]
    rows = [(str(row["property"]).removeprefix("<http://x/")[:-1], row["value"]) for row in found]
    assert isinstance(dict(rows).pop("seat"), ox.BlankNode)
    assert [(name, str(value)) for name, value in rows if name != "seat"] == [
        ("free", '"false"^^<http://www.w3.org/2001/XMLSchema#boolean>'),
        ("members", '"0"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ("motto", '""'),
        ("name", '"Korea, \\"Republic of\\""@en'),
        ("name", '"대한민국"@ko'),
        ("since", '"1991-09-17"^^<http://www.w3.org/2001/XMLSchema#date>'),
    ]


def test_csv_is_as_the_recommendation_has_it(endpoint: str) -> None:
    """Without types; with quotes and line ends as RFC 4180 has them. pyoxigraph reads none."""
    lines = fetch(endpoint, SELECT.replace("}", "FILTER(!ISBLANK(?value)) }"), "text/csv").decode().split("\r\n")
    names = ["free", "members", "motto", "name", "name", "since"]
    values = ["false", "0", "", '"Korea, ""Republic of"""', "대한민국", "1991-09-17"]
    assert lines == ["property,value", *(f"http://x/{one},{value}" for one, value in zip(names, values, strict=True)), ""]


@pytest.mark.parametrize("media_type", [name for name in SOLUTIONS if name != "text/csv"])
@pytest.mark.parametrize(("query", "expected"), [("ASK { ?s ?p 0 }", True), ("ASK { ?s ?p 1 }", False)])
def test_a_boolean_is_read(endpoint: str, media_type: str, query: str, *, expected: bool) -> None:
    """In every format of rows."""
    found = ox.parse_query_results(fetch(endpoint, query, media_type), format=results_format(media_type))
    assert isinstance(found, ox.QueryBoolean)
    assert bool(found) is expected


@pytest.mark.parametrize("media_type", GRAPHS)
@pytest.mark.parametrize("query", ["CONSTRUCT WHERE { ?s ?p ?o }", "DESCRIBE <http://x/한국>"])
def test_triples_are_the_same_in_every_format(endpoint: str, media_type: str, query: str) -> None:
    """But for the names of blank nodes."""
    sets = []
    for name in (media_type, "application/n-triples"):
        form = ox.RdfFormat.from_media_type(name)
        dataset = ox.Dataset(ox.parse(fetch(endpoint, query, name), format=form))
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        sets.append(dataset)
    assert sets[0] == sets[1]
    assert len(sets[0]) == 8
