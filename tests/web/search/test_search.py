"""Finding things by their names and codes, in any of the languages, however they are typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from oegyo.terms.collation import fold
from oegyo.web.search.index import Name, Names, Thing
from web.http.test_problems import assert_canonical_problem
from web.page import read

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from web.page import Page

BROWSER = {"Accept": "text/html,*/*;q=0.8"}
STATE = "https://w3id.org/oegyo/id/state/"


def ask(client: FlaskClient, text: str, **more: str) -> dict[str, Any]:
    """What the search says to a program."""
    response = client.get("/search.json", query_string={"q": text, **more})
    assert response.status_code == 200
    found: dict[str, Any] = response.get_json()
    return found


def first(client: FlaskClient, text: str) -> str:
    """The IRI of the best hit."""
    return str(ask(client, text)["hits"][0]["iri"])


def page(client: FlaskClient, **given: str) -> Page:
    """The page of a search."""
    return read(client.get("/search", query_string=given, headers=BROWSER).text)


@pytest.mark.parametrize(
    "text",
    [
        "Viet Nam",
        "viet nam",
        "VIỆT NAM",
        "việt nam",
        "Vietnam",
        "vietn",
        "베트남",
        "VNM",
        "vnm",
        "Q881",
        "베트남의",
        "  viet   nam ",
    ],
)
def test_a_state_is_found_by_any_of_its_names(related: FlaskClient, text: str) -> None:
    """In any language, with accents and capitals or without, by a code, by its beginning, and with a Korean particle."""
    assert first(related, text) == STATE + "VNM"


@pytest.mark.parametrize(
    ("text", "iri"),
    [
        ("South Korea", STATE + "KOR"),
        ("korea", STATE + "KOR"),
        ("KOR", STATE + "KOR"),
        ("410", STATE + "KOR"),
        ("한국", STATE + "KOR"),
        ("cote d'ivoire", STATE + "CIV"),
        ("an do", STATE + "IND"),
        ("NATO", "https://w3id.org/oegyo/id/organization/NATO"),
        ("북대서양조약기구", "https://w3id.org/oegyo/id/organization/NATO"),
        ("NPT", "https://w3id.org/oegyo/id/treaty/NPT"),
        ("proliferation nuclear", "https://w3id.org/oegyo/id/treaty/NPT"),
        ("S/RES/1718", "https://w3id.org/oegyo/id/document/S-RES-1718-2006"),
        ("s res 1718", "https://w3id.org/oegyo/id/document/S-RES-1718-2006"),
        ("resolution 1718", "https://w3id.org/oegyo/id/document/S-RES-1718-2006"),
        ("embassy Hanoi", "https://w3id.org/oegyo/id/mission/KOR-VNM-embassy"),
        ("start date", "https://w3id.org/oegyo/ontology#startDate"),
        ("stance", "https://w3id.org/oegyo/concept/stance"),
        ("since when", "https://w3id.org/oegyo/queries/member-since"),
    ],
)
def test_everything_with_a_name_is_found(related: FlaskClient, text: str, iri: str) -> None:
    """Also by a symbol, a number of the United Nations, words of the name, and without the spaces that Korean leaves out."""
    assert first(related, text) == iri


def test_exact_names_come_before_beginnings_and_states_before_the_rest(related: FlaskClient) -> None:
    """And a part of a name comes last."""
    assert [hit["iri"].rpartition("/")[2] for hit in ask(related, "viet")["hits"][:2]] == ["VNM", "vietri"]
    assert [hit["type"] for hit in ask(related, "hanoi")["hits"]] == ["place", "mission"]
    assert [hit["exact"] for hit in ask(related, "hanoi")["hits"]] == [True, False]


def test_a_hit_says_what_a_program_needs(related: FlaskClient) -> None:
    """The label in the language asked for, and the name that fitted."""
    found = ask(related, "vietnam", lang="ko", type="state")
    assert found == {
        "query": "vietnam",
        "total": 1,
        "offset": 0,
        "types": {"state": 1},
        "hits": [
            {
                "iri": STATE + "VNM",
                "label": "베트남",
                "lang": "ko",
                "type": "state",
                "matched": "Vietnam",
                "matchedLang": "en",
                "exact": True,
            }
        ],
    }


@pytest.mark.parametrize(("tag", "matched"), [("vi", "Việt Nam"), ("en", "Viet Nam"), ("ko", "Viet Nam")])
def test_of_names_that_fit_as_well_the_readers_own_is_meant(related: FlaskClient, tag: str, matched: str) -> None:
    """So that nobody is told that what they know is also called what they typed."""
    assert ask(related, "việt nam", lang=tag)["hits"][0]["matched"] == matched
    assert page(related, q="viet nam", lang="vi").texts("small") == ["1", "1"]


def test_korean_words_run_together_only_where_a_reader_would(related: FlaskClient) -> None:
    """에 관한 조약 is found without its spaces, and holds no 한조약; nor is 한 국가, a state, 한국."""
    assert [hit["type"] for hit in ask(related, "관한조약")["hits"]] == ["treaty"]
    assert ask(related, "한조약")["hits"] == []
    assert [hit["type"] for hit in ask(related, "한국")["hits"]] == ["state"]
    assert [hit["type"] for hit in ask(related, "한 국가")["hits"]] == ["query"]


def test_hits_come_in_pages(related: FlaskClient) -> None:
    """With how many there are."""
    whole = ask(related, "korea")
    assert whole["total"] == len(whole["hits"]) > 1
    assert ask(related, "korea", limit="1", offset="1")["hits"] == whole["hits"][1:2]
    assert sum(whole["types"].values()) == whole["total"]
    assert ask(related, "korea", offset="999")["hits"] == []


def test_nothing_is_found_for_nothing(related: FlaskClient) -> None:
    """Nor for what has no letter or figure in it."""
    for text in ("", " ", "…", "/", "\0"):
        assert ask(related, text)["hits"] == [], text


@pytest.mark.parametrize(
    "given",
    [{"q": "x" * 201}, {"q": "x", "type": "person"}, {"q": "x", "limit": "-1"}, {"q": "x", "limit": "1e9"}, {"offset": "²"}],
)
def test_what_cannot_be_searched_is_refused(related: FlaskClient, given: dict[str, str]) -> None:
    """With what may be asked instead."""
    problem = assert_canonical_problem(related.get("/search.json", query_string=given), 400, "request")
    assert problem["advice"]


def test_the_page_groups_what_was_found(related: FlaskClient) -> None:
    """By kind, counted; a name in another language than the label says so."""
    found = page(related, q="Vietnam", lang="ko")
    assert found.texts("h2") == ["국가 1"]
    assert found.links()["베트남"] == "/id/state/VNM?lang=ko"
    assert found.in_language("Vietnam") == "en"
    assert "결과 1건" in found.texts("p")
    (field,) = (one for one in found.all("input") if one.attributes["name"] == "q")
    assert field.attributes["value"] == "Vietnam"


def test_the_page_advises_who_found_nothing(related: FlaskClient) -> None:
    """And who has not asked yet."""
    assert any("“xyzzy”" in text for text in page(related, q="xyzzy").texts("p"))
    assert page(related, q="xyzzy", type="state").links()["Search in everything"] == "/search?q=xyzzy"
    assert page(related).links()["NPT"] == "/search?q=NPT"


def test_hostile_text_does_nothing(related: FlaskClient) -> None:
    """Neither what was typed nor what the data calls itself becomes a part of the page."""
    for text in ("<script>alert('x')</script>", '" onfocus=alert(1) x="', "javascript:alert(1)", "\u202e\u0000{{7*7}}%s"):
        found = page(related, q=text)
        assert not found.all("script")
        assert not any("onfocus" in element.attributes for element in found.elements)
        (field,) = (one for one in found.all("input") if one.attributes["name"] == "q")
        assert field.attributes["value"].replace("\ufffd", "\0") == text.strip()
    assert "<script>alert('x')</script> \" onfocus=alert(1)" in page(related, q="onfocus").links()


def test_the_page_is_also_json(related: FlaskClient) -> None:
    """For who asks for it by the header."""
    response = related.get("/search?q=NPT", headers={"Accept": "application/json"})
    assert response.get_json() == ask(related, "NPT")
    assert "Accept-Language" in str(response.vary)


def test_a_long_list_is_shown_in_pages() -> None:
    """Names are compared folded, and ties are broken by length and address, so that an order is always the same."""
    things = [
        Thing(f"{STATE}{n}", "state", 1, {"en": f"Land {n}"}, [Name(f"Land {n}", "en", fold(f"Land {n}"))])
        for n in (10, 2, 1)
    ]
    assert [hit.name.text for hit in Names(things).find("land").hits] == ["Land 1", "Land 2", "Land 10"]
