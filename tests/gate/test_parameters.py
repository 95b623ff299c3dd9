"""An address with parameters that its page does not read is the address without them: one key, one answer, stored once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gate.test_conditions import ask

if TYPE_CHECKING:
    from flask import Flask

    from fuzz.driver import Driver

ADDRESSES = {
    "static": "/static/style.css",
    "home.index": "/",
    "home.icon": "/favicon.ico",
    "questions.index": "/queries/?q=member",
    "questions.page": "/queries/member-since?state=PRK",
    "questions.answer": "/queries/member-since.csv?state=PRK",
    "questions.excel": "/queries/member-since.excel.csv",
    "questions.text": "/queries/member-since.rq?state=PRK",
    "explore.index": "/explore/",
    "explore.relations": "/explore/relations?year=1991",
    "explore.missions": "/explore/missions",
    "explore.peacekeeping": "/explore/peacekeeping?lang=ko",
    "explore.timeline": "/explore/timeline?year=1991",
    "sparql.endpoint": "/sparql?query=ASK%7B%7D",
    "sparql.terms": "/sparql/terms.json",
    "ontology.index": "/ontology",
    "ontology.turtle": "/ontology.ttl",
    "ontology.scheme": "/concept/stance.html",
    "quality.index": "/quality",
    "quality.representation": "/quality.ttl",
    "download.index": "/download/",
    "download.file": "/download/oegyo.ttl",
    "about.page": "/about?lang=vi",
    "about.sources": "/about/sources",
    "entity.see_other": "/id/state/KOR",
    "entity.representation": "/id/state/KOR.html",
    "search.page": "/search?q=UN",
    "search.answer": "/search.json?q=UN",
    "sitemap.robots": "/robots.txt",
    "sitemap.index": "/sitemap.xml",
    "sitemap.pages": "/sitemap-1.xml",
}
"""An address for every page, by the name of its view."""

SHARED = ["utm_source=x&utm_medium=%FF", "fbclid=IwAR0", "gclid=&"]
"""What is added where links are shared or paid for."""

UNKNOWN = ["z=1&lang=xx", "p=7&%ED%95%9C=1", "q2"]
SAVED = ["questions.page", "questions.answer", "questions.excel", "questions.text"]
ASKED = [(endpoint, added) for endpoint in ADDRESSES for added in (SHARED if endpoint in SAVED else SHARED + UNKNOWN)]


def test_every_page_has_its_address(app: Flask) -> None:
    """In the table above."""
    assert {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())} == ADDRESSES.keys()


@pytest.mark.parametrize(("endpoint", "added"), ASKED)
@pytest.mark.parametrize("accept", ["text/html", "*/*"])
def test_what_is_added_to_an_address_changes_nothing(front: Driver, endpoint: str, added: str, accept: str) -> None:
    """Neither the bytes nor the headers; so there is one tag, which is that of the key by which the answer is stored."""
    path, _, query = ADDRESSES[endpoint].partition("?")
    plain = ask(front, ADDRESSES[endpoint], accept=accept)
    assert plain.status in {200, 301, 303}
    for asked in (f"{query}&{added}", f"{added}&{query}"):
        reply = ask(front, f"{path}?{asked}", accept=accept)
        assert (reply.status, reply.headers, reply.body) == (plain.status, plain.headers, plain.body)


@pytest.mark.parametrize("endpoint", SAVED)
def test_a_saved_query_refuses_what_may_be_misspelt(front: Driver, endpoint: str) -> None:
    """An answer to another question would look like the one that was meant."""
    path = ADDRESSES[endpoint].partition("?")[0]
    for query in ("stat=PRK", "state=PRK&z=1", "q2"):
        assert ask(front, f"{path}?{query}", accept="text/html").status == 400
