"""RDF terms as a reader sees them."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from oegyo.web.http.language import Language
from oegyo.web.reading.terms import Cell, Terms
from small_release import PREFIXES

ID = "https://w3id.org/oegyo/id/"
KOREAN = Language("ko", chosen=True)
NAMES = {f"{ID}state/KOR": {"en": "Korea", "ko": "한국"}}


@pytest.mark.parametrize(
    ("iri", "address"),
    [
        (f"{ID}state/KOR", "/id/state/KOR?lang=ko"),
        ("https://w3id.org/oegyo/concept/stance/supports", "/concept/stance/supports?lang=ko"),
        ("https://w3id.org/oegyo/concept/stance", "/concept/stance?lang=ko"),
        ("https://w3id.org/oegyo/ontology", "/ontology?lang=ko"),
        ("https://w3id.org/oegyo/ontology#State", "/ontology?lang=ko#State"),
        ("https://w3id.org/oegyo/queries/member-since", "/queries/member-since?lang=ko"),
        # No page is served for these.
        ("https://w3id.org/oegyo/graph/facts", "https://w3id.org/oegyo/graph/facts"),
        ("https://w3id.org/oegyo/shapes#State", "https://w3id.org/oegyo/shapes#State"),
        (f"{ID}state/KOR/../PRK", f"{ID}state/KOR/../PRK"),
        ("http://www.wikidata.org/entity/Q884", "http://www.wikidata.org/entity/Q884"),
        # Nobody should follow these.
        ("javascript:alert(1)", None),
        ("JavaScript:alert(1)", None),
        ("data:text/html,x", None),
        ("file:///etc/passwd", None),
        ("urn:isbn:0", None),
    ],
)
def test_an_iri_is_followed_here_or_on_the_web_or_nowhere(iri: str, address: str | None) -> None:
    """Our own to their pages, http and https as they are, any other scheme not at all."""
    assert Terms(PREFIXES, KOREAN, pages=True).address(iri) == address


def test_without_pages_our_own_iris_are_like_any_other() -> None:
    """A server over other people's files has no page for them."""
    assert Terms().address(f"{ID}state/KOR") == f"{ID}state/KOR"


@pytest.mark.parametrize(
    ("iri", "short"),
    [
        (f"{ID}state/KOR", "state:KOR"),
        ("https://w3id.org/oegyo/ontology#State", "oegyo:State"),
        ("https://w3id.org/oegyo/concept/stance", "scheme:stance"),
        ("https://w3id.org/oegyo/concept/stance/supports", "stance:supports"),
        (f"{ID}state/", "state:"),
        (f"{ID}state/a.b", f"{ID}state/a.b"),
        (f"{ID}place/seoul", f"{ID}place/seoul"),
    ],
)
def test_a_name_is_short_only_where_turtle_could_write_it(iri: str, short: str) -> None:
    """It can be taken into a query as it is."""
    assert Terms(PREFIXES).short(iri) == short


@pytest.mark.parametrize(
    ("term", "cell"),
    [
        (None, Cell("")),
        (ox.BlankNode("b0"), Cell("_:b0")),
        (ox.NamedNode(f"{ID}state/KOR"), Cell("한국", "/id/state/KOR?lang=ko", "ko", f"{ID}state/KOR")),
        (ox.NamedNode(f"{ID}state/PRK"), Cell("state:PRK", "/id/state/PRK?lang=ko", "", f"{ID}state/PRK")),
        (ox.Literal("plain"), Cell("plain")),
        (ox.Literal("이름", language="ko"), Cell("이름", lang="ko")),
        (ox.Literal(7), Cell("7", number=True)),
        (ox.Literal("1991", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#gYear")), Cell("1991")),
        (ox.Literal("KOR", datatype=ox.NamedNode("https://w3id.org/oegyo/ontology#code")), Cell("KOR", title="oegyo:code")),
    ],
)
def test_each_kind_of_term_is_shown_by_what_a_reader_needs(term: object, cell: Cell) -> None:
    """A name and a link, a text in its language, a number, the kind of a code."""
    assert Terms(PREFIXES, KOREAN, NAMES, pages=True).cell(term) == cell
