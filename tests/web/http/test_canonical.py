"""One address for one answer: what is left of the parameters of an address."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

import pytest
from flask import request, request_started
from hypothesis import given
from hypothesis import strategies as st

from oegyo.paths import installed_sources
from oegyo.saved.query import read_queries
from oegyo.web import pages
from oegyo.web.http.canonical import Reads, is_added

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

ROWS = [
    # Nothing is read but the language.
    ("/", "", ""),
    ("/about", "z=1", ""),
    ("/about", "lang=ko&z=1", "lang=ko"),
    ("/about", "lang=xx", ""),
    ("/about", "lang=ko&lang=vi", "lang=vi"),
    ("/about", "lang=ko&lang=xx", "lang=ko"),
    ("/none", "z=1&lang=vi&&=&a", "lang=vi"),
    ("/id/state/KOR.ttl", "page=2", ""),
    ("/concept/stance.html", "page=2", ""),
    # What is declared, the last of each, in one order and as it is encoded.
    ("/search", "lang=vi&type=state&q=S%2fRES+1&q=UN&utm_source=x", "q=UN&type=state&lang=vi"),
    ("/search", "%71=UN", "q=UN"),
    ("/search", "q", "q="),
    ("/search", "q=%FF", "q=%FF"),
    ("/search.json", "from=51&limit=5&q=UN", "q=UN&limit=5"),
    ("/queries", "q=korea&fbclid=1", "q=korea"),
    ("/explore/timeline", "page=2&year=1991", "year=1991&page=2"),
    ("/explore/missions", "page=2&year=1991", "year=1991"),
    ("/id/state/KOR.html", "page=2&incoming=member&utm_medium=x", "incoming=member&page=2"),
    # Each of them, where they may be given again.
    ("/sparql", "default-graph-uri=x:b&query=ASK{}&timeout=0&default-graph-uri=x:a", "default-graph-uri=x:b&query=ASK{}"
     "&default-graph-uri=x:a"),
    ("/sparql", "query=a&query=b&lang=xx&lang=ko", "query=a&query=b&lang=ko"),
    ("/sparql", "update=CLEAR+ALL&format=csv&output=csv&results=csv&Accept=text/csv&accept=x",
     "update=CLEAR+ALL&format=csv&output=csv&results=csv&Accept=text/csv"),
    # A saved query refuses by itself what may be misspelt.
    ("/queries/member-since", "state=PRK&fbclid=1&stat=KOR&utm_source=x", "state=PRK&stat=KOR"),
    ("/queries/member-since.csv", "gclid=1", ""),
    ("/queries/a\nb", "z=1", "z=1"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "query", "expected"), ROWS)
def test_what_is_read_of_an_address_is_left(path: str, query: str, expected: str) -> None:
    """And nothing else; once more changes nothing."""
    found = pages.canonical(path, query.encode())
    assert found.decode() == expected
    assert pages.canonical(path, found) == found


NAMES = st.sampled_from(["q", "type", "year", "page", "incoming", "query", "lang", "z", "utm_x", "fbclid", "", "유엔"])
PAIRS = st.lists(st.tuples(NAMES, st.sampled_from(["", "1", "ko", "a+b", "%FF"])), max_size=6)
PATHS = st.sampled_from(
    ["/", "/search", "/search.json", "/explore/timeline", "/id/state/KOR.html", "/sparql", "/queries/x", "/x"]
)


def _written(pairs: list[tuple[str, str]]) -> bytes:
    return "&".join(f"{name}={value}" for name, value in pairs).encode()


@given(
    path=PATHS, pairs=PAIRS, added=st.lists(st.sampled_from(["utm_source=x", "fbclid=한", "gclid", "utm_z=%FF"]), max_size=2)
)
def test_whatever_is_added_to_a_link_changes_nothing(path: str, pairs: list[tuple[str, str]], added: list[str]) -> None:
    """Before or behind; what is left is some of what was there, and stays."""
    query, more = _written(pairs), [one.encode() for one in added]
    found = pages.canonical(path, query)
    assert pages.canonical(path, b"&".join([*more, query])) == pages.canonical(path, b"&".join([query, *more])) == found
    assert pages.canonical(path, found) == found
    left, given_ = (parse_qsl(one.decode(), keep_blank_values=True) for one in (found, query))
    assert all(one in given_ for one in left)


# Every parameter that a page declares, with two addresses that differ in it alone, and in their answers.
READ = {
    ("/queries/?", "q"): ("/queries/?q=member", "/queries/?q=none"),
    ("/queries/?", "family"): ("/queries/", "/queries/?family=none"),
    ("/explore/timeline", "year"): ("/explore/timeline?year=1991", "/explore/timeline?year=1950"),
    ("/explore/timeline", "page"): ("/explore/timeline?year=1991&page=1", "/explore/timeline?year=1991&page=9"),
    ("/explore/(relations|missions|peacekeeping)", "year"): ("/explore/missions", "/explore/missions?year=1991"),
    ("/sparql", "query"): ("/sparql?query=ASK{}", "/sparql?query=ASK{?s+<x:>+1}"),
    ("/sparql", "update"): ("/sparql", "/sparql?update=CLEAR+ALL"),
    ("/sparql", "default-graph-uri"): ("/sparql?query=ASK{}", "/sparql?query=ASK{}&default-graph-uri=x:none"),
    ("/sparql", "named-graph-uri"): ("/sparql?query=ASK{}", "/sparql?query=ASK{}&named-graph-uri=x:none"),
    **{("/sparql", name): ("/sparql?query=ASK{}", f"/sparql?query=ASK{{}}&{name}=text/csv")
       for name in ("format", "output", "results", "Accept")},
    (r"/(id|concept)/[^/]+/.+\.html", "incoming"): ("/id/state/KOR.html", "/id/state/KOR.html?incoming=member"),
    (r"/(id|concept)/[^/]+/.+\.html", "page"): ("/id/state/KOR.html", "/id/state/KOR.html?page=2"),
    ("/search", "q"): ("/search?q=UN", "/search?q=korea"),
    ("/search", "type"): ("/search?q=UN", "/search?q=UN&type=state"),
    ("/search", "from"): ("/search?q=UN&type=organization", "/search?q=UN&type=organization&from=9"),
    ("/search", "limit"): ("/search?q=UN", "/search?q=UN&limit=0"),
    ("/search", "offset"): ("/search?q=UN", "/search?q=UN&offset=9"),
    (r"/search\.json", "q"): ("/search.json?q=UN", "/search.json?q=korea"),
    (r"/search\.json", "type"): ("/search.json?q=UN", "/search.json?q=UN&type=state"),
    (r"/search\.json", "limit"): ("/search.json?q=UN", "/search.json?q=UN&limit=0"),
    (r"/search\.json", "offset"): ("/search.json?q=UN", "/search.json?q=UN&offset=9"),
}  # fmt: skip


def test_every_declared_parameter_has_its_addresses() -> None:
    """In the table above."""
    rows = (row for page in pages.PAGES for row in page.reads if isinstance(row, Reads))
    assert {(row.path, name) for row in rows for name in row.names} == READ.keys()


@pytest.mark.parametrize(("where", "addresses"), READ.items(), ids=map(" ".join, READ))
def test_a_page_reads_what_it_declares(client: FlaskClient, where: tuple[str, str], addresses: tuple[str, str]) -> None:
    """Else it would have many addresses for one answer."""
    accept = "application/json" if where[1] in {"limit", "offset"} else "text/html"
    one, other = (client.get(address, headers={"Accept": accept}) for address in addresses)
    assert one.status_code == 200
    assert (one.status_code, one.data) != (other.status_code, other.data)


def test_a_view_does_not_see_what_its_page_does_not_declare(app: Flask) -> None:
    """So that one which reads more is noticed at once."""
    seen = []
    with request_started.connected_to(lambda _: seen.append(request.query_string), app):
        for address in ("/about?z=1&lang=ko", "/queries?q=a%20b&z=1", "/queries/members?utm_source=x", "/none?z=%FF"):
            app.test_client().get(address)
    assert seen == [b"lang=ko", b"q=a%20b", b"", b""]


def test_no_saved_query_has_a_parameter_that_links_are_given() -> None:
    """It would be left out."""
    names = {one.name for query in read_queries(installed_sources().queries).values() for one in query.parameters}
    assert names
    assert not any(is_added(name.encode()) for name in names)
